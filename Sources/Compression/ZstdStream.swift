import CCompress

/// Decodes zstd (RFC 8878), one or several frames one after the other if that is allowed, windows of at most 128 MiB
/// unless told otherwise.
public final class ZstdStream: InputDecoder {
    private let stream: OpaquePointer
    private let limits: ExpansionLimits
    private let allowsFrames: Bool
    private var consumedTotal = 0
    private var producedTotal = 0
    private var betweenFrames = true

    /// Throws `.unavailable` when libzstd has no memory.
    public init(
        limits: ExpansionLimits = ExpansionLimits(), allowsFrames: Bool = true, windowLog: Int32 = 27
    ) throws(CompressionError) {
        guard let stream = ZSTD_createDStream() else { throw .unavailable(codec: "zstd") }
        self.stream = stream
        self.limits = limits
        self.allowsFrames = allowsFrames
        // 2^27 bytes is what the zstd program itself accepts without being asked.
        guard ZSTD_isError(ZSTD_initDStream(stream)) == 0,
            ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, windowLog)) == 0
        else {
            ZSTD_freeDStream(stream)
            throw .unavailable(codec: "zstd")
        }
    }

    deinit { ZSTD_freeDStream(stream) }

    public func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> (consumed: Int, produced: Int) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while target.pos < target.size {
            if betweenFrames {
                if source.pos == source.size { break }
                guard allowsFrames || consumedTotal == 0 else { throw .severalParts(codec: "zstd") }
            }
            let usedBefore = source.pos
            let writtenBefore = target.pos
            let code = ZSTD_decompressStream(stream, &target, &source)
            guard ZSTD_isError(code) == 0 else { throw .damaged(codec: "zstd", what: ZstdCodec.name(of: code)) }
            let used = source.pos - usedBefore
            let written = target.pos - writtenBefore
            consumedTotal += used
            producedTotal += written
            try limits.check(codec: "zstd", consumed: consumedTotal, produced: producedTotal)
            betweenFrames = code == 0
            if used == 0, written == 0 { break }
        }
        return (source.pos, target.pos)
    }

    public func finish() throws(CompressionError) {
        guard betweenFrames, consumedTotal > 0 else { throw .truncated(codec: "zstd") }
    }
}
