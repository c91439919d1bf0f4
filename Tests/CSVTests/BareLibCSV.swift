import CCSV

/// libcsv called as its manual says, with nothing of ours around it.
enum BareLibCSV {
    private final class Records {
        var all: [[[UInt8]]] = []
        var fields: [[UInt8]] = []
    }

    /// The fields of each record, in strict mode, up to the first that libcsv finds faulty. Nil when it has no memory.
    static func records(of bytes: [UInt8]) -> (records: [[[UInt8]]], isWhole: Bool)? {
        var parser = csv_parser()
        guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else { return nil }
        defer { csv_free(&parser) }
        let records = Records()
        let context = Unmanaged.passUnretained(records).toOpaque()
        let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
            start, count, context in
            guard let context else { return }
            Unmanaged<Records>.fromOpaque(context).takeUnretainedValue().fields.append(
                Array(UnsafeRawBufferPointer(start: start, count: count)))
        }
        let record: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
            guard let context else { return }
            let records = Unmanaged<Records>.fromOpaque(context).takeUnretainedValue()
            records.all.append(records.fields)
            records.fields = []
        }
        return withExtendedLifetime(records) {
            let isWhole =
                csv_parse(&parser, bytes, bytes.count, field, record, context) == bytes.count
                && csv_fini(&parser, field, record, context) == 0
            return (records.all, isWhole)
        }
    }
}
