import Digests
import Glibc

@testable import Columnar

/// The seed and length of the random tests; TRIVSEL_SEED and TRIVSEL_FUZZ_ROUNDS replace them.
enum Rounds {
    static var seed: UInt64 { number("TRIVSEL_SEED").map { UInt64($0) } ?? 20_240_229 }

    static func count(_ usual: Int) -> Int { number("TRIVSEL_FUZZ_ROUNDS") ?? usual }

    private static func number(_ name: String) -> Int? {
        guard let text = getenv(name), let number = Int(String(cString: text)), number > 0 else { return nil }
        return number
    }
}

/// Ways of damaging a file that a checksum alone would not show.
enum Forgery {
    private static let oddBytes: [UInt8] = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, 0x0F, 0xF0, 0x19, 0x1C]

    static func footerStart(_ bytes: [UInt8]) -> Int {
        let length = (0..<4).reduce(0) { $0 | Int(bytes[bytes.count - 8 + $1]) << ($1 * 8) }
        return bytes.count - 8 - length
    }

    /// One change at a place of `range`: a bit, an odd byte, a byte more or a byte less.
    static func change(_ bytes: inout [UInt8], in range: Range<Int>, _ random: inout SeededGenerator) {
        guard let place = range.clamped(to: 0..<bytes.count).randomElement(using: &random) else { return }
        switch Int.random(in: 0..<8, using: &random) {
        case 0...2: bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
        case 3...5: bytes[place] = oddBytes.randomElement(using: &random) ?? 0
        case 6: bytes.insert(oddBytes.randomElement(using: &random) ?? 0, at: place)
        default: bytes.remove(at: place)
        }
    }

    /// Computes the footer's checksum anew, and its length if the magic is where it was.
    static func repairFooterChecksum(_ bytes: inout [UInt8]) {
        let key = Array(MetadataKey.footerChecksum.utf8)
        guard bytes.count > 12,
            let place = (0..<(bytes.count - key.count)).first(where: { bytes[$0..<($0 + key.count)].elementsEqual(key) }
            )
        else { return }
        let start = footerStart(bytes)
        let digits = (place + key.count + 2)..<(place + key.count + 10)
        guard start > 0, start < digits.lowerBound, digits.upperBound < bytes.count - 8 else { return }
        bytes.replaceSubrange(digits, with: MetadataKey.noChecksum.utf8)
        let sum = bytes[start..<(bytes.count - 8)].withUnsafeBytes { CRC32.checksum($0) }
        bytes.replaceSubrange(digits, with: MetadataKey.checksumText(sum))
    }

    /// The chunk with changed page bodies or counts, under right checksums.
    static func chunk(_ chunk: EncodedChunk, rows: Int, _ random: inout SeededGenerator) -> EncodedChunk {
        var dictionary = chunk.dictionary
        var data = chunk.data
        let encoding = chunk.dictionary == nil ? Parquet.plain : Parquet.dictionaryCodes
        if let honest = dictionary, Bool.random(using: &random) {
            let block = Self.block(honest.body, &random)
            let counts = [0, 1, 2, 7, 8, 255, 256, 257, 1 << 20, Int(Int32.max)]
            dictionary = .dictionary(
                block, plainCount: block.count,
                valueCount: Bool.random(using: &random) ? 7 : counts.randomElement(using: &random) ?? 0)
        } else {
            let block = Self.block(data.body, &random)
            let forgedRows = Int.random(in: 0..<10, using: &random) == 0 ? rows + 1 : rows
            data = .data(block, plainCount: block.count, rowCount: forgedRows, encoding: encoding)
        }
        return EncodedChunk(
            dictionary: dictionary, data: data, packed: Int.random(in: 0..<10, using: &random) == 0,
            nullCount: Int.random(in: 0..<4, using: &random) == 0 ? 0 : chunk.nullCount, minimum: nil, maximum: nil,
            valuesOffset: Int.random(in: 0..<8, using: &random))
    }

    private static func block(_ honest: ByteBlock, _ random: inout SeededGenerator) -> ByteBlock {
        var bytes = Array(honest.bytes)
        for _ in 0..<Int.random(in: 1...3, using: &random) { change(&bytes, in: 0..<bytes.count, &random) }
        if Int.random(in: 0..<10, using: &random) == 0 {
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        }
        let block = ByteBlock(capacity: bytes.count)
        bytes.withUnsafeBytes { block.add($0) }
        return block
    }

    /// One number of one chunk or group replaced.
    static func groups(_ groups: inout [StoredGroup], fileSize: Int, _ random: inout SeededGenerator) {
        guard let g = groups.indices.randomElement(using: &random),
            let c = groups[g].chunks.indices.randomElement(using: &random)
        else { return }
        let odd = [0, 1, -1, 4, fileSize, fileSize - 8, Int.max, Int.min, Int.max - 4, 1 << 31, 1 << 32, 122_881]
        let near = Int.random(in: -2...2, using: &random)
        let number = odd.randomElement(using: &random) ?? 0
        func forged(_ value: Int) -> Int { near == 0 ? number : value &+ near }
        switch Int.random(in: 0..<9, using: &random) {
        case 0: groups[g].rowCount = min(max(forged(groups[g].rowCount), -1 << 40), 1 << 40)
        case 1: groups[g].chunks[c].dataOffset = forged(groups[g].chunks[c].dataOffset)
        case 2: groups[g].chunks[c].dictionaryOffset = groups[g].chunks[c].dictionaryOffset.map(forged)
        case 3: groups[g].chunks[c].storedCount = min(max(forged(groups[g].chunks[c].storedCount), -1 << 40), 1 << 40)
        case 4: groups[g].chunks[c].plainCount = min(max(forged(groups[g].chunks[c].plainCount), -1 << 40), 1 << 40)
        case 5: groups[g].chunks[c].packed.toggle()
        case 6: groups[g].chunks[c].nullCount = forged(groups[g].chunks[c].nullCount)
        case 7: groups[g].chunks.swapAt(0, c)
        default: groups.swapAt(0, g)
        }
    }
}
