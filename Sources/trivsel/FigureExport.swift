import Columnar
import Configuration
import Results
import Runs
import StageSupport

/// `trivsel export`: the published figures on standard output, row group by row group.
///
/// CSV by RFC 4180 with line feeds; texts that a spreadsheet would take for a formula get an apostrophe in front, numbers
/// stay numbers. JSON is an array with one object a line; a number that is not there is null, no breakdown is "".
struct FigureExport {
    static let columns = [
        "metric", "department", "period", "breakdown", "value", "numerator", "denominator", "n", "low", "high",
        "status", "unit", "variant", "estimate",
    ]

    private let reader: TableReader
    private let choice: FigureChoice
    private let catalogue: MetricCatalogue
    private let output = StandardOutput()

    static func perform(_ options: UmbrellaCommand.Export, _ console: Console) throws {
        let path = try RunFolder(path: options.run).folder(.aggregate) + "/" + PublishedTable.fileName
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        let publication = try PublishedCube.publication(of: path)
        let catalogue = MetricCatalogue(publication)
        let choice = try FigureChoice(options, publication, catalogue, path: path)
        if publication.synthetic {
            console.warning("SYNTHETIC DATA: the figures are about invented persons")
        }
        let export = FigureExport(reader: reader, choice: choice, catalogue: catalogue)
        switch options.format {
        case .csv: try export.writeCSV()
        case .json: try export.writeJSON()
        }
        try export.output.flush()
    }

    private init(reader: TableReader, choice: FigureChoice, catalogue: MetricCatalogue) {
        self.reader = reader
        self.choice = choice
        self.catalogue = catalogue
    }

    /// One row: the four texts that it is sorted by, the six numbers, and the four texts behind them.
    private struct Row {
        var place: [String]
        var numbers: [String?]
        var further: [String]
    }

    private func writeCSV() throws {
        var isBegun = false
        func begin() throws {
            if !isBegun { try output.write(Self.columns.joined(separator: ",") + "\n") }
            isBegun = true
        }
        try forEachRow { row in
            try begin()
            var line = ""
            for text in row.place { line += CSVCell.text(text) + "," }
            for number in row.numbers { line += (number ?? "") + "," }
            try output.write(line + row.further.map(CSVCell.text).joined(separator: ",") + "\n")
        }
        try begin()
    }

    private func writeJSON() throws {
        var first = true
        try forEachRow { row in
            var line = first ? "[\n{" : ",\n{"
            first = false
            for (name, text) in zip(Self.columns, row.place) {
                line += "\"\(name)\":" + JSONValue.quoted(text) + ","
            }
            for (name, number) in zip(Self.columns.dropFirst(4), row.numbers) {
                line += "\"\(name)\":\(number ?? "null"),"
            }
            let further = zip(Self.columns.dropFirst(10), row.further).map { "\"\($0)\":" + JSONValue.quoted($1) }
            try output.write(line + further.joined(separator: ",") + "}")
        }
        try output.write(first ? "[]\n" : "\n]\n")
    }

    /// Hands over every row that is asked for, and has seen to it that all are in order. Nothing is handed over, and an error
    /// thrown, where no row is what was asked for.
    private func forEachRow(_ row: (Row) throws -> Void) throws {
        var last: [String] = []
        var found = FigureChoice.Found()
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let texts = try Self.columns[..<4].map { try group.strings($0) }
            let chosen = choice.rows(of: texts)
            let status = try group.strings("status")
            let before = try ["value", "numerator", "denominator"].map { try group.float64($0) }
            let n = try group.int32("n")
            let after = try ["low", "high"].map { try group.float64($0) }
            for i in 0..<group.rowCount {
                let place = texts.map { $0[i] ?? "" }
                guard last.isEmpty || Self.precedes(last, place) else {
                    throw StageFailure.refused(
                        path: reader.path,
                        problem: "found rows out of order, expected them sorted by "
                            + "metric, department, period and breakdown; run trivsel-aggregate again")
                }
                last = place
                guard chosen.contains(i, found: &found) else { continue }
                let numbers =
                    try before.map { try Self.number($0[i], reader.path) } + [n[i].map { String($0) }]
                    + after.map { try Self.number($0[i], reader.path) }
                let description = catalogue[place[0]]
                try row(
                    Row(
                        place: place, numbers: numbers,
                        further: [
                            status[i] ?? "", description?.unit ?? "", description?.variant ?? "",
                            description?.estimate ?? "raw",
                        ]))
            }
        }
        try choice.checkThatSomethingWas(found, path: reader.path)
    }

    /// By the bytes of the four texts, as no locale could change it.
    private static func precedes(_ a: [String], _ b: [String]) -> Bool {
        for (x, y) in zip(a, b) where !x.utf8.elementsEqual(y.utf8) {
            return x.utf8.lexicographicallyPrecedes(y.utf8)
        }
        return false
    }

    private static func number(_ value: Double?, _ path: String) throws -> String? {
        guard let value else { return nil }
        guard let text = PlainNumber.text(value) else {
            throw StageFailure.refused(
                path: path, problem: "found a figure that is no number; run trivsel-aggregate again")
        }
        return text
    }
}

/// One text of a CSV file.
enum CSVCell {
    static func text(_ text: String) -> String {
        let safe = startsFormula(text) ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// Whether a spreadsheet would compute it: `=`, `+`, `-`, `@`, also after blanks, or a tab or return in front.
    private static func startsFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        if first == "\t" || first == "\r" { return true }
        let start = text.unicodeScalars.first { $0 != " " && $0 != "\u{a0}" && $0 != "\u{202f}" }
        return start == "=" || start == "+" || start == "-" || start == "@"
    }
}
