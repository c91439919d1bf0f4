/// What a decoder may expand to. Exports come from outside: a small file must not become an endless one.
public struct ExpansionLimits: Sendable, Equatable {
    /// Bytes out for each byte in.
    public var ratio: Int
    /// Bytes out before the ratio is looked at, so that a tiny file of equal lines is not refused.
    public var freeBytes: Int
    /// Bytes out in all.
    public var totalBytes: Int

    /// 100 to 1 beyond the first MiB, and 1 TiB in all unless told otherwise.
    public init(ratio: Int = 100, freeBytes: Int = 1 << 20, totalBytes: Int = 1 << 40) {
        self.ratio = max(ratio, 1)
        self.freeBytes = max(freeBytes, 0)
        self.totalBytes = max(totalBytes, 0)
    }

    func check(codec: String, consumed: Int, produced: Int) throws(CompressionError) {
        if produced > totalBytes { throw .sizeExceeded(codec: codec, limit: totalBytes) }
        let (allowed, overflow) = consumed.multipliedReportingOverflow(by: ratio)
        if !overflow, produced > freeBytes, produced > allowed { throw .ratioExceeded(codec: codec, limit: ratio) }
    }
}

/// A streaming decoder: compressed bytes in, plain bytes out, nothing kept but its window.
///
/// Call `decode` with what has been read and a free buffer, hand on the bytes produced, drop the bytes consumed,
/// and go on until the input is used up and a call produces nothing; then `finish`, which finds a cut-off file.
public protocol InputDecoder: AnyObject {
    /// Decodes from the front of `input` into the front of `output`; returns the bytes used and the bytes written.
    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> (consumed: Int, produced: Int)

    /// To be called at the end of the input: throws `.truncated` if a member or frame is unfinished.
    func finish() throws(CompressionError)
}
