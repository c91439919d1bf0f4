import CCSV

/// All fields of the first records of an export.
public enum HeaderRecord {
    /// The fields of each record of `bytes`, at most `maximumFields` and one more a record. Nil when the quoting is
    /// faulty.
    public static func fields(
        of bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect, maximumFields: Int
    ) throws(CSVError) -> [[String]]? {
        var parser = csv_parser()
        guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else { throw .outOfMemory }
        defer { csv_free(&parser) }
        csv_set_delim(&parser, dialect.delimiter)
        let collected = Collected(limit: maximumFields + 1)
        let context = Unmanaged.passUnretained(collected).toOpaque()
        let taken = csv_parse(&parser, bytes.baseAddress, bytes.count, headerFieldEnded, headerRecordEnded, context)
        if taken < bytes.count {
            guard csv_error(&parser) == CSV_EPARSE else { throw .outOfMemory }
            return nil
        }
        guard csv_fini(&parser, headerFieldEnded, headerRecordEnded, context) == 0 else { return nil }
        return withExtendedLifetime(collected) { collected.records }
    }

    fileprivate final class Collected {
        let limit: Int
        var records: [[String]] = []
        var fields: [String] = []
        init(limit: Int) { self.limit = limit }
    }
}

private let headerFieldEnded: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    start, count, context in
    guard let context else { return }
    let collected = Unmanaged<HeaderRecord.Collected>.fromOpaque(context).takeUnretainedValue()
    guard collected.fields.count < collected.limit else { return }
    collected.fields.append(String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self))
}

private let headerRecordEnded: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    guard let context else { return }
    let collected = Unmanaged<HeaderRecord.Collected>.fromOpaque(context).takeUnretainedValue()
    collected.records.append(collected.fields)
    collected.fields = []
}
