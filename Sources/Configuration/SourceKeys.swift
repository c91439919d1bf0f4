/// The keys of a source description (`pipelines/sources/*.yaml`, or written into the pipeline itself).
enum SourceKeys {
    static let table = KeyTable<SourceDescription>(
        title: "A source", meaning: "how one kind of export maps to one canonical dataset",
        initial: SourceDescription(),
        keys: [
            Key("name", \.name, .text, "name in messages; the file's or dataset's where not given"),
            Key("dataset", \.dataset, .word(SourceDescription.Dataset.self), mandatory: true, "what the export holds"),
            Key(
                "files", \.files, .oneOrMore(.text), mandatory: true,
                "patterns (`*`, `?`) of file names in the input folder"),
            Key("required", \.required, .flag, "a run without a file for it stops with exit code 66"),
            Key(
                "allow_empty", \.allowsNoRows, .flag,
                "a file with a header and no rows means that there is nothing, and is not refused"),
            Key("encoding", \.encoding, .word(SourceDescription.Encoding.self), "encoding; a byte order mark wins"),
            Key(
                "fallback_encoding", \.fallbackEncoding, .optional(.word(SourceDescription.Encoding.self)),
                "encoding of files that are not valid in the first"),
            Key(
                "delimiter", \.delimiter,
                .character([
                    (",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("tab", UInt8(ascii: "\t")),
                    ("|", UInt8(ascii: "|")),
                ]), "between two fields"),
            Key("header_rows", \.headerRows, .whole(1...3), "rows of headers; the last one names the columns"),
            Key("date_format", \.dateFormat, .word(SourceDescription.DateFormat.self), "how dates are written"),
            Key(
                "decimal_mark", \.decimalMark, .character([(".", UInt8(ascii: ".")), (",", UInt8(ascii: ","))]),
                "between whole and decimals"),
            Key(
                "thousands_mark", \.thousandsMark,
                .optional(
                    .character([
                        (".", UInt8(ascii: ".")), (",", UInt8(ascii: ",")), ("space", UInt8(ascii: " ")),
                        ("'", UInt8(ascii: "'")),
                    ])), "between thousands, where there is one"),
            Key("null_words", \.nullWords, .list(.text), "words that mean “no value”, besides the empty field"),
            Key("true_words", \.trueWords, .list(.text, atLeast: 1), "words for true, compared without case"),
            Key("false_words", \.falseWords, .list(.text, atLeast: 1), "words for false"),
            Key(
                "id_space", \.idSpace, .identifier,
                "namespace of the person ids: systems that share employee numbers share it"),
            Key(
                "termination_date", .choice(["last_day_employed", "first_day_out"]),
                "what the termination date of the export is"
            ) {
                $0.terminationIsFirstDayOut ? "first_day_out" : "last_day_employed"
            } set: {
                $0.terminationIsFirstDayOut = $1 == "first_day_out"
            },
            Key(
                "columns",
                ColumnKeys.map(
                    "map of canonical names to columns", required: true, tables: ColumnKeys.table.descriptions),
                "where each canonical column comes from; a column not named here does not leave ingest"
            ) {
                $0.columns
            } set: { source, columns in
                // Over a description that is used, columns are replaced one by one.
                for column in columns {
                    if let index = source.columns.firstIndex(where: { $0.name == column.name }) {
                        source.columns[index] = column
                    } else {
                        source.columns.append(column)
                    }
                }
            },
            Key(
                "key", key,
                "canonical columns that identify a row: an identical second row counts once, a conflicting one is set aside; `row`: every row counts"
            ) {
                $0.key
            } set: {
                $0.key = $1
            },
            Key("filters", \.filters, .list(filter), "rows left out on purpose, counted as filtered"),
            Key("wide", \.wide, .optional(wide), "one row with many measures becomes one row a measure"),
            Key(
                "items", items,
                "survey items and their headers; `auto`: the header is the item's id, for all of the questionnaire"
            ) {
                $0.items
            } set: {
                $0.items = $1
            },
            Key(
                "delivery_date", .choice(["none", "file_name"]),
                "`file_name`: the date of the delivery stands in it as yyyy-mm-dd"
            ) {
                $0.deliveryDateInName ? "file_name" : "none"
            } set: {
                $0.deliveryDateInName = $1 == "file_name"
            },
            Key(
                "total_words", \.totalWords, .list(.text),
                "words in the breakdown column that mark the unit's own total row"),
            Key("breakdown", \.breakdown, .optional(.identifier), "name of the breakdown, as staff_group"),
        ])

    private static let key = ValueShape<[String]>(
        name: "row or list of canonical names",
        schema: .object([
            .init(
                "anyOf",
                .array([
                    .object([.init("const", .string("row"))]), ValueShape<[String]>.list(.text, atLeast: 1).schema,
                ]))
        ]),
        read: { node, context in
            if case .scalar("row", _) = node.content { return [] }
            return try ValueShape<[String]>.list(.text, atLeast: 1).read(node, context)
        },
        tell: { $0.isEmpty ? .string("row") : .array($0.map { .string($0) }) })

    private static let filterTable = KeyTable<SourceDescription.Filter>(
        title: "A filter", meaning: "rows left out on purpose",
        initial: SourceDescription.Filter(header: "", drop: []),
        keys: [
            Key("header", \.header, .text, mandatory: true, "column of the export"),
            Key("drop", \.drop, .list(.text, atLeast: 1), mandatory: true, "rows with one of these are left out"),
        ])

    private static let filter = section(filterTable)

    private static let wideTable = KeyTable<SourceDescription.WideMeasures>(
        title: "Wide measures", meaning: "columns that become rows",
        initial: SourceDescription.WideMeasures(explicit: [:]),
        keys: [
            Key(
                "explicit", \.explicit, .dictionary("a header", "its code"),
                "headers whose code is not the text before the first “. ”"),
            Key("skip", \.skip, .list(.text), "codes left out"),
        ])

    private static let wide = section(wideTable)

    private static let items: ValueShape<[SourceDescription.Column]> = {
        var shape = ColumnKeys.map("auto or map of item ids to columns", required: true, tables: [])
        let asMap = shape.read
        shape.schema = .object([.init("anyOf", .array([.object([.init("const", .string("auto"))]), shape.schema]))])
        shape.read = { node, context in
            if case .scalar("auto", _) = node.content { return [] }
            return try asMap(node, context)
        }
        let tellMap = shape.tell
        shape.tell = { $0.isEmpty ? .string("auto") : tellMap($0) }
        return shape
    }()
}

/// A map of keys that is a value of its own, as the elements of a list are.
func section<Target: Sendable>(_ table: KeyTable<Target>) -> ValueShape<Target> {
    ValueShape<Target>(
        name: "map, see “\(table.title)”", schema: table.schema,
        read: { node, context in
            var target = table.initial
            try table.read(node, into: &target, context)
            return target
        },
        tell: table.tell, tables: table.descriptions)
}
