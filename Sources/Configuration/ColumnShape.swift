/// Where one column comes from, as it is written under `columns:` and `items:`; the name is the key above it.
enum ColumnKeys {
    static let table = KeyTable<SourceDescription.Column>(
        title: "A column",
        meaning: "a header, a list of headers, or a map of these keys",
        initial: SourceDescription.Column(name: "", headers: [], required: true),
        keys: [
            Key("header", .oneOrMore(.text), "header in the export, or several of which it has one") {
                $0.headers
            } set: {
                $0.headers = $1
            },
            Key("headers", .oneOrMore(.text), "the same, for those who like the plural") {
                $0.headers
            } set: {
                $0.headers = $1
            },
            Key(
                "aliases", \.aliases, .list(.word(Language.self), atLeast: 1),
                "languages whose usual headers it may have too, see docs/sources.md"),
            Key("required", \.required, .flag, "a file without the column is refused"),
            Key("constant", \.constant, .optional(.text), "the value of every row, instead of a header"),
            Key("codes", \.codes, .dictionary("the export's word", "ours"), "code list, compared without case"),
            Key(
                "code_list", \.codeLists, .list(.word(Language.self), atLeast: 1),
                "languages whose usual words are read too, see docs/sources.md; `codes` go before"),
            Key(
                "otherwise", \.unknownCode, unknownCode,
                "what becomes of a value that `codes` does not name: `quarantine`, or the word to use"),
            Key("scale", \.scale, .optional(.factor), "multiplies a number: 0.01 for percentages, 60 for hours"),
            Key("percent", \.isPercent, .flag, "numbers may end with a per cent sign, and are divided by 100"),
            Key("negate", \.isNegated, .flag, "the sign of a number is turned"),
            Key(
                "date_format", \.dateFormat, .optional(.word(SourceDescription.DateFormat.self)),
                "how this column's dates are written, where they differ from the others"),
            Key("null_words", \.nullWords, .list(.text), "words that mean “no value” here, besides the source's"),
            Key("part", part, "the part that counts: `in_parentheses`, `before TEXT` or `after TEXT`") {
                $0.part
            } set: {
                $0.part = $1
            },
        ])

    private static let part = ValueShape<SourceDescription.Part>(
        name: "whole, in_parentheses, “before TEXT” or “after TEXT”", schema: schema(type: "string"),
        read: { node, _ in
            let text = try node.text()
            if text == "whole" { return .whole }
            if text == "in_parentheses" { return .inParentheses }
            for (word, make) in [("before ", SourceDescription.Part.before), ("after ", SourceDescription.Part.after)] {
                if text.hasPrefix(word), text.count > word.count { return make(String(text.dropFirst(word.count))) }
            }
            throw Mismatch(node)
        },
        tell: { part in
            switch part {
            case .whole: .string("whole")
            case .inParentheses: .string("in_parentheses")
            case .before(let text): .string("before \(text)")
            case .after(let text): .string("after \(text)")
            }
        })

    private static let unknownCode = ValueShape<SourceDescription.UnknownCode>(
        name: "quarantine or a word", schema: schema(type: "string"),
        read: { node, _ in
            let text = try node.text()
            return text == "quarantine" ? .quarantine : .use(text)
        },
        tell: { code in
            switch code {
            case .quarantine: .string("quarantine")
            case .use(let word): .string(word)
            }
        })

    /// Reads the three forms that a column has.
    static func read(
        _ entry: ConfigNode.Entry, required: Bool, context: ReadingContext
    ) throws -> SourceDescription.Column {
        var column = SourceDescription.Column(name: entry.key, headers: [], required: required)
        switch entry.value.content {
        case .map:
            try table.read(entry.value, key: entry.key, into: &column, context)
        case .scalar, .list:
            do {
                column.headers = try ValueShape<[String]>.oneOrMore(.text).read(entry.value, context)
            } catch let mismatch as Mismatch {
                throw ConfigurationError.wrongValue(
                    at: entry.value.position, key: entry.key, found: mismatch.found,
                    expected: "a header, a list of headers or a map")
            }
        }
        guard (column.headers.isEmpty && column.aliases.isEmpty) != (column.constant == nil) else {
            throw ConfigurationError.conflict(
                at: entry.position, problem: "column \"\(entry.key)\": give either a header, aliases or a constant")
        }
        return column
    }

    /// A map of columns; their names are for the caller to check.
    static func map(
        _ name: String, required: Bool, tables: [KeyTableDescription]
    ) -> ValueShape<[SourceDescription.Column]> {
        let value = JSONValue.object([
            .init(
                "anyOf",
                .array([
                    ValueShape<String>.text.schema, ValueShape<[String]>.list(.text, atLeast: 1).schema, table.schema,
                ]))
        ])
        return ValueShape(
            name: name, schema: schema(type: "object", [.init("additionalProperties", value)]),
            read: { node, context in
                try node.entries().map { try read($0, required: required, context: context) }
            },
            tell: { columns in
                .object(columns.map { JSONValue.Member($0.name, table.tell($0)) })
            },
            tables: tables)
    }
}
