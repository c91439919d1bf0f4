import CCSV
import Glibc

/// What can be said of a block of bytes before it is parsed.
public enum ByteScan {
    public struct Census: Sendable, Equatable {
        /// LF, and CR not followed by LF.
        public var lines: Int
        /// CR, and CR not followed by LF.
        public var returns = 0
        public var loneReturns = 0
        public var isASCII: Bool
        public var hasNUL: Bool
    }

    public static func census(_ bytes: UnsafeRawBufferPointer) -> Census {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return Census(lines: 0, isASCII: true, hasNUL: false)
        }
        let found = trivsel_csv_census(base, bytes.count)
        return Census(
            lines: found.lines, returns: found.returns, loneReturns: found.lone, isASCII: found.ascii != 0,
            hasNUL: found.nul != 0)
    }

    /// Offset of the first byte that is no UTF-8; nil when all are.
    public static func firstInvalidUTF8(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
        let offset = trivsel_csv_utf8(base, bytes.count)
        return offset < bytes.count ? offset : nil
    }

    /// Whether `text` stands somewhere in `bytes`.
    public static func contains(_ text: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
        return trivsel_csv_find(base, bytes.count, text.utf8Start, text.utf8CodeUnitCount) < bytes.count
    }

    /// Offset of the first `byte` at or behind `start`; nil when there is none.
    public static func first(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count else { return nil }
        return memchr(base + start, CInt(byte), bytes.count - start).map { base.distance(to: UnsafeRawPointer($0)) }
    }

    public struct Cut: Sendable, Equatable {
        /// Bytes up to the last record end; 0 when no record ends in the block.
        public var end: Int
        /// Where a quote opens that the block does not close.
        public var openQuote: Int?
    }

    /// Where a block that begins with a record may be cut. `atEnd`: nothing follows the block.
    public static func cut(_ bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect, atEnd: Bool) -> Cut {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return Cut(end: 0, openQuote: nil)
        }
        var open = bytes.count
        let end = trivsel_csv_cut(base, bytes.count, dialect.delimiter, atEnd ? 1 : 0, &open)
        return Cut(end: end, openQuote: open < bytes.count ? open : nil)
    }
}
