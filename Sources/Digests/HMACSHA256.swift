import CCrypto

/// HMAC-SHA-256 under one key. The key schedule is computed once and re-used for each message (0.2 µs a short
/// message, against 1.8 for the one-shot call); nothing is allocated a call. One instance a thread.
public final class HMACSHA256 {
    private let context: OpaquePointer

    /// Bytes of a tag.
    public static let tagLength = 32

    /// Throws `.emptyKey`, or `.unavailable` if libcrypto cannot start.
    public init(key: [UInt8]) throws(DigestError) {
        guard !key.isEmpty else { throw .emptyKey }
        guard let context = trivsel_hmac_new(key, key.count) else { throw .unavailable(algorithm: "HMAC-SHA-256") }
        self.context = context
    }

    deinit { trivsel_hmac_free(context) }

    /// The tag of one message, into the first 32 bytes of `tag`. Throws `.failed` if `tag` is shorter.
    public func tag(_ message: UnsafeRawBufferPointer, into tag: UnsafeMutableRawBufferPointer) throws(DigestError) {
        var parts = Self.part(message)
        try compute(&parts, 1, into: tag)
    }

    /// The tag of the two parts, one after the other, into the first 32 bytes of `tag`.
    public func tag(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, into tag: UnsafeMutableRawBufferPointer
    ) throws(DigestError) {
        try self.tag(first, second, UnsafeRawBufferPointer(start: nil, count: 0), into: tag)
    }

    /// The tag of the three parts, one after the other, into the first 32 bytes of `tag`.
    public func tag(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ third: UnsafeRawBufferPointer,
        into tag: UnsafeMutableRawBufferPointer
    ) throws(DigestError) {
        var parts = (Self.part(first), Self.part(second), Self.part(third))
        let fault: DigestError? = withUnsafePointer(to: &parts) { parts in
            parts.withMemoryRebound(to: trivsel_part.self, capacity: 3) { parts in
                do throws(DigestError) {
                    try compute(parts, 3, into: tag)
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let fault { throw fault }
    }

    /// The tag of `message` as an array; for the few places where speed does not count.
    public func tag(_ message: [UInt8]) throws(DigestError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: Self.tagLength)
        let fault: DigestError? = message.withUnsafeBytes { bytes in
            result.withUnsafeMutableBytes { into in
                do throws(DigestError) {
                    try tag(bytes, into: into)
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let fault { throw fault }
        return result
    }

    /// The tag of the UTF-8 of `message`.
    public func tag(_ message: String) throws(DigestError) -> [UInt8] { try tag(Array(message.utf8)) }

    private static func part(_ bytes: UnsafeRawBufferPointer) -> trivsel_part {
        trivsel_part(bytes: bytes.baseAddress, length: bytes.count)
    }

    private func compute(
        _ parts: UnsafePointer<trivsel_part>, _ count: Int, into tag: UnsafeMutableRawBufferPointer
    ) throws(DigestError) {
        guard tag.count >= Self.tagLength, let base = tag.baseAddress?.assumingMemoryBound(to: UInt8.self),
            trivsel_hmac_tag(context, parts, count, base) == 1
        else { throw .failed(algorithm: "HMAC-SHA-256") }
    }
}
