import CCompress
import Compression
import Testing

/// Feeds a decoder in steps of `step` bytes with room for `room` bytes at a time.
func expand(_ bytes: [UInt8], with decoder: any InputDecoder, step: Int, room: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    var output = [UInt8](repeating: 0, count: room)
    var position = 0
    var end = 0
    while true {
        if position == end, end < bytes.count { end = min(end + step, bytes.count) }
        let (consumed, produced) = try bytes[position..<end].withUnsafeBytes { input in
            try output.withUnsafeMutableBytes { try decoder.decode(input, into: $0) }
        }
        position += consumed
        result += output[..<produced]
        if produced == 0, end == bytes.count, position == end || consumed == 0 { break }
        if produced == 0, consumed == 0, end < bytes.count { end = min(end + step, bytes.count) }
    }
    try decoder.finish()
    return result
}

func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 10 + 100)
    input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
        }
    }
    let count = output.count - Int(stream.avail_out)
    deflateEnd(&stream)
    return Array(output[..<count])
}

func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    return Array(output[..<count])
}

enum Format: CaseIterable {
    case gzip, zstd

    func pack(_ bytes: [UInt8]) -> [UInt8] {
        self == .gzip ? CompressionTests.gzip(bytes) : CompressionTests.zstd(bytes)
    }

    func decoder(_ limits: ExpansionLimits = ExpansionLimits()) throws -> any InputDecoder {
        self == .gzip ? try InflateStream(limits: limits) : try ZstdStream(limits: limits)
    }
}

struct InputDecoderTests {
    let text = (0..<3000).flatMap { Array("\($0 &* 7919 % 1009),Müller,2024-01-\($0 % 28 + 1)\n".utf8) }

    @Test(arguments: Format.allCases)
    func anyStepAndRoomGiveTheText(format: Format) throws {
        let packed = format.pack(text)
        for (step, room) in [(1, 1000), (7, 1), (1000, 3), (1 << 20, 1 << 20), (packed.count, text.count)] {
            #expect(try expand(packed, with: format.decoder(), step: step, room: room) == text)
        }
        #expect(try expand(format.pack([]), with: format.decoder(), step: 5, room: 5) == [])
    }

    @Test(arguments: Format.allCases)
    func severalMembers(format: Format) throws {
        let packed = format.pack(text) + format.pack([]) + format.pack(Array("x".utf8))
        for (step, room) in [(1, 100), (1 << 20, 1 << 20), (97, 11)] {
            #expect(try expand(packed, with: format.decoder(), step: step, room: room) == text + Array("x".utf8))
        }
    }

    @Test(arguments: Format.allCases)
    func cutOffAnywhere(format: Format) throws {
        let packed = format.pack(Array(text.prefix(400)))
        for length in 0..<packed.count {
            #expect(throws: CompressionError.self, "cut at \(length)") {
                try expand(Array(packed[..<length]), with: format.decoder(), step: 64, room: 64)
            }
        }
        let two = packed + packed
        #expect(throws: CompressionError.truncated(codec: format == .gzip ? "gzip" : "zstd")) {
            try expand(Array(two.dropLast()), with: format.decoder(), step: 64, room: 64)
        }
    }

    @Test func damageIsFound() throws {
        let packed = gzip(text)
        for position in stride(from: 0, to: packed.count, by: 101) {
            var changed = packed
            changed[position] ^= 0x40
            // A flip in the header's time stamp is harmless; any other is found.
            let result = try? expand(changed, with: InflateStream(), step: 1 << 20, room: 1 << 16)
            #expect(result == nil || result == text)
        }
        for format in Format.allCases {
            #expect(throws: CompressionError.self) {
                try expand(Array("id,name\n1,x\n".utf8), with: format.decoder(), step: 9, room: 9)
            }
            #expect(throws: CompressionError.self) {
                try expand(format.pack(text) + Array("garbage".utf8), with: format.decoder(), step: 99, room: 999)
            }
        }
    }

    @Test(arguments: Format.allCases)
    func bombsAreStopped(format: Format) throws {
        let zeros = [UInt8](repeating: 0, count: 8 << 20)
        let bomb = format.pack(zeros)
        let codec = format == .gzip ? "gzip" : "zstd"
        #expect(throws: CompressionError.ratioExceeded(codec: codec, limit: 100)) {
            try expand(bomb, with: format.decoder(), step: 1 << 20, room: 1 << 16)
        }
        let patient = ExpansionLimits(ratio: 1 << 20, totalBytes: 1 << 22)
        #expect(throws: CompressionError.sizeExceeded(codec: codec, limit: 1 << 22)) {
            try expand(bomb, with: format.decoder(patient), step: 1 << 20, room: 1 << 16)
        }
        let trusting = ExpansionLimits(ratio: 1 << 20)
        #expect(try expand(bomb, with: format.decoder(trusting), step: 1 << 20, room: 1 << 16) == zeros)
    }

    @Test func textsOfErrors() {
        #expect(CompressionError.truncated(codec: "gzip").exitCode == 65)
        #expect(CompressionError.unavailable(codec: "gzip").exitCode == 70)
        #expect(CompressionError.ratioExceeded(codec: "zstd", limit: 100).description.contains("100 to 1"))
    }
}

struct ZstdCodecTests {
    private func pack(_ bytes: [UInt8], _ codec: ZstdCodec, level: Int) throws -> [UInt8] {
        var target = [UInt8](repeating: 0, count: ZstdCodec.bound(bytes.count))
        let count = try bytes.withUnsafeBytes { source in
            try target.withUnsafeMutableBytes { try codec.compress(source, level: level, into: $0) }
        }
        return Array(target[..<count])
    }

    private func expand(_ bytes: [UInt8], _ codec: ZstdCodec, count: Int) throws -> [UInt8] {
        var target = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeBytes { source in
            try target.withUnsafeMutableBytes { try codec.expand(source, into: $0) }
        }
        return target
    }

    @Test(arguments: [-5, 1, 3, 19, 99])
    func roundTrip(level: Int) throws {
        let codec = ZstdCodec()
        for count in [0, 1, 1000, 100_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3 &* 31) }
            #expect(try expand(pack(bytes, codec, level: level), codec, count: count) == bytes)
        }
    }

    @Test func onlyTheExactSize() throws {
        let codec = ZstdCodec()
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let packed = try pack(bytes, codec, level: 3)
        for count in [0, 999, 1001, 5000] {
            #expect(throws: CompressionError.self) { try expand(packed, codec, count: count) }
        }
        #expect(throws: CompressionError.self) { try expand(packed + [0], codec, count: 1000) }
        #expect(throws: CompressionError.self) { try expand(packed + packed, codec, count: 2000) }
        for length in 0..<packed.count {
            #expect(throws: CompressionError.self) { try expand(Array(packed[..<length]), codec, count: 1000) }
        }
    }
}
