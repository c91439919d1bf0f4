import CCrypto

/// A streaming SHA-256. One message an instance; not shared between threads.
public final class SHA256 {
    private let context: OpaquePointer
    private var spent = false

    /// Throws `.unavailable` if libcrypto cannot start.
    public init() throws(DigestError) {
        guard let context = EVP_MD_CTX_new() else { throw .unavailable(algorithm: "SHA-256") }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw .unavailable(algorithm: "SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Feeds `bytes`. Throws `.failed` after `finish()`.
    public func update(_ bytes: UnsafeRawBufferPointer) throws(DigestError) {
        guard bytes.count > 0 else { return }
        guard !spent, EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw .failed(algorithm: "SHA-256")
        }
    }

    /// Feeds the UTF-8 of `text`.
    public func update(_ text: String) throws(DigestError) {
        try update(Array(text.utf8))
    }

    /// Feeds `bytes`.
    public func update(_ bytes: [UInt8]) throws(DigestError) {
        guard !bytes.isEmpty else { return }
        let accepted = spent ? 0 : bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard accepted == 1 else { throw .failed(algorithm: "SHA-256") }
    }

    /// The 32 bytes of the digest. The instance is spent afterwards.
    public func finish() throws(DigestError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        guard !spent, EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw .failed(algorithm: "SHA-256") }
        spent = true
        return digest
    }

    /// The digest of `bytes` alone.
    public static func digest(_ bytes: UnsafeRawBufferPointer) throws(DigestError) -> [UInt8] {
        let hash = try SHA256()
        try hash.update(bytes)
        return try hash.finish()
    }

    /// Lower-case hexadecimal of `bytes`, two digits a byte.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] { digits.append(nibble < 10 ? 48 + nibble : 87 + nibble) }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
