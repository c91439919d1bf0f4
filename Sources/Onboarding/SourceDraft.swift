import Calendars
import Configuration
import Ingestion

/// A source description as init writes it.
struct SourceDraft {
    private let portrait: ExportPortrait
    private let match: DatasetMatch?
    private let languages: [Language]
    private let tree: DepartmentWords?
    private var out = SettingsText()
    /// Items of a survey, for the questionnaire.
    private(set) var items: [SurveyItemDraft] = []

    private var dataset: SourceDescription.Dataset? { match?.dataset }
    private var shape: ExportShape { portrait.shape }
    var text: String { out.text }
    var questions: Int { out.questions }

    /// - Parameters:
    ///   - languages: that words of code lists may be in.
    ///   - tree: the departments that the exports hold; nil where none holds all of them.
    init(_ portrait: ExportPortrait, languages: [Language], tree: DepartmentWords? = nil) {
        self.portrait = portrait
        self.tree = tree
        self.languages = languages
        match = portrait.match
        head()
        file()
        if shape.headerRows.value == 0 {
            unnamed()
        } else {
            let days = dayColumns()
            writeDates(days)
            writeNumbers()
            writeWords()
            writePersons()
            if let match { out.append(FilterDraft(match, portrait).text) }
            writeKey()
            writeColumns(days)
            writeRest()
        }
    }

    // MARK: the file

    private mutating func head() {
        let looked = portrait.isWhole ? "all \(Plural.of(portrait.records.count, "row"))" : sampled
        out.comment("\(portrait.file): \(looked) looked at. Written by trivsel init; what follows a value is why.")
        if portrait.files.count > 1 {
            out.comment("The newest of \(Plural.of(portrait.files.count, "file")) was looked at.")
        }
        if !portrait.changedHeaders.isEmpty {
            out.comment(
                "The oldest file does not have the headers "
                    + portrait.changedHeaders.prefix(20).joined(separator: ", "))
        }
    }

    private var sampled: String {
        "\(Plural.of(portrait.records.count, "row")) from the beginning, the middle and the end"
    }

    private mutating func file() {
        if let match {
            let known = Set(match.matches.filter(\.isKnown).map(\.column)).count
            let taken = Set(match.matches.map(\.column)).count - known
            var why = "\(known) of \(portrait.headers.count) headers \(known == 1 ? "is" : "are") known for it"
            if taken > 0 { why += ", \(taken) more \(taken == 1 ? "is" : "are") taken for it" }
            if let next = portrait.next, next.score > 0 {
                why += "; next would be \(next.dataset.rawValue) with \(next.matches.count)"
            }
            out.key("dataset", match.dataset.rawValue, why)
        } else {
            out.question("dataset", "which one of pipelines/README.md? No dataset's headers were recognised")
        }
        out.key("files", SettingsText.scalar(portrait.pattern), Plural.of(portrait.files.count, "file"))
        if dataset == .employees || dataset == .departments { out.key("required", "true") }
        if let first = portrait.deliveryDates.first, let last = portrait.deliveryDates.last {
            out.key("delivery_date", "file_name", first == last ? first : "\(first) to \(last)")
        } else if portrait.hasOtherNumbers {
            out.comment("The names hold numbers, but no date like 2026-03-31: as_of is needed in the pipeline.")
        }
        if portrait.compression != .none { out.key("compression", portrait.compression.rawValue, "by its first bytes") }
        out.decision("encoding", portrait.encoding, unless: nil) { $0.rawValue }
        if let fallback = portrait.fallback { out.decision("fallback_encoding", fallback, unless: nil) { $0.rawValue } }
        out.key("delimiter", Self.sign(shape.dialect.delimiter), shape.delimiter.evidence)
        out.decision("quote", shape.quote, unless: UInt8(ascii: "\"")) { $0.map(Self.sign) ?? "none" }
        out.decision("escape", shape.escape, unless: .doubled) { $0.rawValue }
        if shape.hasSeparatorLine { out.key("separator_line", "true", "line 1 is sep=") }
        out.decision("preamble_lines", shape.preambleLines, unless: 0) { String($0) }
        out.decision("header_rows", shape.headerRows, unless: 1) { String($0) }
        if shape.headerRows.value ?? 1 > 1 {
            out.decision("header_names", portrait.headerNames, unless: .last) { $0.rawValue }
        }
        out.decision("footer_rows", shape.footerRows, unless: 0) { String($0) }
        if let trailer = shape.trailer {
            out.key("ready", "{trailer: \(SettingsText.scalar(trailer))}", "its number is that of the rows")
        }
        if portrait.isWhole, portrait.records.isEmpty {
            out.key("allow_empty", "true", "this file has a header and no rows; dates and numbers could not be seen")
        }
    }

    private mutating func unnamed() {
        out.question(
            "column_names",
            "a list of \(shape.columns) names, in the order of the columns; then the columns by these names")
        out.question("columns", "which of these columns is which; see pipelines/README.md")
    }

    private static func sign(_ byte: UInt8) -> String {
        switch byte {
        case 0x09: "tab"
        case UInt8(ascii: "\""): "'\"'"
        default: "\"\(String(UnicodeScalar(byte)))\""
        }
    }

    // MARK: dates

    private struct DayColumn {
        var match: ColumnMatch
        var format: Decision<SourceDescription.DateFormat>?
    }

    private func evidence(_ match: ColumnMatch) -> ColumnEvidence { portrait.evidence[match.column] }

    private func dayColumns() -> [DayColumn] {
        let matches = (match?.matches ?? []).filter { $0.canonical.kind == .day || $0.canonical.kind == .year }
        let all = portrait.evidence.compactMap { ColumnDecisions.dateFormat($0)?.value }
        let proven = Set(all.filter(ColumnDecisions.isOrdered))
        return matches.map {
            DayColumn(
                match: $0,
                format: ColumnDecisions.dateFormat(evidence($0), proven: proven.count == 1 ? proven.first : nil))
        }
    }

    /// The format of most columns is the source's.
    private func commonFormat(_ days: [DayColumn]) -> SourceDescription.DateFormat? {
        var counts: [SourceDescription.DateFormat: Int] = [:]
        for day in days { if let format = day.format?.value { counts[format, default: 0] += 1 } }
        let order = SourceDescription.DateFormat.allCases
        return order.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }.flatMap { counts[$0] == nil ? nil : $0 }
    }

    private mutating func writeDates(_ days: [DayColumn]) {
        let decided = days.filter { $0.format != nil }
        if let format = commonFormat(days), let first = decided.first(where: { $0.format?.value == format }) {
            out.key(
                "date_format", SettingsText.scalar(format.rawValue),
                "\(portrait.headers[first.match.column]): \(first.format?.evidence ?? "")")
            if [.dottedTwoDigitYear, .slashedTwoDigitYear, .monthFirstTwoDigitYear].contains(format) {
                out.key(
                    "century_from", "1940", "two-digit years are those from 1940 to 2039; correct it if they are not")
            }
        } else if let open = decided.first(where: { $0.format?.value == nil }) {
            out.question("date_format", open.format?.evidence ?? "")
        }
        let withTime = decided.reduce(0) { $0 + evidence($1.match).withTime }
        if withTime > 0 {
            out.key("time_of_day", "drop", "\(Plural.of(withTime, "date has", "dates have")) a time behind them")
        }
    }

    /// Of a column whose dates are written otherwise than those of most columns.
    private func ownFormat(_ day: DayColumn, _ days: [DayColumn]) -> Decision<SourceDescription.DateFormat>? {
        guard let format = day.format, let common = commonFormat(days), format.value != common else { return nil }
        return format
    }

    // MARK: numbers and words

    private var numberMatches: [ColumnMatch] {
        (match?.matches ?? []).filter {
            if case .number = $0.canonical.kind { true } else { false }
        }
    }

    private mutating func writeNumbers() {
        let columns = numberMatches.map(evidence) + (match?.wide ?? []).map { portrait.evidence[$0.column] }
        if let form = ColumnDecisions.numberForm(columns) {
            if let value = form.value {
                if value.mark != UInt8(ascii: ".") { out.key("decimal_mark", Self.sign(value.mark), form.evidence) }
                if let thousands = value.thousands {
                    out.key("thousands_mark", thousands == 0x20 ? "space" : Self.sign(thousands), form.evidence)
                }
            } else {
                out.question("decimal_mark", form.evidence)
            }
        }
        let parentheses = columns.reduce(0) { $0 + $1.inParentheses }
        if parentheses > 0 {
            out.key("negative_parentheses", "true", "\(Plural.of(parentheses, "number")) in parentheses")
        }
        var words: [String: Int] = [:]
        for match in match?.matches ?? [] {
            for word in evidence(match).usableNullWords {
                words[word, default: 0] += evidence(match).nullWords[word] ?? 0
            }
        }
        for item in match.map({ $0.items(portrait.evidence) }) ?? [] where dataset == .surveyResponses {
            for (word, count) in portrait.evidence[item].nullWords { words[word, default: 0] += count }
        }
        guard !words.isEmpty else { return }
        let names = words.keys.sorted()
        out.key(
            "null_words", SettingsText.list(names),
            names.map { Plural.of(words[$0] ?? 0, "cell") }.joined(separator: ", ") + ", beside dates, numbers or words"
        )
    }

    private mutating func writeWords() {
        var yes: Set<String> = []
        var no: Set<String> = []
        var strange = 0
        for match in (match?.matches ?? []) where match.canonical.kind == .boolean {
            for word in evidence(match).commonWords {
                let folded = CellReading.folded(word)
                if TruthWords.yes.contains(folded) {
                    yes.insert(word)
                } else if TruthWords.no.contains(folded) {
                    no.insert(word)
                } else {
                    strange += 1
                }
            }
        }
        guard !yes.isEmpty || !no.isEmpty || strange > 0 else { return }
        if strange > 0 {
            out.question("true_words", "\(Plural.of(strange, "word")) of the columns of yes and no are not known")
            return
        }
        let usual = SourceDescription()
        func isUsual(_ words: Set<String>, _ known: [String]) -> Bool {
            let folded = Set(known.map(CellReading.folded))
            return words.allSatisfy { folded.contains(CellReading.folded($0)) }
        }
        guard !isUsual(yes, usual.trueWords) || !isUsual(no, usual.falseWords) else { return }
        if !yes.isEmpty { out.key("true_words", SettingsText.list(yes.sorted())) }
        if !no.isEmpty { out.key("false_words", SettingsText.list(no.sorted())) }
    }

    // MARK: persons and keys

    private mutating func writePersons() {
        guard let dataset, let match else { return }
        if dataset.holdsPersons {
            let space = dataset == .surveyResponses ? "survey_tool" : "employee_no"
            out.key("id_space", space, "systems that share their numbers share this name; another system has another")
        }
        if let end = match.matches.first(where: { $0.canonical.name == "termination_date" }) { writeTermination(end) }
        guard dataset == .employees else { return }
        // Who has left must be told by a day, or be missing where others are still there.
        let tellsLeavers = match.matches.contains {
            $0.canonical.name == "valid_from" || $0.canonical.name == "termination_date" && !evidence($0).isEmpty
        }
        guard !tellsLeavers else { return }
        if portrait.deliveryDates.count > 1 {
            out.key(
                "deliveries", "full_dumps",
                "no row tells when somebody left, and \(portrait.deliveryDates.count) files have a date: they are compared"
            )
        } else if !portrait.records.isEmpty {
            out.comment(
                "No row tells when somebody left. Turnover needs leavers with their last day, or a dated file each night: "
                    + "deliveries: full_dumps.")
        }
    }

    /// Whether terminations lie on last days of months or on first ones.
    private mutating func writeTermination(_ match: ColumnMatch) {
        guard let format = dayColumns().first(where: { $0.match == match })?.format?.value else { return }
        var first = 0
        var last = 0
        var all = 0
        for record in portrait.records where match.column < record.fields.count {
            let cell = record.fields[match.column]
            guard let day = cell.withUnsafeBytes({ CellReading.day($0, format, dropsTime: true) }) else { continue }
            all += 1
            first += CivilDate(day: day).dayOfMonth == 1 ? 1 : 0
            last += CivilDate(day: day &+ 1).dayOfMonth == 1 ? 1 : 0
        }
        let counts =
            "of \(Plural.of(all, "date")) \(Self.many(last)) the last day of a month, \(Self.many(first)) the first"
        if all >= 5, last * 2 > all, last > first * 3 {
            out.key("termination_date", "last_day_employed", counts)
        } else if all >= 5, first * 2 > all, first > last * 3 {
            out.key("termination_date", "first_day_out", counts)
        } else {
            out.question("termination_date", "last_day_employed or first_day_out? \(counts)")
        }
    }

    private static func many(_ count: Int) -> String {
        count == 0 ? "none is" : count == 1 ? "one is" : "\(count) are"
    }

    private static let keys: [SourceDescription.Dataset: [[String]]] = [
        .employees: [
            ["person"], ["person", "valid_from"], ["person", "valid_from", "assignment"], ["person", "assignment"],
        ],
        .departments: [["department"]],
        .absences: [
            ["person", "class", "first_day"], ["person", "class", "first_day", "certificate"], ["person", "first_day"],
        ],
        .events: [["event"]],
        .participation: [["person", "event"], ["person", "event", "day"]],
        .surveyResponses: [["response"], ["response", "wave"]],
        .surveyInvitations: [["wave", "department"]],
        .absenceTotals: [["unit", "day"], ["unit", "day", "breakdown"]],
        .surveyTotals: [["unit", "period"], ["unit", "period", "measure"]],
    ]

    private mutating func writeKey() {
        guard let dataset, let match, !portrait.records.isEmpty else { return }
        for names in Self.keys[dataset] ?? [] {
            let columns = names.compactMap { name in match.matches.first { $0.canonical.name == name }?.column }
            guard columns.count == names.count else { continue }
            let (conflicts, repeats) = contradictions(columns)
            guard conflicts * 1000 <= portrait.records.count * OnboardingLimits.keyConflictsPerThousand else {
                continue
            }
            var why =
                conflicts == 0
                ? "no row contradicts another under it"
                : "\(Plural.of(conflicts, "row contradicts", "rows contradict")) another under it"
            if repeats > 0 { why += ", \(Plural.of(repeats, "row is", "rows are")) repeated" }
            out.key("key", "[\(names.joined(separator: ", "))]", why)
            return
        }
        out.key("key", "row", "nothing that is mapped tells all rows apart: each counts")
    }

    /// Rows under one key that differ, and rows that are copies.
    private func contradictions(_ columns: [Int]) -> (conflicts: Int, repeats: Int) {
        var first: [[[UInt8]]: [[UInt8]]] = [:]
        var conflicts = 0
        var repeats = 0
        for record in portrait.records {
            let key = columns.map { $0 < record.fields.count ? record.fields[$0] : [] }
            guard let known = first[key] else {
                first[key] = record.fields
                continue
            }
            if known == record.fields { repeats += 1 } else { conflicts += 1 }
        }
        return (conflicts, repeats)
    }

    // MARK: columns

    private mutating func writeColumns(_ days: [DayColumn]) {
        out.key("columns", "")
        guard let match else {
            out.question("person", "the header of each canonical column of the dataset", indent: 2)
            return
        }
        let isWide = !match.wide.isEmpty
        for canonical in CanonicalColumn.all(of: match.dataset) {
            if let found = match.matches.first(where: { $0.canonical.name == canonical.name }) {
                if canonical.name == "department", let tree, dataset != .departments {
                    switch tree.judge(found.column, in: portrait.records) {
                    case .known: break
                    case .partly(let words): out.comment(words, indent: 2)
                    case .unknown(let words):
                        out.question(canonical.name, "\(quoted(found.column))? \(words)", indent: 2)
                        continue
                    }
                }
                write(found, days.first { $0.match == found }.flatMap { ownFormat($0, days) })
            } else if isWide, canonical.name == "class" {
                continue
            } else if isWide, canonical.name == "last_day" {
                // Without one an absence goes on.
                out.question(
                    canonical.name, "which header ends the time that a row is about? Or {constant: DATE}", indent: 2)
            } else if canonical.required {
                let near = match.candidates.first { $0.canonical.name == canonical.name }
                var hint = near.map { "; perhaps \(quoted($0.column)), similarity \(Self.share($0.similarity))" } ?? ""
                let days = canonical.kind == .day && near == nil ? unmappedDays(match) : []
                if !days.isEmpty { hint = "; dates are in \(days.map(quoted).joined(separator: ", "))" }
                out.question(canonical.name, "which header is the \(canonical.meaning)?\(hint)", indent: 2)
            } else if let near = match.candidates.first(where: { $0.canonical.name == canonical.name }) {
                out.comment(
                    "\(canonical.name): \(quoted(near.column))? Similarity \(Self.share(near.similarity)); not mapped.",
                    indent: 2)
            }
        }
        writeWide(match)
        writeItems(match)
    }

    /// Columns of dates that nothing is read from yet, but for what is nobody's business.
    private func unmappedDays(_ match: DatasetMatch) -> [Int] {
        portrait.evidence.indices.filter { place in
            let column = portrait.evidence[place]
            return column.isDates && !match.matches.contains { $0.column == place }
                && PersonalColumn.kind(header: column.header, column) == nil
        }
    }

    private mutating func writeWide(_ match: DatasetMatch) {
        guard !match.wide.isEmpty else { return }
        out.key("wide", "", "\(Plural.of(match.wide.count, "column")) of amounts, called as kinds of absence are")
        out.key("explicit", "", indent: 2)
        for (column, word) in match.wide { out.key(quoted(column), word, indent: 4) }
        let units = Set(match.wide.map { Self.unit(of: portrait.headers[$0.column]) })
        switch units.count == 1 ? units.first ?? nil : nil {
        case .some("hours"): out.key("scale", "\"60\"", "the headers say hours", indent: 2)
        case .some: out.question("scale", "the headers say days: minutes of a day, as \"450\"", indent: 2)
        case .none:
            out.question(
                "scale", "minutes of one: \"60\" where amounts are hours, \"450\" for days of 7.5 hours", indent: 2)
        }
    }

    /// `hours` or `days`, where a header says so.
    private static func unit(of header: String) -> String? {
        let name = HeaderAliases.loosened(header)
        if ["hour", "timer", "timmar", "stunden", "std", "tim"].contains(where: { name.contains($0) }) {
            return "hours"
        }
        return ["day", "dager", "dage", "dagar", "tage"].contains(where: { name.contains($0) }) ? "days" : nil
    }

    private func quoted(_ column: Int) -> String { SettingsText.scalar(portrait.headers[column]) }

    private static func share(_ similarity: Double) -> String {
        let hundredths = Int((similarity * 100).rounded())
        return "0.\(hundredths < 10 ? "0" : "")\(min(hundredths, 99))"
    }

    private mutating func write(_ match: ColumnMatch, _ format: Decision<SourceDescription.DateFormat>?) {
        let canonical = match.canonical
        let column = evidence(match)
        var settings = SettingsText()
        if !match.isKnown {
            settings.comment(
                match.reason ?? "Similarity \(Self.share(match.similarity)) to what \(canonical.name) is called: look.",
                indent: 4)
        }
        if let kind = PersonalColumn.kind(header: column.header, column), canonical.kind == .person {
            settings.comment("It seems to hold \(kind): an id that means nothing elsewhere would be better.", indent: 4)
        }
        let why = column.isEmpty ? "without a value in any row" : ""
        if let format {
            settings.decision("date_format", format, unless: nil, indent: 4) { SettingsText.scalar($0.rawValue) }
        }
        writeNumber(canonical, column, &settings)
        if case .word(let words) = canonical.kind { writeCodes(words, match, column, &settings) }
        guard !settings.isEmpty else { return out.key(canonical.name, quoted(match.column), why, indent: 2) }
        out.key(canonical.name, "", indent: 2)
        out.key("header", quoted(match.column), why, indent: 4)
        out.append(settings)
    }

    private func writeNumber(_ canonical: CanonicalColumn, _ column: ColumnEvidence, _ settings: inout SettingsText) {
        guard case .number(let perUnit, _, let highest) = canonical.kind, column.numeric > 0 else { return }
        if column.percents > 0 {
            settings.key("percent", "true", "\(Plural.of(column.percents, "number")) with a per cent sign", indent: 4)
        } else if highest <= perUnit, let largest = column.largest, largest > 1_500_000 {
            settings.key("scale", "\"0.01\"", "numbers go beyond 1: per cent", indent: 4)
        }
        guard canonical.name.hasPrefix("minutes") else { return }
        switch Self.unit(of: column.header) {
        case .some("hours"): settings.key("scale", "\"60\"", "the header says hours", indent: 4)
        case .some: settings.question("scale", "the header says days: minutes of a day, as \"450\"", indent: 4)
        case .none: break
        }
    }

    private func writeCodes(
        _ words: [String], _ match: ColumnMatch, _ column: ColumnEvidence, _ settings: inout SettingsText
    ) {
        let canonical = match.canonical
        guard !column.isEmpty else { return }
        let own = Set(words.map(CellReading.folded))
        if !column.commonWords.isEmpty, column.commonWords.allSatisfy({ own.contains(CellReading.folded($0)) }) {
            return
        }
        let choice = words.joined(separator: ", ")
        guard !column.hasManyWords, column.words.count <= OnboardingLimits.mostCodes else {
            settings.question(
                "codes", "too many different words to list: map each of them to one of \(choice)", indent: 4)
            return
        }
        let counted = wordCounts(of: match)
        let shared = counted.filter { min($0.rows, $0.persons ?? $0.rows) >= OnboardingLimits.fewestRowsOfACode }
        let rare = counted.count - shared.count
        if !shared.isEmpty {
            settings.key("codes", "", indent: 4)
            for (word, rows, _) in shared {
                let key = SettingsText.scalar(word)
                let known = CodeGuess.word(for: word, canonical, dataset, languages, among: words)
                if let known {
                    settings.key(key, known, Plural.of(rows, "row"), indent: 6)
                } else {
                    settings.question(key, "\(choice)? \(Plural.of(rows, "row"))", indent: 6)
                }
            }
        }
        guard rare > 0 else { return }
        let isLeaving = canonical.name == "leave_class"
        let who = counted.contains { $0.persons != nil } ? "persons" : "rows"
        let words =
            "\(Plural.of(rare, "word is", "words are")) not shown: fewer than \(OnboardingLimits.fewestRowsOfACode) \(who) each"
        let hidden = counted.reduce(0) { $0 + $1.rows } - shared.reduce(0) { $0 + $1.rows }
        if isLeaving, !shared.isEmpty {
            settings.key("otherwise", "unknown", words, indent: 4)
        } else if !shared.isEmpty, hidden * 200 <= portrait.records.count {
            settings.key("otherwise", "quarantine", "\(words), \(Plural.of(hidden, "row"))", indent: 4)
        } else {
            settings.question(
                shared.isEmpty ? "codes" : "otherwise",
                "\(words): add them, or say quarantine or one of \(choice)", indent: 4)
        }
    }

    /// The words of a column with their rows, and with their persons where the export tells them apart; most rows first.
    private func wordCounts(of match: ColumnMatch) -> [(word: String, rows: Int, persons: Int?)] {
        let person = self.match?.matches.first { $0.canonical.kind == .person }?.column
        let null = Set(portrait.evidence[match.column].nullWords.keys)
        var rows: [[UInt8]: Int] = [:]
        var persons: [[UInt8]: Set<[UInt8]>] = [:]
        for record in portrait.records where match.column < record.fields.count {
            let cell = record.fields[match.column]
            guard !cell.isEmpty else { continue }
            rows[cell, default: 0] += 1
            // No more persons than it takes: the sets stay small.
            if let person, person < record.fields.count,
                persons[cell]?.count ?? 0 < OnboardingLimits.fewestRowsOfACode
            {
                persons[cell, default: []].insert(record.fields[person])
            }
        }
        return rows.map { cell, rows in
            (String(decoding: cell, as: UTF8.self), rows, person == nil ? nil : persons[cell]?.count ?? 0)
        }
        .filter { !null.contains($0.0) }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    // MARK: answers

    private mutating func writeItems(_ match: DatasetMatch) {
        guard match.dataset == .surveyResponses else { return }
        let columns = match.items(portrait.evidence)
        guard !columns.isEmpty else { return }
        var used: Set<String> = []
        for column in columns {
            items.append(SurveyItemDraft(portrait.evidence[column], header: portrait.headers[column], used: &used))
        }
        out.key("items", "", "columns of small whole numbers", indent: 0)
        for item in items { out.key(item.id, SettingsText.scalar(item.header), indent: 2) }
    }

    // MARK: what stays behind

    private mutating func writeRest() {
        var mapped = Set((match?.matches ?? []).map(\.column))
        if dataset == .surveyResponses, let match { mapped.formUnion(match.items(portrait.evidence)) }
        mapped.formUnion((match?.wide ?? []).map(\.column))
        var personal: [String] = []
        var other: [String] = []
        for (place, column) in portrait.evidence.enumerated() where !mapped.contains(place) && !column.header.isEmpty {
            if let kind = PersonalColumn.kind(header: column.header, column) {
                personal.append("\(column.header) (\(kind))")
            } else {
                other.append(column.header)
            }
        }
        if !personal.isEmpty {
            out.comment("Never to be mapped, and not carried on: " + personal.joined(separator: ", "))
        }
        if !other.isEmpty { out.comment("Not carried on: " + other.joined(separator: ", ")) }
    }
}
