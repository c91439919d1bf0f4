import Digests

@testable import Reporting

enum Hash {
    static func base64(_ bytes: [UInt8]) throws -> String {
        PageFrame.base64(try bytes.withUnsafeBytes { try SHA256.digest($0) })
    }
}
