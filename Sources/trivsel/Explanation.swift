import Calendars
import Columnar
import Configuration
import Results
import Runs
import StageSupport

/// `trivsel explain`: one figure, what it means, who was counted for it and what it was made of.
///
/// Reads `published.parquet` alone, as export does: the persons counted are told by other published cells of the same
/// department, period and group, and what is hidden there stays hidden here. Of a suppressed cell nothing is told but the
/// rule.
struct Explanation {
    /// Which figure is asked about.
    struct Place: Equatable {
        /// Id in the catalogue, with the point of a curve.
        var metric: String
        var department: String
        /// In the notation of periods.
        var period: String
        /// The group, empty for all persons; `from=UNIT` where the figure of a unit above stands in.
        var breakdown: String
    }

    let place: Place
    let cell: Disclosed
    let description: MetricDescription
    let node: DepartmentNode
    let cube: PublishedCube
    /// The tables and their digests, which stand at the end.
    let files: String

    private var publication: Publication { cube.publication }

    static func perform(_ options: UmbrellaCommand.Explain) throws {
        let run = try RunFolder(path: options.run)
        let path = run.folder(.aggregate) + "/" + PublishedTable.fileName
        let publication = try PublishedCube.publication(of: path)
        let metric = options.metric
        // A point of a curve is told of by the curve.
        let found = MetricCatalogue(publication)[metric]
        if found == nil { _ = try known(metric, "metric", publication.catalogue.map(\.id), path) }
        let department = try known(options.department, "department", publication.departments.map(\.id), path)
        guard let description = found,
            let node = publication.departments.first(where: { $0.id == department })
        else { return }
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        let (cell, breakdown) = try FigureSearch(metric: metric, department: department)
            .cell(period: options.period, breakdown: options.breakdown, in: reader)
        // The figure that stands in for a unit's own is counted where it comes from.
        let counted = Set([department, PersonCounting.unit(of: breakdown) ?? department])
        let cube = try PublishedCube(path: path, choice: .init(departments: counted), publication: publication)
        let explanation = Explanation(
            place: Place(metric: metric, department: department, period: options.period, breakdown: breakdown),
            cell: cell, description: description, node: node, cube: cube,
            files: FilesBehind.text(of: description, publication, published: reader))
        try CheckedOutput.standardOutput(explanation.text)
    }

    private static func known(_ name: String, _ what: String, _ names: [String], _ path: String) throws -> String {
        if names.contains(name) { return name }
        let advice = NearestName.of(name, among: names).map { "did you mean \"\($0)\"?" } ?? "see trivsel export"
        throw StageFailure.usage("\(path): unknown \(what) \"\(name)\"; \(advice)")
    }

    // MARK: The text

    var text: String {
        var text = "\(place.metric): \(VisibleText.escaped(description.title))\n"
        if publication.synthetic { text += "SYNTHETIC DATA: the persons are invented.\n" }
        text += section("What it is", definition) + section("Where and when", whereAndWhen)
        text += section("The figure", figure)
        let notes = publication.notes.filter {
            $0.isAbout(
                metric: place.metric, department: place.department, period: place.period, breakdown: place.breakdown)
        }
        for note in notes { text += "note  \(VisibleText.escaped(note.text))\n" }
        switch cell {
        case .published(let figure):
            let counting = PersonCounting(place: place, figure: figure, description: description, cube: cube)
            text += "\nWho was counted\n" + counting.text
            text += LeftOut(description: description, publication: publication).text
        case .suppressed(let reason):
            text += section("Why it is not shown", HidingRule(reason, description, publication).lines)
        }
        let settings = ShapingSettings(description: description, breakdown: place.breakdown, publication: publication)
        return text + section("Settings that shaped it", settings.lines) + "\n" + files
    }

    private var definition: [(String, String)] {
        [
            ("definition", description.definition), ("formula", description.formula), ("unit", description.unit),
            ("grain", description.grain),
            (
                "direction",
                description.direction > 0
                    ? "higher is better" : description.direction < 0 ? "lower is better" : "neither end is better"
            ),
            ("variant", description.variantOf.map { "\(description.variant ?? "one") of \($0)" } ?? ""),
            ("stage", (description.stages ?? []).joined(separator: ", ")),
            ("factor", (description.factors ?? []).joined(separator: ", ")),
            ("interval", description.interval.isEmpty ? "none" : description.interval),
            ("source", description.source),
            ("sensitive", description.sensitive ? "yes: closed periods only, remainder rule" : "no"),
        ]
    }

    private var whereAndWhen: [(String, String)] {
        let group: String
        if let unit = PersonCounting.unit(of: place.breakdown) {
            group = "all persons of \(unit), whose figure stands in: this unit has too few for one of its own"
        } else {
            group = place.breakdown.isEmpty ? "all persons" : place.breakdown
        }
        return [
            ("organisation", publication.organisation),
            ("department", node.name == node.id ? node.id : "\(node.id) (\(node.name))"),
            ("period", ExplainedPeriod(place.period, publication).words), ("group", group),
            ("as of", publication.asOf),
            ("history", ExplainedPeriod(place.period, publication).history(of: description).joined(separator: "; ")),
        ]
    }

    private var figure: [(String, String)] {
        switch cell {
        case .suppressed(let reason):
            return [
                ("status", cell.status), ("reason", reason.sentence),
                ("numerator", Self.hidden(description.numerator)),
                ("denominator", Self.hidden(description.denominator)),
            ]
        case .published(let figure):
            let value = figure.value.flatMap(PlainNumber.text).map { "\($0) \(description.unit)" }
            let undefined =
                figure.denominator == 0 || figure.n == 0
                ? "undefined: nothing to divide by"
                : description.definition.contains("(not reached)") ? "none: not reached" : "none"
            var rows = [
                ("status", cell.status), ("value", value ?? undefined),
                ("numerator", Self.told(figure.numerator, description.numerator)),
                ("denominator", Self.told(figure.denominator, description.denominator)),
                ("arithmetic", arithmetic(figure)),
                ("n", figure.n.map { "\($0) persons" } ?? "unknown: the data are pre-aggregated"),
            ]
            if let low = figure.low.flatMap(PlainNumber.text), let high = figure.high.flatMap(PlainNumber.text) {
                rows.append(("interval", "\(low) to \(high), 95 % (\(description.interval))"))
            } else {
                rows.append(("interval", "none"))
            }
            return rows + [("estimate", description.estimate ?? "raw")]
        }
    }

    private static func hidden(_ meaning: String) -> String {
        meaning.isEmpty ? "not shown" : "\(meaning): not shown"
    }

    private static func told(_ number: Double?, _ meaning: String) -> String {
        guard let text = number.flatMap(PlainNumber.text) else {
            return meaning.isEmpty ? "none: it is worked out from more than two sums" : "no sum: \(meaning)"
        }
        return meaning.isEmpty ? text : "\(text) (\(meaning))"
    }

    /// The value once more from numerator and denominator, where it is one quotient times a scale; empty where it is not.
    private func arithmetic(_ figure: Figure) -> String {
        guard let value = figure.value, let a = figure.numerator, let b = figure.denominator, b != 0, b != 1,
            let above = PlainNumber.text(a), let below = PlainNumber.text(b), let result = PlainNumber.text(value)
        else { return "" }
        let scales: [(Double, String)] = [(1, ""), (100, " × 100"), (400, " × 4 × 100")]
        for (scale, words) in scales where abs(a / b * scale - value) <= 1e-9 * max(abs(value), 1) {
            return "\(above) ÷ \(below)\(words) = \(result)"
        }
        return ""
    }

    /// A title and its lines; nothing where there are none.
    private func section(_ title: String, _ pairs: [(String, String)]) -> String {
        let lines = NamedLines.text(pairs, indent: "  ")
        return lines.isEmpty ? "" : "\n\(title)\n" + lines
    }
}

/// Lines of a name and a text, which goes on below itself where it is long.
enum NamedLines {
    static let width = 110

    static func text(_ pairs: [(String, String)], indent: String) -> String {
        let shown = pairs.filter { !$0.1.isEmpty }
        let names = shown.map { $0.0.count }.max() ?? 0
        let margin = String(repeating: " ", count: indent.count + names + 2)
        return shown.map { name, value in
            let gap = String(repeating: " ", count: names - name.count + 2)
            let lines = wrapped(VisibleText.escaped(value), to: max(width - margin.count, 40))
            return indent + VisibleText.escaped(name) + gap + lines.joined(separator: "\n" + margin) + "\n"
        }.joined()
    }

    /// Broken between words, none of which is cut.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return lines + [line]
    }
}

/// The export files and tables that a figure was made of, as aggregate wrote them down when it made it: the folders of the
/// earlier stages may hold others by now.
enum FilesBehind {
    static func text(
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
}

/// Which canonical datasets the metrics of a family are made of.
enum MetricInputs {
    /// What says who is employed, and where.
    private static let persons: Set<String> = ["employees", "assignments", "identities", "departments"]

    /// Nil: all of them.
    static func datasets(of metric: MetricDescription) -> Set<String>? {
        if metric.id.hasPrefix("participation.response_rate") {
            return persons.union(["survey_responses", "survey_invitations", "survey_totals"])
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
        case "People", "Turnover", "Retention": return persons
        case "Recruitment": return persons.union(["recruitment"])
        case "Offboarding": return persons.union(["exit_interviews"])
        case "Absence": return persons.union(["absences", "absence_totals"])
        case "Participation": return persons.union(["events", "participation"])
        case "Survey": return ["departments", "survey_responses", "survey_invitations"]
        case "Benchmark": return ["survey_totals"]
        default: return nil
        }
    }
}
