import CCompress

/// Decodes gzip (RFC 1952), one or several members one after the other if that is allowed, checking each member's CRC and
/// length.
public final class InflateStream: InputDecoder {
    private let stream: UnsafeMutablePointer<z_stream>
    private let limits: ExpansionLimits
    private let allowsMembers: Bool
    private var consumedTotal = 0
    private var producedTotal = 0
    /// At the border of two members: `finish` is welcome and the next byte begins a member.
    private var betweenMembers = true

    /// Throws `.unavailable` when zlib has no memory.
    public init(limits: ExpansionLimits = ExpansionLimits(), allowsMembers: Bool = true) throws(CompressionError) {
        self.limits = limits
        self.allowsMembers = allowsMembers
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 window bits + 16: gzip only. A raw or zlib stream is not an export.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw .unavailable(codec: "gzip")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    public func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> (consumed: Int, produced: Int) {
        var consumed = 0
        var produced = 0
        // zlib counts in 32 bits.
        let step = 1 << 30
        while produced < output.count {
            if betweenMembers {
                guard consumed < input.count else { break }
                if consumedTotal > 0 {
                    guard allowsMembers else { throw .severalParts(codec: "gzip") }
                    inflateReset(stream)
                }
                betweenMembers = false
            }
            let available = min(input.count - consumed, step)
            let free = min(output.count - produced, step)
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.advanced(by: consumed).assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(available)
            stream.pointee.next_out = output.baseAddress?.advanced(by: produced).assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(free)
            let code = inflate(stream, Z_NO_FLUSH)
            let used = available - Int(stream.pointee.avail_in)
            let written = free - Int(stream.pointee.avail_out)
            consumed += used
            produced += written
            consumedTotal += used
            producedTotal += written
            try limits.check(codec: "gzip", consumed: consumedTotal, produced: producedTotal)
            switch code {
            case Z_STREAM_END: betweenMembers = true
            case Z_OK where used > 0 || written > 0: continue
            case Z_OK, Z_BUF_ERROR: return (consumed, produced)
            case Z_MEM_ERROR: throw .unavailable(codec: "gzip")
            default:
                throw .damaged(codec: "gzip", what: stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)")
            }
        }
        return (consumed, produced)
    }

    public func finish() throws(CompressionError) {
        guard betweenMembers, consumedTotal > 0 else { throw .truncated(codec: "gzip") }
    }
}
