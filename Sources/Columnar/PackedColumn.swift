/// The present numbers of one column of one row group as they lie in the file, found by row when they are asked for.
///
/// For tables of which few cells are looked at: nothing is copied or spread over the rows. Memory: a quarter of a byte a
/// row where rows are absent, none else, besides the pages of the file that are touched.
public struct PackedColumn<T: BitwiseCopyable>: @unchecked Sendable {
    /// The number of rows.
    public let count: Int
    @usableFromInline let source: UnsafeRawPointer
    @usableFromInline let codes: Codes?
    /// One bit a row, 1 = present, and the present rows before each word of 64; empty if every row is present.
    @usableFromInline let presence: [(bits: UInt64, before: Int)]
    /// What `source` points into.
    private let file: MappedFile
    private let blocks: [ByteBlock]

    /// Numbers that repeat: `source` holds codes of `width` bits (8, 16 or 32), all of them places in `numbers`; none,
    /// where `width` is 0 and the first number is that of all rows.
    @usableFromInline struct Codes {
        @usableFromInline let width: Int
        @usableFromInline let numbers: UnsafeRawPointer
    }

    /// `source` holds as many values as `present` has bits set among the first `rowCount`; all, where it is nil.
    init(
        _ source: UnsafeRawPointer, codes: Codes?, present: UnsafeRawPointer?, rowCount: Int, file: MappedFile,
        blocks: [ByteBlock]
    ) {
        self.source = source
        self.codes = codes
        self.file = file
        self.blocks = blocks
        count = rowCount
        presence = present.map { Self.presence($0, rowCount) } ?? []
    }

    private static func presence(_ bits: UnsafeRawPointer, _ rowCount: Int) -> [(bits: UInt64, before: Int)] {
        let byteCount = (rowCount + 7) / 8
        var before = 0
        return stride(from: 0, to: byteCount, by: 8).map { first in
            var word: UInt64 = 0
            for byte in first..<min(first + 8, byteCount) {
                word |= UInt64(bits.load(fromByteOffset: byte, as: UInt8.self)) << UInt64(8 * (byte - first))
            }
            defer { before += word.nonzeroBitCount }
            return (word, before)
        }
    }

    /// The value of `row`, nil if it is absent.
    @inlinable public subscript(row: Int) -> T? {
        precondition(row >= 0 && row < count, "a row of another row group")
        guard !presence.isEmpty else { return value(row) }
        let (bits, before) = presence[row >> 6]
        let bit: UInt64 = 1 << UInt64(row & 63)
        return bits & bit == 0 ? nil : value(before + (bits & (bit - 1)).nonzeroBitCount)
    }

    @inlinable func value(_ place: Int) -> T {
        let width = MemoryLayout<T>.size
        guard let codes else { return source.loadUnaligned(fromByteOffset: place * width, as: T.self) }
        let code =
            switch codes.width {
            case 0: 0
            case 8: Int(source.load(fromByteOffset: place, as: UInt8.self))
            case 16: Int(UInt16(littleEndian: source.loadUnaligned(fromByteOffset: place * 2, as: UInt16.self)))
            default: Int(UInt32(littleEndian: source.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self)))
            }
        return codes.numbers.loadUnaligned(fromByteOffset: code * width, as: T.self)
    }
}
