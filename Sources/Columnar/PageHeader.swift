import Digests

/// Numbers of the Parquet format that the profile uses.
enum Parquet {
    static let magic: [UInt8] = Array("PAR1".utf8)
    /// Physical types.
    static let boolean: Int32 = 0
    static let int32: Int32 = 1
    static let int64: Int32 = 2
    static let double: Int32 = 5
    static let byteArray: Int32 = 6
    static let fixedBytes: Int32 = 7
    /// Encodings.
    static let plain: Int32 = 0
    static let plainDictionary: Int32 = 2
    static let runs: Int32 = 3
    static let dictionaryCodes: Int32 = 8
    /// Page types.
    static let dataPage: Int32 = 0
    static let dictionaryPage: Int32 = 2
    /// Codecs.
    static let uncompressed: Int32 = 0
    static let zstd: Int32 = 6

    /// The physical type of a column of `kind`.
    static func physicalType(_ kind: ColumnKind) -> Int32 {
        switch kind {
        case .bool: boolean
        case .int8, .int32, .day: int32
        case .int64: int64
        case .float64: double
        case .int128: fixedBytes
        case .string: byteArray
        }
    }

    /// Whether columns of `kind` are codes of a dictionary in every chunk.
    static func isAlwaysCoded(_ kind: ColumnKind) -> Bool { kind == .string || kind == .int8 }

    /// Whether columns of `kind` are codes of a dictionary in those chunks in which that takes less room.
    static func mayBeCoded(_ kind: ColumnKind) -> Bool {
        switch kind {
        case .string, .int8, .int32, .day, .int64, .float64: true
        case .bool, .int128: false
        }
    }
}

/// A page on its way to the file.
struct EncodedPage: Sendable {
    let header: [UInt8]
    let body: ByteBlock
    /// Bytes before packing.
    let plainCount: Int

    static func dictionary(_ body: ByteBlock, plainCount: Int, valueCount: Int) -> EncodedPage {
        var header = CompactWriter()
        header.element { page in
            Self.common(&page, Parquet.dictionaryPage, body, plainCount)
            page.structure(7) { dictionary in
                dictionary.i32(1, Int32(valueCount))
                dictionary.i32(2, Parquet.plain)
            }
        }
        return EncodedPage(header: header.bytes, body: body, plainCount: plainCount)
    }

    static func data(_ body: ByteBlock, plainCount: Int, rowCount: Int, encoding: Int32) -> EncodedPage {
        var header = CompactWriter()
        header.element { page in
            Self.common(&page, Parquet.dataPage, body, plainCount)
            page.structure(5) { data in
                data.i32(1, Int32(rowCount))
                data.i32(2, encoding)
                data.i32(3, Parquet.runs)
                data.i32(4, Parquet.runs)
            }
        }
        return EncodedPage(header: header.bytes, body: body, plainCount: plainCount)
    }

    private static func common(_ page: inout CompactWriter, _ type: Int32, _ body: ByteBlock, _ plainCount: Int) {
        page.i32(1, type)
        page.i32(2, Int32(plainCount))
        page.i32(3, Int32(body.count))
        page.i32(4, Int32(bitPattern: CRC32.checksum(body.bytes)))
    }
}

/// One column of a row group, ready to be written anywhere in a file.
struct EncodedChunk: Sendable {
    let dictionary: EncodedPage?
    let data: EncodedPage
    let packed: Bool
    let nullCount: Int
    let minimum: Int64?
    let maximum: Int64?
    /// Where the values begin in the body of the data page.
    let valuesOffset: Int
}
