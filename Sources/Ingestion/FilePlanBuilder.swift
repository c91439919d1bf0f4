import Columnar
import Configuration
import Framework

/// Matches a source description with a header.
struct FilePlanBuilder {
    private let header: ExportHeader
    private let source: SourceDescription
    private let schema: TableSchema
    private let asOf: Int32
    private let file: String
    private let columnOf: [String: Int]
    /// As aliases are compared; a name may stand for several columns then.
    private let columnsOf: [String: [Int]]

    private(set) var cells: [CellPlan] = []
    private(set) var measures: [MeasurePlan] = []
    private(set) var missingItems: [String] = []
    private var wantedSet: Set<Int> = []

    /// Days before 1901 are no days of people at work.
    private static let lowestDay: Int32 = -25_202

    init(_ header: ExportHeader, _ source: SourceDescription, _ schema: TableSchema, asOf: Int32, file: String) {
        self.header = header
        self.source = source
        self.schema = schema
        self.asOf = asOf
        self.file = file
        var columns: [String: Int] = [:]
        var loosened: [String: [Int]] = [:]
        for (column, name) in header.names.enumerated() {
            columns[CanonicalText.folded(name)] = column
            loosened[HeaderAliases.loosened(name), default: []].append(column)
        }
        columnOf = columns
        columnsOf = loosened
    }

    /// Rising column numbers. Slots are places in it, so it is asked for when all cells are there.
    var wanted: [Int] { wantedSet.sorted() }

    mutating func addColumns() throws {
        let known = CanonicalColumn.all(of: source.dataset)
        for column in source.columns {
            guard let canonical = known.first(where: { $0.name == column.name }) else {
                throw IngestError.configuration(
                    "source \(source.name): \(source.dataset.rawValue) has no column \"\(column.name)\"; see pipelines/README.md"
                )
            }
            try add(column, canonical)
        }
        let mapped = Set(source.columns.map(\.name))
        for canonical in known where source.needs(canonical) && !mapped.contains(canonical.name) {
            throw IngestError.configuration(
                "source \(source.name): column \"\(canonical.name)\" of \(source.dataset.rawValue) is not mapped; name its "
                    + "header under columns:")
        }
    }

    mutating func addItems(_ questionnaire: Questionnaire) throws {
        for item in questionnaire.items {
            let declared = source.items.first { $0.name == item.id }
            if declared == nil, !source.items.isEmpty { continue }
            let headers = declared.map(\.headers) ?? [item.id]
            guard let field = schema.index(of: "item_\(item.id)") else { continue }
            guard let column = try find(headers, for: item.id) else {
                if declared?.required == true { throw missing(headers, item.id) }
                missingItems.append(item.id)
                continue
            }
            wantedSet.insert(column)
            let range = item.scale.range
            var action = CellPlan.Action.item(lowest: Int64(range.lowerBound), highest: Int64(range.upperBound))
            var expected = "an answer from \(range.lowerBound) to \(range.upperBound)"
            if case .yesNo = item.scale {
                action = .boolean(truthWords(try declared.map(codes) ?? [:]))
                expected = "one of the true_words or false_words"
            }
            cells.append(
                CellPlan(
                    action: action, slot: column, constant: [], field: field, required: false,
                    header: ExportHeader.shown(header.names[column]), expected: expected, isKey: false))
        }
    }

    mutating func addFilters() throws {
        for filter in source.filters {
            guard let column = find(filter.header) else { throw missing([filter.header], "filter") }
            wantedSet.insert(column)
            let (words, otherwise) = filterWords(filter)
            var expected: [String] = []
            if !filter.keep.isEmpty { expected.append("keep: \(Self.shown(filter.keep))") }
            if !filter.drop.isEmpty { expected.append("drop: \(Self.shown(filter.drop))") }
            // First, so that a row left out is not judged.
            cells.insert(
                CellPlan(
                    action: .filter(words, otherwise: otherwise), slot: column, constant: [], field: -1,
                    required: false, header: ExportHeader.shown(header.names[column]),
                    expected: expected.joined(separator: ", "), isKey: false), at: 0)
        }
    }

    /// A filter that says `true` or `false` means whatever the source calls so: exports of one kind write `1` as well.
    private func filterWords(
        _ filter: SourceDescription.Filter
    ) -> (words: [String: Int32], otherwise: Int32) {
        var words: [String: Int32] = [:]
        for word in filter.keep { words[CanonicalText.folded(word)] = FilterWord.kept }
        for word in filter.drop { words[CanonicalText.folded(word)] = FilterWord.dropped }
        var otherwise = filter.keep.isEmpty ? FilterWord.kept : FilterWord.otherLeftOut
        guard words["true"] != nil || words["false"] != nil else { return (words, otherwise) }
        let opposite = filter.keep.isEmpty ? FilterWord.kept : FilterWord.dropped
        for (word, all) in [("true", source.trueWords), ("false", source.falseWords)] {
            let number = words[word] ?? opposite
            for spelling in [word] + all {
                let spelling = CanonicalText.folded(spelling)
                if words[spelling] == nil { words[spelling] = number }
            }
        }
        if filter.keep.isEmpty {
            otherwise = FilterWord.otherKept
            // Nothing said is not another word.
            if words[""] == nil { words[""] = FilterWord.kept }
        }
        return (words, otherwise)
    }

    /// A few words of the source description, for messages.
    private static func shown(_ words: [String]) -> String {
        let shown = words.prefix(6).map { "\"\(ExportHeader.shown($0))\"" }.joined(separator: ", ")
        return words.count > 6 ? "\(shown) and \(words.count - 6) more" : shown
    }

    mutating func addMeasures(_ wide: SourceDescription.WideMeasures) throws {
        let skipped = Set(wide.skip)
        let taken = wantedSet
        var found: [MeasurePlan] = []
        for (column, name) in header.names.enumerated() where !taken.contains(column) {
            var code = wide.explicit[name]
            var title = name
            if code == nil, let dot = name.firstRange(of: ". ") {
                code = String(name[..<dot.lowerBound])
                title = String(name[dot.upperBound...])
            }
            guard let code, !code.isEmpty, !skipped.contains(code) else { continue }
            let line = String(title.unicodeScalars.map { $0.value < 32 ? " " : Character($0) })
            found.append(MeasurePlan(slot: column, code: code, title: line, header: ExportHeader.shown(name)))
        }
        guard !found.isEmpty else {
            throw IngestError.refused(
                "\(file): found no measure columns, expected headers like \"B01. text\"; name them under wide: explicit:"
            )
        }
        var codes: Set<String> = []
        for measure in found where !codes.insert(measure.code).inserted {
            throw IngestError.refused(
                "\(file): two columns have the measure code \"\(measure.code)\", expected one; name it under wide: skip: or "
                    + "explicit:")
        }
        for measure in found { wantedSet.insert(measure.slot) }
        measures = found
    }

    /// The columns of time off, one for each policy.
    mutating func addTimeOff(_ wide: SourceDescription.WideMeasures) throws {
        let (numerator, denominator) = try factor(wide.scale, "wide")
        for (name, code) in wide.explicit.sorted(by: { $0.key < $1.key }) where !wide.skip.contains(code) {
            guard let column = find(name) else { throw missing([name], "wide") }
            wantedSet.insert(column)
            measures.append(
                MeasurePlan(
                    slot: column, code: code, title: name, header: ExportHeader.shown(header.names[column]),
                    numerator: numerator, denominator: denominator, lowest: 0, highest: Int64(Int32.max),
                    expected: "a number from 0"))
        }
        measures.sort { $0.slot < $1.slot }
    }

    /// The factor that `scale` is, 1 where there is none.
    private func factor(_ scale: String?, _ place: String) throws -> (numerator: Int64, denominator: Int64) {
        guard let scale else { return (1, 1) }
        guard let factor = DecimalFormat.factor(scale) else {
            throw IngestError.configuration(
                "source \(source.name), \(place): scale: expected a positive decimal like 0.01")
        }
        return factor
    }

    // MARK: one column

    private mutating func add(_ column: SourceDescription.Column, _ canonical: CanonicalColumn) throws {
        guard let field = schema.index(of: canonical.field) else {
            throw IngestError.internalFault("table \(schema.name) has no column \(canonical.field)")
        }
        var place: Int?
        if column.constant == nil {
            guard let found = try find(column) else {
                if column.required || canonical.required {
                    throw missing(column.headers + column.aliasHeaders(of: source.dataset), column.name)
                }
                return
            }
            place = found
            wantedSet.insert(found)
        }
        let (action, expected) = try action(column, canonical)
        let format = column.dateFormat ?? source.dateFormat
        cells.append(
            CellPlan(
                action: action, slot: place, constant: Array((column.constant ?? "").utf8), field: field,
                required: canonical.required,
                header: place.map { ExportHeader.shown(header.names[$0]) } ?? column.name, expected: expected,
                isKey: source.key.contains(column.name), dateFormat: format, nullWords: column.nullWords,
                part: column.part, isPercent: column.isPercent, isNegated: column.isNegated))
    }

    private func action(
        _ column: SourceDescription.Column, _ canonical: CanonicalColumn
    ) throws -> (CellPlan.Action, String) {
        let latest = asOf &+ 400  // Hires and ends up to 400 days ahead are normal.
        switch canonical.kind {
        case .person:
            return (.person(writesCheck: canonical.name == "person" && source.dataset == .employees), "an id")
        case .personOfOtherSpace: return (.otherPerson, "an id")
        case .idSpace: return (.text, "text")
        case .response: return (.response, "an id")
        case .text:
            if canonical.name == "breakdown" {
                return (
                    .breakdown(
                        name: source.breakdown ?? "group", totals: source.totalWords.map(CanonicalText.folded),
                        codes: try codes(column), otherwise: word(column.unknownCode)), "a word of the code list"
                )
            }
            guard !column.codes.isEmpty || !column.codeLists.isEmpty else { return (.text, "text") }
            return try coded(column, words: [])
        case .word(let words):
            return try coded(column, words: words)
        case .day:
            let isEnd = canonical.name == "termination_date"
            return (
                .day(
                    lowest: Self.lowestDay, highest: canonical.name == "valid_to" ? .max : latest,
                    shift: isEnd && source.terminationIsFirstDayOut ? -1 : 0),
                DayCell.example(column.dateFormat ?? source.dateFormat)
            )
        case .period: return (.period, "a period like 2026-03, 2026-Q1 or 2026")
        case .year:
            return (
                .year(lowest: Self.lowestDay, highest: asOf), DayCell.example(column.dateFormat ?? source.dateFormat)
            )
        case .number(let perUnit, let lowest, let highest):
            var numerator = perUnit
            var denominator: Int64 = 1
            let factor = try factor(column.scale, "column \(column.name)")
            guard case let (product, overflow) = numerator.multipliedReportingOverflow(by: factor.numerator), !overflow
            else {
                throw IngestError.configuration(
                    "source \(source.name), column \(column.name): scale: expected a smaller factor")
            }
            numerator = product
            denominator = factor.denominator
            if column.isPercent {
                guard case let (product, overflow) = denominator.multipliedReportingOverflow(by: 100), !overflow else {
                    throw IngestError.configuration(
                        "source \(source.name), column \(column.name): scale: expected a shorter decimal")
                }
                denominator = product
            }
            let mark = String(UnicodeScalar(source.decimalMark))
            let isCount = numerator == 1 && denominator == 1
            var expected = isCount ? "a whole number" : "a number like 0\(mark)8"
            if highest < Int64(Int32.max) {
                // The bounds in the unit of the export.
                let top = highest / max(numerator / denominator, 1)
                expected =
                    top > 0
                    ? "a \(isCount ? "whole " : "")number from 0 to \(highest * denominator / numerator)" : expected
            }
            return (
                .number(numerator: numerator, denominator: denominator, lowest: lowest, highest: highest), expected
            )
        case .boolean:
            return (
                .boolean(truthWords(try codes(column))), "one of the true_words or false_words"
            )
        case .written: return (.written, "text")
        }
    }

    /// Spelling, folded → word: the built-in lists that the column names, and before them its own codes.
    private func codes(_ column: SourceDescription.Column) throws -> [String: String] {
        var codes: [String: String] = [:]
        do {
            codes = try CodeLists.codes(of: source.dataset, column.name, languages: column.codeLists)
        } catch {
            throw IngestError.configuration(
                "source \(source.name), column \(column.name): code_list: \"\(error.spelling)\" means \(error.words.joined(separator: " and ")); say which under codes:"
            )
        }
        for (spelling, word) in column.codes { codes[CanonicalText.folded(spelling)] = word }
        return codes
    }

    /// 1 for what the source calls true, 0 for what it calls false; a column's own codes come before.
    private func truthWords(_ codes: [String: String]) -> [String: Int32] {
        var words: [String: Int32] = [:]
        for word in source.trueWords { words[CanonicalText.folded(word)] = 1 }
        for word in source.falseWords { words[CanonicalText.folded(word)] = 0 }
        for (spelling, word) in codes {
            words[spelling] = ["true", "yes", "1"].contains(word.lowercased()) ? 1 : 0
        }
        return words
    }

    private func word(_ unknown: SourceDescription.UnknownCode) -> String? {
        if case .use(let word) = unknown { return word }
        return nil
    }

    /// A code list; `words` limits what it may lead to (empty = anything).
    private func coded(
        _ column: SourceDescription.Column, words: [String]
    ) throws -> (CellPlan.Action, String) {
        var targets = words
        var codes: [String: Int32] = [:]
        func number(_ word: String) throws -> Int32 {
            if let known = targets.firstIndex(of: word) { return Int32(known) }
            guard words.isEmpty else {
                throw IngestError.configuration(
                    "source \(source.name), column \(column.name): found \"\(word)\" in its codes, expected one of "
                        + words.joined(separator: ", "))
            }
            targets.append(word)
            return Int32(targets.count - 1)
        }
        if column.codes.isEmpty || column.constant != nil {
            for (place, word) in words.enumerated() { codes[CanonicalText.folded(word)] = Int32(place) }
        }
        for (spelling, word) in try self.codes(column).sorted(by: { $0.key < $1.key }) {
            codes[spelling] = try number(word)
        }
        var otherwise = CodeTable.unknown
        if let word = word(column.unknownCode) { otherwise = try number(word) }
        return (.word(targets, codes: codes, otherwise: otherwise), "a word of the code list")
    }

    private func find(_ name: String) -> Int? { columnOf[CanonicalText.folded(name)] }

    /// The only column of the export that one of `headers` names: which of two counts is not for the order of a list to
    /// say, as of the day of the notice and the last day of work.
    private func find(_ headers: [String], for name: String) throws -> Int? {
        try only(Set(headers.compactMap(find)), name)
    }

    /// The column of the export: the only one that one of the headers names, else the only one that an alias names.
    private func find(_ column: SourceDescription.Column) throws -> Int? {
        if let found = try find(column.headers, for: column.name) { return found }
        let places = column.aliasHeaders(of: source.dataset).flatMap { columnsOf[HeaderAliases.loosened($0)] ?? [] }
        return try only(Set(places), column.name)
    }

    private func only(_ places: Set<Int>, _ name: String) throws -> Int? {
        guard places.count > 1 else { return places.first }
        let names = places.sorted().map { "\"\(ExportHeader.shown(header.names[$0]))\"" }.joined(separator: " and ")
        throw IngestError.refused(
            "\(file): found \(names), expected one column for \(name); name the one that counts under header: of column "
                + "\(name) of source \(source.name)")
    }

    private func missing(_ headers: [String], _ name: String) -> IngestError {
        let wish =
            headers.prefix(6).map { "\"\(ExportHeader.shown($0))\"" }.joined(separator: " or ")
            + (headers.count > 6 ? " or \(headers.count - 6) others" : "")
        if let mark = header.otherDelimiter(than: source.delimiter) {
            return .refused(
                "\(file): found \(mark) between the headers, expected the declared delimiter; correct delimiter: of source "
                    + source.name)
        }
        if let line = header.laterLine(with: headers) {
            let lines = line == 1 ? "1 line" : "\(line) lines"
            return .refused(
                "\(file): column \(wish) (\(name)) is missing from the header, but stands \(lines) below it; declare "
                    + "preamble_lines: or header_rows: of source \(source.name)")
        }
        if header.holdsValues {
            return .refused(
                "\(file): column \(wish) (\(name)) is missing, and the first row holds values, expected headers; declare "
                    + "header_rows: 0 and column_names of source \(source.name), or export with a header")
        }
        let nearest = header.nearest(to: headers).map { "; the nearest header is \"\($0)\"" } ?? ""
        return .refused("\(file): column \(wish) (\(name)) is missing\(nearest); add it to the headers or the export")
    }

    // MARK: slots

    /// The cells and measures with places among the wanted columns instead of column numbers.
    func settled() -> (cells: [CellPlan], measures: [MeasurePlan]) {
        var placeOf: [Int: Int] = [:]
        for (place, column) in wanted.enumerated() { placeOf[column] = place }
        let cells = cells.map { cell in
            var cell = cell
            cell.slot = cell.slot.flatMap { placeOf[$0] }
            return cell
        }
        let measures = measures.map { measure in
            var measure = measure
            measure.slot = placeOf[measure.slot] ?? 0
            return measure
        }
        return (cells, measures)
    }
}
