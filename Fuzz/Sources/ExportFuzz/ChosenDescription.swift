import Configuration
import Framework
import FuzzSupport

/// A source description of which the first bytes of an input choose what it says about the file.
struct ChosenDescription {
    private(set) var source = SourceDescription()
    private(set) var pipeline = Pipeline()
    private(set) var name = "export.csv"

    init(_ choices: inout Choices) {
        choose(choices.byte(), among: [employees, absences, survey, absenceTotals, surveyTotals])
        let decoding = choices.byte()
        source.encoding = Self.one(of: SourceDescription.Encoding.allCases, decoding)
        source.fallbackEncoding =
            decoding & 0x80 == 0 ? nil : Self.one(of: [.windows1252, .latin9, .utf16LE], decoding)
        source.compression = Self.one(of: SourceDescription.Compression.allCases, choices.byte())
        let dialect = choices.byte()
        source.delimiter = Array(",;\t| ".utf8)[(dialect & 7) % 5]
        source.quote = Self.one(of: [UInt8(ascii: "\""), UInt8(ascii: "'"), nil], dialect >> 3 & 3)
        source.escape = dialect & 0x20 == 0 ? .doubled : .backslash
        let rows = choices.byte()
        source.hasSeparatorLine = rows & 1 != 0
        source.preambleLines = rows >> 1 & 3
        source.footerRows = rows >> 3 & 3
        source.headerRows = 1 + (rows >> 5 & 1)
        source.headerNames = rows & 0x40 == 0 ? .last : rows & 0x20 == 0 ? .first : .joined
        source.dateFormat = Self.one(of: SourceDescription.DateFormat.allCases, choices.byte())
        let cells = choices.byte()
        source.dropsTime = cells & 1 != 0
        source.decimalMark = cells & 2 == 0 ? UInt8(ascii: ".") : UInt8(ascii: ",")
        source.thousandsMark = cells & 4 == 0 ? nil : UInt8(ascii: " ")
        source.hasNegativeParentheses = cells & 8 != 0
        source.nullWords = cells & 16 == 0 ? [] : ["-", "N/A"]
        for place in source.columns.indices { refine(&source.columns[place], cells) }
        pipeline.limits.recordBytes = 64 << (choices.byte() & 7)
        pipeline.limits.fieldBytes = pipeline.limits.recordBytes / 2
    }

    private static func one<Choice>(of choices: [Choice], _ number: Int) -> Choice { choices[number % choices.count] }

    private mutating func choose(_ number: Int, among: [(inout ChosenDescription) -> Void]) {
        among[number % among.count](&self)
    }

    private func refine(_ column: inout SourceDescription.Column, _ cells: Int) {
        switch column.name {
        case "fte", "value":
            column.isPercent = cells & 32 != 0
            column.isNegated = cells & 64 != 0
        case "department":
            column.part = cells & 128 == 0 ? .whole : cells & 64 == 0 ? .inParentheses : .after(" - ")
        default: break
        }
    }
}

/// Header and canonical name are the same.
private func columns(_ names: String...) -> [SourceDescription.Column] {
    names.map { SourceDescription.Column(name: $0, headers: [$0]) }
}

private func employees(_ chosen: inout ChosenDescription) {
    chosen.use(
        .employees,
        columns("person", "hire_date", "termination_date", "department", "fte", "birth_date", "people_manager"))
}

private func absences(_ chosen: inout ChosenDescription) {
    chosen.use(.absences, columns("person", "class", "first_day", "last_day", "minutes_per_day"))
}

private func survey(_ chosen: inout ChosenDescription) {
    chosen.use(.surveyResponses, columns("response", "department", "wave", "comment"))
}

private func absenceTotals(_ chosen: inout ChosenDescription) {
    chosen.use(.absenceTotals, columns("unit", "day", "breakdown", "lost", "published_rate"))
}

private func surveyTotals(_ chosen: inout ChosenDescription) {
    chosen.use(.surveyTotals, columns("unit", "period", "measure", "value"))
}

extension ChosenDescription {
    fileprivate mutating func use(_ dataset: SourceDescription.Dataset, _ columns: [SourceDescription.Column]) {
        source.name = "export"
        source.dataset = dataset
        source.columns = columns
        if dataset == .absenceTotals {
            source.breakdown = "group"
            source.totalWords = ["All"]
        }
        if dataset == .surveyResponses {
            let items = ["q1", "q2"].map { Questionnaire.Item(id: $0, text: $0, scale: .points(5)) }
            pipeline.questionnaire = Questionnaire(
                id: "q", title: "", items: items + [Questionnaire.Item(id: "q3", text: "", scale: .enps)], indices: [])
        }
    }
}
