import Columnar
import Configuration
import Results
import Runs
import StageSupport

/// `trivsel explain`: one figure, what it means and what it was made of.
enum Explanation {
    static func perform(_ options: UmbrellaCommand.Explain) throws {
        let run = try RunFolder(path: options.run)
        let path = run.folder(.aggregate) + "/" + PublishedTable.fileName
        let publication = try PublishedCube.publication(of: path)
        let metric = options.metric
        // A point of a curve is told of by the curve.
        let found =
            publication.catalogue.first { $0.id == metric } ?? publication.catalogue.first { $0.describes(metric) }
        if found == nil { _ = try known(metric, "metric", publication.catalogue.map(\.id), path) }
        let department = try known(options.department, "department", publication.departments.map(\.id), path)
        guard let description = found,
            let node = publication.departments.first(where: { $0.id == department })
        else { return }
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        let cell = try FigureSearch(metric: metric, department: department)
            .cell(period: options.period, breakdown: options.breakdown, in: reader)

        var text = "\(metric): \(description.title)\n\n"
        if publication.synthetic { text += "SYNTHETIC DATA\n\n" }
        text += lines([
            ("department", node.name == node.id ? node.id : "\(node.id) (\(node.name))"),
            ("period", options.period), ("breakdown", options.breakdown), ("organisation", publication.organisation),
            ("definition", description.definition), ("formula", description.formula), ("unit", description.unit),
            ("grain", description.grain), ("source", description.source),
        ])
        text += "\n" + figure(cell, description)
        text += lines(
            publication.notes.filter {
                $0.isAbout(
                    metric: metric, department: department, period: options.period, breakdown: options.breakdown)
            }.map { ("note", $0.text) })
        text += "\nSettings\n" + lines(publication.settings.map { ("  " + $0.name, $0.value) })
        text += "\n" + files(of: description, publication, published: reader)
        try CheckedOutput.standardOutput(text)
    }

    private static func known(_ name: String, _ what: String, _ names: [String], _ path: String) throws -> String {
        if names.contains(name) { return name }
        let advice = NearestName.of(name, among: names).map { "did you mean \"\($0)\"?" } ?? "see trivsel export"
        throw StageFailure.usage("\(path): unknown \(what) \"\(name)\"; \(advice)")
    }

    private static func figure(_ cell: Disclosed, _ description: MetricDescription) -> String {
        switch cell {
        case .suppressed(let reason):
            return lines([
                ("status", cell.status), ("reason", reason.sentence),
                ("numerator", "\(description.numerator): not shown"),
                ("denominator", "\(description.denominator): not shown"),
            ])
        case .published(let figure):
            let value = figure.value.flatMap(PlainNumber.text).map { "\($0) \(description.unit)" }
            let undefined = figure.denominator == 0 ? "undefined: the denominator is 0" : "none"
            var rows = [
                ("status", cell.status), ("value", value ?? undefined),
                ("numerator", told(figure.numerator, description.numerator)),
                ("denominator", told(figure.denominator, description.denominator)),
                ("n", figure.n.map { "\($0) persons" } ?? "unknown: the data are pre-aggregated"),
            ]
            if let low = figure.low.flatMap(PlainNumber.text), let high = figure.high.flatMap(PlainNumber.text) {
                rows.append(("interval", "\(low) to \(high), 95 % (\(description.interval))"))
            } else {
                rows.append(("interval", "none"))
            }
            return lines(rows)
        }
    }

    private static func told(_ number: Double?, _ meaning: String) -> String {
        let text = number.flatMap(PlainNumber.text) ?? "–"
        return meaning.isEmpty ? text : "\(text) (\(meaning))"
    }

    /// The export files and tables that the figure was made of, as aggregate wrote them down when it made it: the folders
    /// of the earlier stages may hold others by now.
    private static func files(
        of description: MetricDescription, _ publication: Publication, published: TableReader
    ) -> String {
        let datasets = MetricInputs.datasets(of: description)
        var exports = AlignedTable(columns: [
            .init(title: "export"), .init(title: "dataset"), .init(title: "rows", right: true), .init(title: "SHA-256"),
        ])
        exports.widest = 80
        for file in publication.files where datasets?.contains(file.dataset) ?? true {
            exports.rows.append([file.file, file.dataset, String(file.rows), file.sha256])
        }
        var tables = AlignedTable(columns: [
            .init(title: "table"), .init(title: "rows", right: true), .init(title: "SHA-256 of the footer"),
        ])
        tables.widest = 80
        for table in publication.tables
        where datasets?.contains(table.name) ?? true || ["assignments", "snapshot", "waves"].contains(table.name) {
            tables.rows.append(["\(table.stage)/\(table.name).parquet", String(table.rows), table.footerSHA256])
        }
        tables.rows.append([
            "\(RunFolder.Stage.aggregate.rawValue)/\(PublishedTable.fileName)", String(published.rowCount),
            published.footerSHA256,
        ])
        return "Files behind it\n" + exports.text(indent: "  ") + "\n" + tables.text(indent: "  ")
    }

    private static func lines(_ pairs: [(String, String)]) -> String {
        let shown = pairs.filter { !$0.1.isEmpty }
        let width = shown.map { $0.0.count }.max() ?? 0
        return shown.map { name, value in
            name + String(repeating: " ", count: width - name.count) + "  " + VisibleText.escaped(value) + "\n"
        }.joined()
    }
}

/// Which canonical datasets the metrics of a family are made of.
enum MetricInputs {
    /// What says who is employed, and where.
    private static let persons: Set<String> = ["employees", "assignments", "identities", "departments"]

    /// Nil: all of them.
    static func datasets(of metric: MetricDescription) -> Set<String>? {
        if metric.id.hasPrefix("participation.response_rate") {
            return ["departments", "survey_responses", "survey_invitations", "survey_totals"]
        }
        switch metric.id {
        case "participation.checkin_coverage": return persons.union(["check_ins"])
        case "participation.review_completion": return persons.union(["reviews"])
        case "onboarding.first_checkin14": return persons.union(["check_ins"])
        case "onboarding.steps_on_time": return persons.union(["onboarding_steps"])
        case "development.promotions", "development.internal_moves": return persons.union(["promotions"])
        case "development.internal_fill": return persons.union(["recruitment"])
        case "retention.recognition_reach": return persons.union(["recognitions"])
        default: break
        }
        switch metric.family {
        case "Recruitment": return persons.union(["recruitment"])
        case "Offboarding": return persons.union(["exit_interviews"])
        case "People", "Turnover": return persons
        case "Absence": return persons.union(["absences", "absence_totals"])
        case "Participation": return persons.union(["events", "participation"])
        case "Survey": return ["departments", "survey_responses", "survey_invitations"]
        case "Benchmark": return ["survey_totals"]
        default: return nil
        }
    }
}
