/// Columns as the footer declares them → `TableSchema`.
enum SchemaDecoder {
    private struct Element {
        var type: Int32?
        var length: Int32?
        var repetition: Int32?
        var name = ""
        var children: Int32?
        var converted: Int32?
        var scale: Int32?
        var precision: Int32?
        /// Member of the union of logical types, with its two parameters.
        var logical: [Int32] = []
    }

    /// The table's declaration from the metadata.
    static func schema(_ fields: [Field], _ metadata: [String: String]) throws(FormatFault) -> TableSchema {
        guard let name = metadata[MetadataKey.schema], let version = metadata[MetadataKey.version].flatMap({ Int($0) }),
            let grain = metadata[MetadataKey.grain], let personLevel = metadata[MetadataKey.personLevel],
            personLevel == "true" || personLevel == "false", let sortedBy = metadata[MetadataKey.sortedBy]
        else { throw .damaged("the metadata of the schema are incomplete") }
        let schema = TableSchema(
            name: name, version: version, grain: grain, personLevel: personLevel == "true",
            sortedBy: sortedBy.split(separator: ",").map(String.init), fields: fields)
        do throws(ColumnarError) {
            try TableWriter.check(schema)
        } catch {
            throw .damaged("\(error)")
        }
        return schema
    }

    /// The list of schema elements: a root and flat columns.
    static func fields(
        _ reader: inout CompactReader, _ metadata: [String: String]
    ) throws(FormatFault) -> [Field] {
        let count = try reader.list(of: CompactWriter.Kind.structure)
        guard count >= 2, count - 1 <= Profile.maximumColumns else {
            throw .outside(found: "\(max(count - 1, 0)) columns", expected: "1…\(Profile.maximumColumns)")
        }
        guard try element(&reader).children == Int32(count - 1) else {
            throw .outside(found: "nested columns", expected: "flat columns")
        }
        var fields: [Field] = []
        for _ in 1..<count {
            let column = try element(&reader)
            guard let kind = kind(of: column), column.children == nil,
                column.repetition == 0 || column.repetition == 1
            else { throw .outside(found: "a column of a kind that Trivsel does not write", expected: "its own kinds") }
            guard let description = metadata[MetadataKey.fieldPrefix + column.name],
                let tab = description.firstIndex(of: "\t")
            else { throw .damaged("unit and meaning of a column are missing") }
            var field = Field(column.name, kind, optional: column.repetition == 1, "")
            field.unit = String(description[..<tab])
            field.meaning = String(description[description.index(after: tab)...])
            fields.append(field)
        }
        return fields
    }

    private static func kind(of column: Element) -> ColumnKind? {
        switch (column.type, column.converted, column.logical) {
        case (Parquet.boolean, nil, []): .bool
        case (Parquet.int32, nil, []): .int32
        case (Parquet.int32, 6, [6, 0, 0]): .day
        case (Parquet.int32, 15, [10, 8, 1]): .int8
        case (Parquet.int64, nil, []): .int64
        case (Parquet.double, nil, []): .float64
        case (Parquet.byteArray, 0, [1, 0, 0]): .string
        case (Parquet.fixedBytes, 5, [5, 0, 38])
        where column.length == 16 && column.scale == 0
            && column.precision == 38:
            .int128
        default: nil
        }
    }

    private static func element(_ reader: inout CompactReader) throws(FormatFault) -> Element {
        var element = Element()
        var last: Int16 = 0
        while let field = try reader.field(after: &last) {
            switch (field.id, field.kind) {
            case (1, CompactWriter.Kind.i32): element.type = try reader.i32()
            case (2, CompactWriter.Kind.i32): element.length = try reader.i32()
            case (3, CompactWriter.Kind.i32): element.repetition = try reader.i32()
            case (4, CompactWriter.Kind.binary): element.name = try reader.text()
            case (5, CompactWriter.Kind.i32): element.children = try reader.i32()
            case (6, CompactWriter.Kind.i32): element.converted = try reader.i32()
            case (7, CompactWriter.Kind.i32): element.scale = try reader.i32()
            case (8, CompactWriter.Kind.i32): element.precision = try reader.i32()
            case (10, CompactWriter.Kind.structure): element.logical = try logicalType(&reader)
            default: throw .outside(found: "field \(field.id) in a column's declaration", expected: "none")
            }
        }
        return element
    }

    private static func logicalType(_ reader: inout CompactReader) throws(FormatFault) -> [Int32] {
        var result: [Int32] = []
        var last: Int16 = 0
        while let member = try reader.field(after: &last) {
            guard result.isEmpty, member.kind == CompactWriter.Kind.structure else {
                throw .damaged("a logical type is not one type")
            }
            result = [Int32(member.id), 0, 0]
            var inner: Int16 = 0
            while let parameter = try reader.field(after: &inner) {
                switch (parameter.id, parameter.kind) {
                case (1, CompactWriter.Kind.byte): result[1] = Int32(try reader.i8())
                case (1, CompactWriter.Kind.i32): result[1] = try reader.i32()
                case (2, CompactWriter.Kind.i32): result[2] = try reader.i32()
                case (2, CompactWriter.Kind.yes): result[2] = 1
                case (2, CompactWriter.Kind.no): result[2] = 0
                default: throw .outside(found: "a logical type that Trivsel does not write", expected: "its own")
                }
            }
        }
        return result
    }
}
