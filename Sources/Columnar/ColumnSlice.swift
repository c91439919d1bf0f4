/// The rows of one column of one row group, borrowed from the caller for the time of one call.
public struct ColumnSlice {
    /// The values, one a row; those of absent rows are ignored.
    public enum Values {
        /// 0 or 1 a row.
        case bool(UnsafePointer<UInt8>)
        case int8(UnsafePointer<Int8>)
        /// `int32` and `day` columns.
        case int32(UnsafePointer<Int32>)
        case int64(UnsafePointer<Int64>)
        case float64(UnsafePointer<Double>)
        /// Of at most 38 decimal digits.
        case int128(UnsafePointer<Int128>)
        /// Codes of `pool`; a negative code is an absent value.
        case string(codes: UnsafePointer<Int32>, pool: StringPool)
        /// The same text in each row.
        case constantString(String)
        /// No value in any row, whatever the kind.
        case absent
    }

    public var values: Values
    /// One byte a row, 1 = present, 0 = absent; nil = all present.
    public var valid: UnsafePointer<UInt8>?
    /// Whether few different numbers are expected, so that codes are tried and used where they take less room. Text and
    /// 8-bit numbers are codes anyway; plain numbers have the advantage that they are read where they lie.
    public var repeats: Bool

    public init(_ values: Values, valid: UnsafePointer<UInt8>? = nil, repeats: Bool = false) {
        self.values = values
        self.valid = valid
        self.repeats = repeats
    }

    /// Whether a column of `kind` may hold these values.
    func fits(_ kind: ColumnKind) -> Bool {
        switch (values, kind) {
        case (.bool, .bool), (.int8, .int8), (.int32, .int32), (.int32, .day), (.int64, .int64),
            (.float64, .float64), (.int128, .int128), (.string, .string), (.constantString, .string):
            true
        case (.absent, _): true
        default: false
        }
    }
}
