import Compression
import Digests

/// A page whose checksum has been verified.
struct VerifiedPage {
    /// Plain bytes: in the file, or in `block` if they were packed.
    let body: UnsafeRawBufferPointer
    let block: ByteBlock?
    let valueCount: Int
    let encoding: Int32
}

/// Takes the pages of one chunk out of the file.
struct PageReader {
    /// The bytes of the chunk.
    private let bytes: UnsafeRawBufferPointer
    private let packed: Bool
    private var position = 0

    init(_ file: UnsafeRawBufferPointer, _ chunk: StoredChunk) {
        bytes = UnsafeRawBufferPointer(rebasing: file[chunk.start..<(chunk.start + chunk.storedCount)])
        packed = chunk.packed
    }

    /// The data page must begin where the footer says.
    var offset: Int { position }
    var isAtEnd: Bool { position == bytes.count }

    private struct Header {
        var type: Int32?
        var plainCount: Int?
        var storedCount: Int?
        var checksum: Int32?
        var details: (valueCount: Int, encoding: Int32)?
    }

    /// The next page, which must be of `type`.
    mutating func next(_ type: Int32) throws(FormatFault) -> VerifiedPage {
        var reader = CompactReader(UnsafeRawBufferPointer(rebasing: bytes[position...]))
        let header = try Self.header(&reader, type)
        guard header.type == type, let details = header.details, let plainCount = header.plainCount,
            let storedCount = header.storedCount
        else { throw .damaged("a page header is not that of the page expected") }
        guard let checksum = header.checksum else { throw .outside(found: "no page checksum", expected: "CRC-32") }
        let start = position + reader.position
        guard storedCount <= bytes.count - start else { throw .damaged("a page is truncated") }
        guard plainCount <= Profile.maximumPageBytes else {
            throw .outside(found: "a page of \(plainCount) bytes", expected: "at most \(Profile.maximumPageBytes)")
        }
        let stored = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + storedCount)])
        guard CRC32.checksum(stored) == UInt32(bitPattern: checksum) else { throw .damaged("CRC mismatch") }
        position = start + storedCount
        guard packed else {
            guard plainCount == storedCount else { throw .damaged("the sizes of a page contradict each other") }
            return VerifiedPage(
                body: stored, block: nil, valueCount: details.valueCount, encoding: details.encoding)
        }
        let block = try expand(stored, plainCount)
        return VerifiedPage(
            body: block.bytes, block: block, valueCount: details.valueCount, encoding: details.encoding)
    }

    private func expand(_ stored: UnsafeRawBufferPointer, _ plainCount: Int) throws(FormatFault) -> ByteBlock {
        guard PagePacker.believable(stored: stored.count, plain: plainCount) else {
            throw .outside(found: "\(stored.count) bytes that stand for \(plainCount)", expected: "at most 1000 to 1")
        }
        let block = ByteBlock(capacity: plainCount)
        do throws(CompressionError) {
            try ZstdCodec().expand(stored, into: UnsafeMutableRawBufferPointer(start: block.base, count: plainCount))
        } catch {
            throw .damaged("\(error)")
        }
        block.count = plainCount
        return block
    }

    private static func header(_ reader: inout CompactReader, _ type: Int32) throws(FormatFault) -> Header {
        let detailsField: Int16 = type == Parquet.dataPage ? 5 : 7
        var header = Header()
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, CompactWriter.Kind.i32): header.type = try reader.i32()
            case (2, CompactWriter.Kind.i32): header.plainCount = try reader.size()
            case (3, CompactWriter.Kind.i32): header.storedCount = try reader.size()
            case (4, CompactWriter.Kind.i32): header.checksum = try reader.i32()
            case (detailsField, CompactWriter.Kind.structure): header.details = try details(&reader, type)
            default: throw .outside(found: "field \(field.id) in a page header", expected: "none")
            }
        }
        return header
    }

    private static func details(
        _ reader: inout CompactReader, _ type: Int32
    ) throws(FormatFault) -> (valueCount: Int, encoding: Int32) {
        var valueCount: Int?
        var encoding: Int32?
        var levels: [Int32] = []
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, CompactWriter.Kind.i32): valueCount = try reader.size()
            case (2, CompactWriter.Kind.i32): encoding = try reader.i32()
            case (3, CompactWriter.Kind.i32), (4, CompactWriter.Kind.i32): levels.append(try reader.i32())
            default: throw .outside(found: "field \(field.id) in a page header", expected: "none")
            }
        }
        let expected = type == Parquet.dataPage ? [Parquet.runs, Parquet.runs] : []
        guard let valueCount, let encoding, levels == expected else {
            throw .outside(found: "another page layout", expected: "version 1 pages with runs of levels")
        }
        return (valueCount, encoding)
    }
}
