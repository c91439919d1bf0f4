import Synchronization

/// Memory filled once by its maker and only read afterwards, which is why it may cross threads.
final class ByteBlock: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    /// Bytes in use.
    @exclusivity(unchecked) var count = 0

    init(capacity: Int) {
        // The size is bounded by the profile wherever it comes from a file.
        (base, self.capacity) = BlockShelf.take(max(capacity, 1))
    }

    deinit { BlockShelf.giveBack(base, capacity) }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
    var end: UnsafeMutableRawPointer { base + count }

    func add(_ byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    func add(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    func add32(_ value: UInt32) {
        (base + count).storeBytes(of: value.littleEndian, as: UInt32.self)
        count += 4
    }
}

/// Blocks of the sizes of pages, kept for the next page: fresh memory costs more to fault in than a column to encode.
enum BlockShelf {
    /// Addresses by binary logarithm of their size, and the bytes in all.
    private struct Shelf: Sendable {
        var addresses = [[UInt]](repeating: [], count: largest + 1)
        var byteCount = 0
    }

    private static let smallest = 16
    private static let largest = 22
    private static let mostBytes = 1 << 25
    private static let shelf = Mutex(Shelf())

    /// A block of at least `count` bytes, aligned for vectors, and its size.
    static func take(_ count: Int) -> (UnsafeMutableRawPointer, Int) {
        guard let size = sizeClass(count) else { return (.allocate(byteCount: count, alignment: 16), count) }
        let kept = shelf.withLock { shelf -> UInt? in
            guard let address = shelf.addresses[size].popLast() else { return nil }
            shelf.byteCount -= 1 << size
            return address
        }
        if let kept, let base = UnsafeMutableRawPointer(bitPattern: kept) { return (base, 1 << size) }
        let base = UnsafeMutableRawPointer.allocate(byteCount: 1 << size, alignment: 16)
        HugePages.advise(base, 1 << size)
        return (base, 1 << size)
    }

    static func giveBack(_ base: UnsafeMutableRawPointer, _ count: Int) {
        if let size = sizeClass(count), count == 1 << size {
            let address = UInt(bitPattern: base)
            let isKept = shelf.withLock { shelf in
                guard shelf.byteCount + count <= mostBytes else { return false }
                shelf.addresses[size].append(address)
                shelf.byteCount += count
                return true
            }
            if isKept { return }
        }
        base.deallocate()
    }

    private static func sizeClass(_ count: Int) -> Int? {
        let size = Int.bitWidth - (count - 1).leadingZeroBitCount
        return size >= smallest && size <= largest ? size : nil
    }
}
