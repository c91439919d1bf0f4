import CSystem
import Glibc

/// Large blocks of memory on large pages: one fault for 2 MiB instead of 512, where the system allows it.
enum HugePages {
    private static let smallest = 1 << 21

    /// Tells the system that a block of `count` bytes will be used as a whole. A hint; nothing changes if it is not heard.
    static func advise(_ block: UnsafeMutableRawPointer, _ count: Int) {
        guard count >= smallest else { return }
        let page = 4096
        let address = UInt(bitPattern: block)
        // Whole pages, those at the ends too: so the areas of neighbours are one.
        let first = address & ~UInt(page - 1)
        let last = (address + UInt(count + page - 1)) & ~UInt(page - 1)
        guard let start = UnsafeMutableRawPointer(bitPattern: first) else { return }
        madvise(start, Int(last - first), 14 /* MADV_HUGEPAGE */)
    }
}

/// What a program says about its memory before it begins.
public enum ProcessMemory {
    /// Keeps freed blocks for the next table or stage: a page fetched anew from the system costs more than filling it.
    public static func keepFreed() { trivsel_keep_freed_memory() }
}
