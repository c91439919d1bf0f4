internal import Glibc

/// What becomes of memory that a program gives back.
enum FreedMemory {
    private typealias Mallopt = @convention(c) (Int32, Int32) -> Int32
    private static let trimThreshold: Int32 = -1
    private static let mmapThreshold: Int32 = -3

    /// Has blocks go from stage to stage instead of back to the system: a page fetched anew costs more than filling it.
    /// The function is looked up at run time because Swift's module of the C library leaves `malloc.h` out.
    static func keep() {
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let mallopt = unsafeBitCast(symbol, to: Mallopt.self)
        _ = mallopt(mmapThreshold, 32 << 20)
        _ = mallopt(trimThreshold, 1 << 30)
    }
}
