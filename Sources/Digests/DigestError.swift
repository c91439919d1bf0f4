/// A digest could not be computed: libcrypto refused. Never caused by the data hashed.
public enum DigestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// libcrypto has no such algorithm, or it could not be started.
    case unavailable(algorithm: String)
    /// libcrypto refused further bytes or the final value.
    case failed(algorithm: String)
    /// An HMAC key of no bytes protects nothing.
    case emptyKey

    public var description: String {
        switch self {
        case .unavailable(let algorithm):
            "\(algorithm) is not available from libcrypto. Check the OpenSSL configuration of this machine."
        case .failed(let algorithm): "\(algorithm) failed inside libcrypto. The result was thrown away; run again."
        case .emptyKey: "an HMAC key has 0 bytes, expected at least 1. Make a key first."
        }
    }

    /// 70: an internal fault of the machine, not of the data.
    public var exitCode: Int32 { 70 }
}
