/// The values of one column of one row group; keeps the row group alive.
///
/// `values` and `valid` point into the row group: bind the view (or the row group) to a variable that is in scope for
/// as long as the pointers are used. `try group.int64("x").values` alone, of a row group held nowhere, dangles.
public struct ColumnView<T: BitwiseCopyable>: @unchecked Sendable {
    /// One value a row; zero where absent.
    public let values: UnsafeBufferPointer<T>
    /// One byte a row, 1 = present; nil if every row is present (also in optional columns).
    public let valid: UnsafeBufferPointer<UInt8>?
    /// What the pointers point into.
    public let rowGroup: RowGroup

    init(values: UnsafeBufferPointer<T>, valid: UnsafeBufferPointer<UInt8>?, rowGroup: RowGroup) {
        self.values = values
        self.valid = valid
        self.rowGroup = rowGroup
    }

    /// The number of rows.
    @inlinable public var count: Int { values.count }

    /// The value of `row`, nil if it is absent.
    @inlinable public subscript(row: Int) -> T? {
        if let valid, valid[row] == 0 { return nil }
        return values[row]
    }
}

/// A column of texts of one row group; keeps the row group alive. `codes` and `bytes` point into it, as those of
/// `ColumnView` do.
public struct StringColumn: @unchecked Sendable {
    /// One code a row, −1 where absent. Codes are numbered by first sight and mean nothing in another row group.
    public let codes: UnsafeBufferPointer<Int32>
    /// How many codes there are: 0 ..< dictionaryCount.
    public let dictionaryCount: Int
    public let rowGroup: RowGroup
    /// `starts[c]` is where text c begins in `texts`; a length of four bytes lies before each.
    @usableFromInline let texts: UnsafeRawPointer?
    @usableFromInline let starts: UnsafePointer<UInt32>?

    init(
        codes: UnsafeBufferPointer<Int32>, dictionaryCount: Int, texts: UnsafeRawPointer?,
        starts: UnsafePointer<UInt32>?, rowGroup: RowGroup
    ) {
        self.codes = codes
        self.dictionaryCount = dictionaryCount
        self.texts = texts
        self.starts = starts
        self.rowGroup = rowGroup
    }

    /// The number of rows.
    @inlinable public var count: Int { codes.count }

    /// The UTF-8 of `code`, no bytes for a code that is not in the dictionary. Valid as long as the row group.
    @inlinable public func bytes(_ code: Int32) -> UnsafeRawBufferPointer {
        guard code >= 0, Int(code) < dictionaryCount, let texts, let starts else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let start = Int(starts[Int(code)])
        return UnsafeRawBufferPointer(start: texts + start, count: Int(starts[Int(code) + 1]) - 4 - start)
    }

    /// The text of `code`, empty for a code that is not in the dictionary.
    public func string(_ code: Int32) -> String { String(decoding: bytes(code), as: UTF8.self) }

    /// The text of `row`, nil if it is absent.
    public subscript(row: Int) -> String? {
        let code = codes[row]
        return code < 0 ? nil : string(code)
    }
}
