import CCompress

/// CRC-32 as in gzip and in Parquet page headers (polynomial 0xEDB88320), through zlib and, where it is faster,
/// carry-less multiplication.
public struct CRC32: Sendable {
    /// The checksum of everything fed so far; 0 before the first byte.
    public private(set) var value: UInt32 = 0

    public init() {}

    /// Feeds `bytes`.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        value = trivsel_crc32(value, base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// The checksum of `bytes` alone.
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }
}
