/// Reads the entries of `sources:` and holds them against the datasets they fill.
enum SourceReading {
    static let useKey = "use"

    /// `sources/x.yaml`, a map with `use: sources/x.yaml` and keys that replace the file's, or a description in place.
    static let shape = ValueShape<SourceDescription>(
        name: "path of a source description, or a map",
        schema: {
            guard case .object(var members) = SourceKeys.table.schema else { return .null }
            members.removeAll { $0.name == "required" }
            for index in members.indices where members[index].name == "properties" {
                guard case .object(let properties) = members[index].value else { continue }
                members[index].value = .object(
                    [.init(useKey, .object([.init("type", .string("string"))]))] + properties)
            }
            return .object([.init("anyOf", .array([schema(type: "string"), .object(members)]))])
        }(),
        read: { node, context in try read(node, context) },
        tell: SourceKeys.table.tell, tables: SourceKeys.table.descriptions)

    private static func read(_ node: ConfigNode, _ context: ReadingContext) throws -> SourceDescription {
        var source = SourceDescription()
        var place = node
        if case .scalar = node.content {
            try readFile(try node.text(), at: node.position, into: &source, context, complete: true)
        } else {
            let entries = try node.entries()
            if let use = entries.first(where: { $0.key == useKey }) {
                guard let path = try? use.value.text() else {
                    throw ConfigurationError.wrongValue(
                        at: use.value.position, key: useKey, found: use.value.kind,
                        expected: "the path of a source description")
                }
                try readFile(path, at: use.value.position, into: &source, context, complete: false)
                try SourceKeys.table.read(node, into: &source, context, requireAll: false, extra: [useKey])
            } else {
                try SourceKeys.table.read(node, into: &source, context)
            }
            place = node.value("columns") ?? node
        }
        if source.name.isEmpty { source.name = source.dataset.rawValue }
        try check(source, at: place)
        return source
    }

    private static func readFile(
        _ path: String, at position: ConfigPosition, into source: inout SourceDescription, _ context: ReadingContext,
        complete: Bool
    ) throws {
        let node = try context.load(path, position)
        try SourceKeys.table.read(node, into: &source, context, requireAll: complete)
        if source.name.isEmpty {
            let file = path.split(separator: "/").last ?? ""
            source.name = String(file.prefix { $0 != "." })
        }
        // Names are held against the dataset here as well, so that a slip is shown in the file that holds it.
        try checkNames(of: source, in: node)
    }

    private static func check(_ source: SourceDescription, at node: ConfigNode) throws {
        guard !source.files.isEmpty else {
            throw ConfigurationError.missingKey(
                at: node.position, key: "files", meaning: "patterns of file names in the input folder")
        }
        for pattern in source.files where pattern.contains("/") || pattern.isEmpty {
            throw ConfigurationError.conflict(
                at: node.position,
                problem: "source \"\(source.name)\": file pattern \"\(pattern)\" names a folder; "
                    + "files lie in the input folder itself")
        }
        try checkNames(of: source, in: node)
        for column in CanonicalColumn.all(of: source.dataset) where source.needs(column) {
            guard !source.columns.contains(where: { $0.name == column.name }) else { continue }
            throw ConfigurationError.missingKey(
                at: node.position, key: "columns: \(column.name)",
                meaning: "\(column.meaning); every \(source.dataset.rawValue) source needs it")
        }
        try checkShape(of: source, at: node)
        try checkWide(of: source, at: node)
        if source.decimalMark == source.thousandsMark {
            throw ConfigurationError.conflict(
                at: node.position,
                problem: "source \"\(source.name)\": decimal_mark and thousands_mark are the same character")
        }
        let both = Set(source.trueWords.map { $0.lowercased() }).intersection(source.falseWords.map { $0.lowercased() })
        if let word = both.min() {
            throw ConfigurationError.conflict(
                at: node.position,
                problem: "source \"\(source.name)\": \"\(word)\" stands in true_words and in false_words")
        }
        for key in source.key where !source.columns.contains(where: { $0.name == key }) {
            let names = source.columns.map(\.name)
            throw ConfigurationError.unknown(
                at: node.position, what: "column in key", name: key, nearest: NearestName.of(key, among: names),
                known: names)
        }
        if !source.items.isEmpty, source.dataset != .surveyResponses {
            throw ConfigurationError.conflict(
                at: node.position,
                problem:
                    "source \"\(source.name)\": items belong to survey_responses, not to \(source.dataset.rawValue)")
        }
    }

    /// Refuses settings of the file's shape that contradict each other.
    private static func checkShape(of source: SourceDescription, at node: ConfigNode) throws {
        func refuse(_ problem: String) -> ConfigurationError {
            .conflict(at: node.position, problem: "source \"\(source.name)\": \(problem)")
        }
        if (source.headerRows == 0) == source.columnNames.isEmpty {
            throw refuse(
                source.headerRows == 0
                    ? "header_rows: 0 needs the names of the columns under column_names"
                    : "column_names belong to an export without header; give header_rows: 0 with them")
        }
        let rowsNeeded = [.second: 2, .third: 3, .joined: 2][source.headerNames] ?? 0
        if source.headerRows < rowsNeeded {
            throw refuse(
                "header_names: \(source.headerNames.rawValue) needs header_rows: \(rowsNeeded), found "
                    + "\(source.headerRows)")
        }
        if source.quote == source.delimiter { throw refuse("delimiter and quote are the same character") }
        if source.deliveries == .fullDumps, source.dataset != .employees || !source.deliveryDateInName {
            throw refuse("deliveries: full_dumps belongs to employees with delivery_date: file_name")
        }
        if source.deliveries == .fullDumps,
            let column = source.columns.first(where: { ["valid_from", "valid_to"].contains($0.name) })
        {
            throw refuse("deliveries: full_dumps finds the days by comparing; leave the column \(column.name) out")
        }
        if source.freshDays != nil, !source.deliveryDateInName {
            throw refuse("fresh_days needs delivery_date: file_name, for nothing else tells how old a delivery is")
        }
        if let trailer = source.ready.trailer {
            guard trailer.ranges(of: "{rows}").count == 1 else {
                throw refuse("the trailer \"\(trailer)\" has no {rows}, or more than one")
            }
            if source.footerRows == 0 {
                throw refuse("a trailer is a record at the end; count it under footer_rows")
            }
        }
    }

    /// Refuses wide columns that their dataset does not have.
    private static func checkWide(of source: SourceDescription, at node: ConfigNode) throws {
        guard let wide = source.wide else { return }
        func refuse(_ problem: String) -> ConfigurationError {
            .conflict(at: node.position, problem: "source \"\(source.name)\": \(problem)")
        }
        switch source.dataset {
        case .absences:
            guard !wide.explicit.isEmpty else {
                throw refuse("wide time off needs the headers and their classes under explicit:")
            }
            let classes = CanonicalColumn.absenceClasses
            for (header, word) in wide.explicit.sorted(by: { $0.key < $1.key }) where !classes.contains(word) {
                throw ConfigurationError.unknown(
                    at: node.position, what: "class of \"\(header)\" under wide: explicit:", name: word,
                    nearest: NearestName.of(word, among: classes), known: classes)
            }
            let told = ["class", "minutes_total", "minutes_per_day", "day_part"]
            if let column = source.columns.first(where: { told.contains($0.name) }) {
                throw refuse("wide tells class and time, so the column \"\(column.name)\" has no place beside it")
            }
        case .surveyTotals:
            if wide.scale != nil { throw refuse("wide takes a scale for absences only") }
        default:
            throw refuse("wide belongs to survey_totals and absences, not to \(source.dataset.rawValue)")
        }
    }

    /// Refuses a canonical name or a word of a code list that the dataset does not have, at its place in the file.
    private static func checkNames(of source: SourceDescription, in node: ConfigNode) throws {
        let known = CanonicalColumn.all(of: source.dataset)
        let columns = node.value("columns") ?? node
        for column in source.columns {
            let entry = (try? columns.entries())?.first { $0.key == column.name }
            let position = entry?.position ?? node.position
            guard let declared = known.first(where: { $0.name == column.name }) else {
                let names = known.map(\.name)
                throw ConfigurationError.unknown(
                    at: position, what: "column of \(source.dataset.rawValue)", name: column.name,
                    nearest: NearestName.of(column.name, among: names), known: names)
            }
            let settings = [
                ("scale", column.scale != nil), ("percent", column.isPercent), ("negate", column.isNegated),
            ]
            if !declared.kind.isNumber, let (setting, _) = settings.first(where: \.1) {
                throw ConfigurationError.conflict(
                    at: position, problem: "column \"\(column.name)\" is no number and takes no \(setting)")
            }
            if column.dateFormat != nil, declared.kind != .day, declared.kind != .year {
                throw ConfigurationError.conflict(
                    at: position, problem: "column \"\(column.name)\" is no date and takes no date_format")
            }
            try checkVocabulary(column, declared, source.dataset, at: position)
            if declared.kind == .idSpace {
                guard let space = column.constant,
                    space.utf8.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 })
                else {
                    throw ConfigurationError.conflict(
                        at: position,
                        problem: "column \"\(column.name)\": give a constant of a–z, 0–9 and _, the name of an id space"
                    )
                }
                if space == source.idSpace {
                    throw ConfigurationError.conflict(
                        at: position,
                        problem:
                            "column \"\(column.name)\": \"\(space)\" is the id_space of the source too; name the other")
                }
            }
            guard case .word(let words) = declared.kind else { continue }
            var given = column.codes.sorted { $0.key < $1.key }.map(\.value)
            if let constant = column.constant { given.append(constant) }
            if case .use(let word) = column.unknownCode { given.append(word) }
            for word in given where !words.contains(word) {
                throw ConfigurationError.unknown(
                    at: Self.place(of: word, in: entry?.value) ?? position, what: "word for column \"\(column.name)\"",
                    name: word,
                    nearest: NearestName.of(word, among: words), known: words)
            }
        }
    }

    /// Where a column names a word that its cells may become; nil where another file does.
    private static func place(of word: String, in column: ConfigNode?) -> ConfigPosition? {
        let codes = (try? column?.value("codes")?.entries()) ?? []
        let nodes = codes.map(\.value) + ["constant", "otherwise"].compactMap { column?.value($0) }
        return nodes.first { (try? $0.text()) == word }?.position
    }

    /// Refuses built-in codes where there are none, or where two languages disagree.
    static func checkVocabulary(
        _ column: SourceDescription.Column, _ declared: CanonicalColumn, _ dataset: SourceDescription.Dataset,
        at position: ConfigPosition, in vocabulary: VocabularyText = CodeLists.vocabulary
    ) throws {
        guard !column.codeLists.isEmpty else { return }
        guard CodeLists.has(dataset, column.name) else {
            throw ConfigurationError.conflict(
                at: position, problem: "column \"\(column.name)\" has no code_list; give codes: of your own")
        }
        do {
            _ = try CodeLists.codes(of: dataset, column.name, languages: column.codeLists, in: vocabulary)
        } catch {
            throw ConfigurationError.conflict(
                at: position,
                problem: "column \"\(column.name)\": code_list: \"\(error.spelling)\" means "
                    + error.words.joined(separator: " in one language and ") + " in another; take fewer languages")
        }
    }
}
