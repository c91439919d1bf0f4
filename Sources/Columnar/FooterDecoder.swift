import Digests

/// A footer that has been checked: every page lies inside the file, after the one before.
struct DecodedFooter {
    var schema: TableSchema
    var metadata: [String: String]
    var groups: [StoredGroup]
    var rowCount: Int
}

/// Parquet's FileMetaData, read with suspicion.
enum FooterDecoder {
    /// `footer` holds the metadata alone; the pages lie in 4 ..< `pagesEnd` of the file.
    static func decode(_ footer: UnsafeRawBufferPointer, pagesEnd: Int) throws(FormatFault) -> DecodedFooter {
        let (metadata, digits) = try keyValues(footer)
        guard metadata[MetadataKey.schema] != nil else {
            throw .foreign(
                found: "a Parquet file without \(MetadataKey.schema)", expected: "a file written by Trivsel")
        }
        try checkSum(footer, metadata, digits)
        return try parse(footer, metadata, pagesEnd)
    }

    /// First pass: the key-value metadata alone, so that a foreign file is called foreign; and where the digits of
    /// the footer's checksum stand.
    private static func keyValues(
        _ footer: UnsafeRawBufferPointer
    ) throws(FormatFault) -> (metadata: [String: String], digits: Range<Int>) {
        var reader = CompactReader(footer)
        var metadata: [String: String] = [:]
        var digits = 0..<0
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            guard field.id == 5, field.kind == CompactWriter.Kind.list else {
                try reader.skip(field.kind)
                continue
            }
            for _ in 0..<(try reader.list(of: CompactWriter.Kind.structure)) {
                var key = ""
                var value = ""
                var inner: Int16 = 0
                while let entry = try reader.field(after: &inner) {
                    switch (entry.id, entry.kind) {
                    case (1, CompactWriter.Kind.binary): key = try reader.text()
                    case (2, CompactWriter.Kind.binary):
                        value = try reader.text()
                        if key == MetadataKey.footerChecksum {
                            digits = (reader.position - value.utf8.count)..<reader.position
                        }
                    default: try reader.skip(entry.kind)
                    }
                }
                guard metadata.updateValue(value, forKey: key) == nil else {
                    throw .damaged("a metadata key is there twice")
                }
            }
        }
        guard reader.remaining == 0 else { throw .damaged("bytes follow the footer") }
        return (metadata, digits)
    }

    /// Parquet has no checksum of the footer; ours stands in its metadata.
    private static func checkSum(
        _ footer: UnsafeRawBufferPointer, _ metadata: [String: String], _ digits: Range<Int>
    ) throws(FormatFault) {
        guard let text = metadata[MetadataKey.footerChecksum], digits.count == MetadataKey.noChecksum.utf8.count else {
            throw .damaged("the footer's checksum is missing")
        }
        var copy = Array(footer)
        copy.replaceSubrange(digits, with: MetadataKey.noChecksum.utf8)
        let sum = copy.withUnsafeBytes { CRC32.checksum($0) }
        guard MetadataKey.checksumText(sum).elementsEqual(text.utf8) else {
            throw .damaged("the footer does not match its checksum")
        }
    }

    /// Second pass: columns and row groups.
    private static func parse(
        _ footer: UnsafeRawBufferPointer, _ metadata: [String: String], _ pagesEnd: Int
    ) throws(FormatFault) -> DecodedFooter {
        var reader = CompactReader(footer)
        var fields: [Field] = []
        var groups: [StoredGroup] = []
        var statedRows: Int?
        var rowSum = 0
        var previousEnd = Parquet.magic.count
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (2, CompactWriter.Kind.list): fields = try SchemaDecoder.fields(&reader, metadata)
            case (3, CompactWriter.Kind.i64): statedRows = try reader.size()
            case (4, CompactWriter.Kind.list):
                for ordinal in 0..<(try reader.list(of: CompactWriter.Kind.structure)) {
                    let group = try RowGroupDecoder(fields: fields, ordinal: ordinal, pagesEnd: pagesEnd)
                        .decode(&reader, after: &previousEnd)
                    let (sum, overflow) = rowSum.addingReportingOverflow(group.rowCount)
                    guard !overflow else { throw .damaged("the number of rows is out of range") }
                    rowSum = sum
                    groups.append(group)
                }
            default: try reader.skip(field.kind)
            }
        }
        guard !fields.isEmpty else { throw .damaged("the footer declares no columns") }
        guard statedRows == rowSum else {
            throw .damaged("row groups hold \(rowSum) rows, expected \(statedRows.map(String.init) ?? "a number")")
        }
        let schema = try SchemaDecoder.schema(fields, metadata)
        return DecodedFooter(schema: schema, metadata: metadata, groups: groups, rowCount: rowSum)
    }
}
