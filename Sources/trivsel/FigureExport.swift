import Columnar
import Configuration
import Results
import Runs
import StageSupport

/// `trivsel export`: the published figures on standard output, row group by row group.
///
/// CSV by RFC 4180 with line feeds; texts that a spreadsheet would take for a formula get an apostrophe in front, numbers
/// stay numbers. JSON is an array with one object a line; a number that is not there is null, no breakdown is "".
enum FigureExport {
    static let columns = [
        "metric", "department", "period", "breakdown", "value", "numerator", "denominator", "n", "low", "high",
        "status",
    ]

    static func perform(_ options: UmbrellaCommand.Export, _ console: Console) throws {
        let path = try RunFolder(path: options.run).folder(.aggregate) + "/" + PublishedTable.fileName
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        if try PublishedCube.publication(of: path).synthetic {
            console.warning("SYNTHETIC DATA: the figures are about invented persons")
        }
        let output = StandardOutput()
        switch options.format {
        case .csv: try writeCSV(reader, to: output)
        case .json: try writeJSON(reader, to: output)
        }
        try output.flush()
    }

    private static func writeCSV(_ reader: TableReader, to output: StandardOutput) throws {
        try output.write(columns.joined(separator: ",") + "\n")
        try forEachRow(reader) { texts, numbers, status in
            var line = ""
            for text in texts { line += CSVCell.text(text) + "," }
            for number in numbers { line += (number ?? "") + "," }
            try output.write(line + CSVCell.text(status) + "\n")
        }
    }

    private static func writeJSON(_ reader: TableReader, to output: StandardOutput) throws {
        try output.write("[")
        var first = true
        try forEachRow(reader) { texts, numbers, status in
            var line = first ? "\n{" : ",\n{"
            first = false
            for (name, text) in zip(columns, texts) {
                line += "\"\(name)\":" + JSONValue.quoted(text) + ","
            }
            for (name, number) in zip(columns.dropFirst(4), numbers) { line += "\"\(name)\":\(number ?? "null")," }
            try output.write(line + "\"status\":\(JSONValue.quoted(status))}")
        }
        try output.write(first ? "]\n" : "\n]\n")
    }

    /// Hands over every row: the four texts that it is sorted by, the six numbers, the status.
    private static func forEachRow(
        _ reader: TableReader, _ row: (_ texts: [String], _ numbers: [String?], _ status: String) throws -> Void
    ) throws {
        var last: [String] = []
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let texts = try columns[..<4].map { try group.strings($0) }
            let status = try group.strings("status")
            let before = try ["value", "numerator", "denominator"].map { try group.float64($0) }
            let n = try group.int32("n")
            let after = try ["low", "high"].map { try group.float64($0) }
            for i in 0..<group.rowCount {
                let place = texts.map { $0[i] ?? "" }
                guard last.isEmpty || precedes(last, place) else {
                    throw StageFailure.refused(
                        path: reader.path,
                        problem: "found rows out of order, expected them sorted by "
                            + "metric, department, period and breakdown; run trivsel-aggregate again")
                }
                last = place
                let numbers =
                    try before.map { try number($0[i], reader.path) } + [n[i].map { String($0) }]
                    + after.map { try number($0[i], reader.path) }
                try row(place, numbers, status[i] ?? "")
            }
        }
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
