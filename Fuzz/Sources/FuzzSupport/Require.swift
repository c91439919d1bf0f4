import Glibc

/// Ends the process with `message` when a property does not hold; libFuzzer keeps the input that did it.
@inline(__always)
public func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fail(message()) }
}

/// Ends the process with `message`.
@inline(never)
public func fail(_ message: String) -> Never {
    var line = "property: \(message)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    abort()
}
