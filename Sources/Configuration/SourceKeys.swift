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
                "a file with a header and no rows, or none that passes the filters, means that there is nothing, and is not refused"
            ),
            Key("encoding", \.encoding, .word(SourceDescription.Encoding.self), "encoding; a byte order mark wins"),
            Key(
                "fallback_encoding", \.fallbackEncoding, .optional(.word(SourceDescription.Encoding.self)),
                "encoding of files that are not valid in the first"),
            Key(
                "delimiter", \.delimiter,
                .character(
                    [(",", UInt8(ascii: ",")), (";", UInt8(ascii: ";")), ("tab", 0x09), ("|", UInt8(ascii: "|"))]
                        + [("space", 0x20)] + "~^:#!$%&*+/=@_".utf8.map { (String(UnicodeScalar($0)), $0) }),
                "between two fields"),
            Key(
                "compression", \.compression, .word(SourceDescription.Compression.self),
                "gzip for files that end in .gz, zstd for .zst"),
            Key(
                "quote", quote, "around fields that hold delimiters or line ends; `none`: quotes are text"
            ) {
                $0.quote
            } set: {
                $0.quote = $1
            },
            Key(
                "escape", \.escape, .word(SourceDescription.Escape.self),
                "how a quote is written within quotes; `backslash`: the character behind one is text"),
            Key("separator_line", \.hasSeparatorLine, .flag, "the first line may be `sep=;`, which is no row"),
            Key("preamble_lines", \.preambleLines, .whole(0...1000), "lines before the header"),
            Key("header_rows", \.headerRows, .whole(0...3), "rows of headers; 0 where `column_names` stands for them"),
            Key(
                "header_names", \.headerNames, .word(SourceDescription.HeaderNames.self),
                "the row of headers that names the columns; `joined`: `first / second`, the first one carried to the right"
            ),
            Key("column_names", \.columnNames, .list(.text), "names of the columns, where the export has no header"),
            Key("footer_rows", \.footerRows, .whole(0...100), "records at the end that are no rows"),
            Key("date_format", \.dateFormat, .word(SourceDescription.DateFormat.self), "how dates are written"),
            Key(
                "time_of_day", .choice(["refuse", "drop"]),
                "`drop`: a time behind a date is dropped, the day stays as it is written"
            ) {
                $0.dropsTime ? "drop" : "refuse"
            } set: {
                $0.dropsTime = $1 == "drop"
            },
            Key(
                "century_from", \.centuryFrom, .whole(1900...2000),
                "first of the hundred years that two-digit years stand for"),
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
            Key(
                "negative_parentheses", \.hasNegativeParentheses, .flag,
                "a number in parentheses is negative: (5) is −5"),
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
            Key(
                "filters", \.filters, .list(filter),
                "rows left out on purpose, counted as filtered; a file of which no row is left is refused, unless `allow_empty`"
            ),
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
            Key(
                "deliveries", \.deliveries, .word(SourceDescription.Deliveries.self),
                "`full_dumps`: each file is the whole staff of its day, and changes are found by comparing them"),
            Key("ready", \.ready, readyTable),
            Key("row_band", \.rowBand, .optional(section(rowBandTable)), "rows compared with the delivery before"),
            Key(
                "fresh_days", \.freshDays, .optional(.whole(0...3660)),
                "a delivery that is more days older than the as-of date is told of"),
        ])

    private static let quote = ValueShape<UInt8?>(
        name: "\", ' or none",
        schema: .object([.init("enum", .array([.string("\""), .string("'"), .string("none")]))]),
        read: { node, _ in
            switch try node.text() {
            case "\"": UInt8(ascii: "\"")
            case "'": UInt8(ascii: "'")
            case "none": nil
            default: throw Mismatch(node)
            }
        },
        tell: { $0.map { .string(String(UnicodeScalar($0))) } ?? .string("none") })

    private static let readyTable = KeyTable<SourceDescription.Readiness>(
        title: "ready", meaning: "when a file is taken for complete", initial: SourceDescription.Readiness(),
        keys: [
            Key(
                "marker", \.marker, .optional(.fileEnding),
                "ending of an empty file beside the export that says it is complete, as .done"),
            Key(
                "checksum", \.checksum, .optional(.fileEnding),
                "ending of a file beside the export that holds its SHA-256, as .sha256"),
            Key("stable_seconds", \.stableSeconds, .whole(0...86_400), "seconds since the export last changed"),
            Key(
                "trailer", \.trailer, .optional(.text),
                "the last record, with {rows} in the place of the number of rows"),
        ])

    private static let rowBandTable = KeyTable<SourceDescription.RowBand>(
        title: "row_band", meaning: "rows of a delivery in per cent of those of the delivery before",
        initial: SourceDescription.RowBand(),
        keys: [
            Key("lowest", \.lowest, .whole(0...100), "fewer are refused"),
            Key("highest", \.highest, .whole(100...100_000), "more are refused"),
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
            Key(
                "drop", \.drop, .list(.text, atLeast: 1),
                "rows with one of these are left out; `true` and `false` mean all true_words and false_words"),
            Key("keep", \.keep, .list(.text, atLeast: 1), "rows with none of these are left out"),
        ])

    private static let filter: ValueShape<SourceDescription.Filter> = {
        var shape = section(filterTable)
        let asMap = shape.read
        shape.read = { node, context in
            let filter = try asMap(node, context)
            guard !filter.drop.isEmpty || !filter.keep.isEmpty else {
                throw ConfigurationError.conflict(
                    at: node.position,
                    problem: "the filter on \"\(filter.header)\" says neither drop nor keep; name the words of one of "
                        + "them")
            }
            return filter
        }
        return shape
    }()

    private static let wideTable = KeyTable<SourceDescription.WideMeasures>(
        title: "Wide measures", meaning: "columns that become rows",
        initial: SourceDescription.WideMeasures(explicit: [:]),
        keys: [
            Key(
                "explicit", \.explicit, .dictionary("a header", "its code"),
                "headers whose code is not the text before the first “. ”"),
            Key("skip", \.skip, .list(.text), "codes left out"),
            Key("scale", \.scale, .optional(.factor), "multiplies the values: 450 for days of 7.5 hours in minutes"),
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
