import Glibc

/// Memory filled once by its maker and only read afterwards, which is why it may cross threads.
final class ByteBlock: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    /// Bytes in use.
    var count = 0

    init(capacity: Int) {
        // Aligned for vectors; the size is bounded by the profile wherever it comes from a file.
        self.capacity = max(capacity, 1)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

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
