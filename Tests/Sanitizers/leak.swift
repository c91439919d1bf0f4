// Loses memory on purpose: `make test` checks with it that leaks are found on this machine before it trusts their absence.
import Glibc

@inline(never)
func lose() {
    var block = malloc(12_345)
    if let block { memset(block, 1, 12_345) }
    block = nil
}

lose()
