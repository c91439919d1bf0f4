import Digests
import Testing

struct CRC32Tests {
    @Test func checkValue() {
        // The check value of CRC-32/ISO-HDLC.
        #expect(Array("123456789".utf8).withUnsafeBytes { CRC32.checksum($0) } == 0xCBF4_3926)
        #expect(CRC32.checksum(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }

    /// Every length and alignment against the definition, bit by bit.
    @Test func agreesWithTheDefinition() {
        let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 3) }
        for start in [0, 1, 7] {
            for end in stride(from: start, through: 700, by: 1) {
                var crc: UInt32 = 0xFFFF_FFFF
                for byte in bytes[start..<end] {
                    crc ^= UInt32(byte)
                    for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
                }
                #expect(bytes[start..<end].withUnsafeBytes { CRC32.checksum($0) } == ~crc, "\(start)..<\(end)")
            }
        }
    }

    @Test func partsGiveTheWhole() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        bytes.withUnsafeBytes { all in
            for cut in [0, 1, 63, 64, 65, 1000, 4999, 5000] {
                var crc = CRC32()
                crc.update(UnsafeRawBufferPointer(rebasing: all[..<cut]))
                crc.update(UnsafeRawBufferPointer(rebasing: all[cut...]))
                #expect(crc.value == CRC32.checksum(all))
            }
        }
    }
}

struct SHA256Tests {
    @Test func knownDigests() throws {
        // FIPS 180-4 examples.
        let hash = try SHA256()
        try hash.update("a")
        try hash.update("")
        try hash.update([UInt8]("bc".utf8))
        #expect(
            SHA256.hex(try hash.finish()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hex(try SHA256().finish()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func spentInstanceThrows() throws {
        let hash = try SHA256()
        _ = try hash.finish()
        #expect(throws: DigestError.self) { try hash.finish() }
    }
}

struct HMACSHA256Tests {
    @Test func knownTags() throws {
        // RFC 4231, cases 1, 2 and 6 (a key longer than a block).
        let first = try HMACSHA256(key: [UInt8](repeating: 0x0B, count: 20))
        let wanted = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        #expect(SHA256.hex(try first.tag("Hi There")) == wanted)
        // The instance is used again and again under the same key.
        _ = try first.tag("something else")
        #expect(SHA256.hex(try first.tag("Hi There")) == wanted)
        #expect(
            SHA256.hex(try HMACSHA256(key: Array("Jefe".utf8)).tag("what do ya want for nothing?"))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            SHA256.hex(
                try HMACSHA256(key: [UInt8](repeating: 0xAA, count: 131))
                    .tag("Test Using Larger Than Block-Size Key - Hash Key First"))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func partsGiveTheWhole() throws {
        let mac = try HMACSHA256(key: [1, 2, 3])
        let whole = try mac.tag("salary:4711:x")
        var tag = [UInt8](repeating: 0, count: 40)
        try Array("salary:".utf8).withUnsafeBytes { a in
            try Array("4711".utf8).withUnsafeBytes { b in
                try Array(":x".utf8).withUnsafeBytes { c in
                    try tag.withUnsafeMutableBytes { try mac.tag(a, b, c, into: $0) }
                }
            }
        }
        #expect(Array(tag[..<32]) == whole && tag[32...].allSatisfy { $0 == 0 })
    }

    /// Messages that fit the block behind the key with their padding, and longer ones, against the definition.
    @Test func lengthsAroundABlock() throws {
        let key = [UInt8](1...32)
        func padded(_ mask: UInt8) -> [UInt8] {
            (key + [UInt8](repeating: 0, count: 64 - key.count)).map { $0 ^ mask }
        }
        func digest(_ bytes: [UInt8]) throws -> [UInt8] {
            let hash = try SHA256()
            try bytes.withUnsafeBytes { try hash.update($0) }
            return try hash.finish()
        }
        let mac = try HMACSHA256(key: key)
        for length in 0...130 {
            let message = (0..<length).map { UInt8($0) }
            #expect(try mac.tag(message) == digest(padded(0x5C) + digest(padded(0x36) + message)), "\(length) bytes")
        }
    }

    @Test func refusals() throws {
        #expect(throws: DigestError.emptyKey) { try HMACSHA256(key: []) }
        let mac = try HMACSHA256(key: [1])
        var short = [UInt8](repeating: 0, count: 31)
        #expect(throws: DigestError.self) {
            try short.withUnsafeMutableBytes { try mac.tag(UnsafeRawBufferPointer(start: nil, count: 0), into: $0) }
        }
        // A failure does not spoil the next message.
        #expect(try mac.tag("x") == HMACSHA256(key: [1]).tag("x"))
    }
}
