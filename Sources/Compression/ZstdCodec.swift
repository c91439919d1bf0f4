import CCompress

/// One-shot zstd for blocks whose expanded size is known beforehand (Parquet pages). One instance a thread; the
/// contexts are kept from call to call.
public final class ZstdCodec {
    private var compressor: OpaquePointer?
    private var expander: OpaquePointer?

    public init() {}

    deinit {
        ZSTD_freeCCtx(compressor)
        ZSTD_freeDCtx(expander)
    }

    /// The most bytes that `compress` makes of `count` bytes.
    public static func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

    /// Compresses `source` into `target` (at least `bound(source.count)` bytes); returns the bytes written.
    /// `level` outside 1…19 is brought into that range.
    public func compress(
        _ source: UnsafeRawBufferPointer, level: Int, into target: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        if compressor == nil { compressor = ZSTD_createCCtx() }
        guard let compressor else { throw .unavailable(codec: "zstd") }
        let written = ZSTD_compressCCtx(
            compressor, target.baseAddress, target.count, source.baseAddress, source.count,
            Int32(min(max(level, 1), 19)))
        guard ZSTD_isError(written) == 0 else { throw .damaged(codec: "zstd", what: Self.name(of: written)) }
        return written
    }

    /// Expands the single frame `source` into exactly `target.count` bytes; anything else is `.damaged`.
    public func expand(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) {
        if expander == nil { expander = ZSTD_createDCtx() }
        guard let expander else { throw .unavailable(codec: "zstd") }
        let frame = ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
        guard ZSTD_isError(frame) == 0 else { throw .damaged(codec: "zstd", what: Self.name(of: frame)) }
        guard frame == source.count else {
            throw .damaged(codec: "zstd", what: "bytes after the frame (found \(source.count), expected \(frame))")
        }
        let written = ZSTD_decompressDCtx(expander, target.baseAddress, target.count, source.baseAddress, source.count)
        guard ZSTD_isError(written) == 0 else { throw .damaged(codec: "zstd", what: Self.name(of: written)) }
        guard written == target.count else {
            throw .damaged(codec: "zstd", what: "found \(written) bytes, expected \(target.count)")
        }
    }

    static func name(of code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}
