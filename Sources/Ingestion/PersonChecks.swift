/// Person keys and their checks: two checks under one key mean that two ids share a key. Of more persons than fit a
/// bounded memory the rest is left to normalize, which sorts them all.
struct PersonChecks {
    private var keys: [Int64] = []
    private var checks: [Int64] = []
    private var used: [Bool] = []
    private var count = 0
    private static let mostPersons = 1 << 19

    init() { resize(1 << 12) }

    /// False when the key is known with another check.
    mutating func add(_ key: Int64, _ check: Int64) -> Bool {
        if count * 2 >= keys.count, count < Self.mostPersons { resize(keys.count * 2) }
        // Keys are uniform already.
        var slot = Int(truncatingIfNeeded: key) & (keys.count - 1)
        while used[slot] {
            if keys[slot] == key { return checks[slot] == check }
            slot = (slot + 1) & (keys.count - 1)
        }
        guard count < Self.mostPersons else { return true }
        keys[slot] = key
        checks[slot] = check
        used[slot] = true
        count += 1
        return true
    }

    private mutating func resize(_ size: Int) {
        let old = (keys, checks, used)
        keys = [Int64](repeating: 0, count: size)
        checks = keys
        used = [Bool](repeating: false, count: size)
        count = 0
        for i in old.2.indices where old.2[i] { _ = add(old.0[i], old.1[i]) }
    }
}
