import Calendars
import Columnar
import FoundationEssentials
import Glibc
import Results
import Testing

@testable import trivsel

/// `trivsel explain` over every metric and every kind of period of a run: a full answer for what is published, and nothing
/// but the rule for what is not.
@Suite struct EveryExplanationTests {
    private struct Cell {
        var place: Explanation.Place
        var status: String
    }

    private struct Run: Sendable {
        var path: String
        var cube: PublishedCube
        /// Of every metric, kind of period and status the first cell of the table, of all persons and of a group.
        var cells: [Cell]
        /// Kinds of periods of all cells.
        var kinds: Set<String>
    }

    /// A company of 220 whose fiscal year begins in July, counted with every metric that its exports allow.
    private static let run: Result<Run, any Error> = Result {
        let folder = try ScratchFolder()
        let made = try ChildProcess.run(
            "trivsel", ["demo", "--employees", "220", "--months", "28", "--seed", "11", "--out", "\(folder.path)/in"])
        try #require(made.exitCode == 0, "\(made.errors)")
        let pipelines = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "pipelines").path
        for (name, bytes) in ScratchFolder.contents(pipelines) where name.contains("/") {
            let parent = name.split(separator: "/").dropLast().joined(separator: "/")
            _ = folder.makeFolder("pipelines/\(parent)")
            try folder.write("pipelines/\(name)", bytes: bytes, mode: 0o600)
        }
        let nightly = try #require(ScratchFolder.text("\(pipelines)/nightly.yaml"))
        let pipeline = try folder.write(
            "pipelines/every.yaml",
            nightly.replacing(#"  country: "NO""#, with: "  country: \"NO\"\n  fiscal_year_from: 7")
                + "metrics:\n  leaver_cost: 100000\n  breakdowns: [gender]\n")
        let night = try ChildProcess.run(
            "trivsel", ["run", pipeline, "--input", "\(folder.path)/in", "--work", "\(folder.path)/work"])
        try #require(night.exitCode == 0, "\(night.errors)")
        let run = "\(folder.path)/work/2026-10-31"
        let path = "\(run)/3-aggregate/\(PublishedTable.fileName)"
        // The folder goes with its last user, and the cube has the file open.
        kept = folder
        let (cells, kinds) = try firstCells(path)
        return Run(path: run, cube: try PublishedCube(path: path), cells: cells, kinds: kinds)
    }
    nonisolated(unsafe) private static var kept: ScratchFolder?

    private static func kind(_ period: String) throws -> String {
        let kind = try #require(Period(period), "\(period) is not in the notation").kind
        return String("\(kind)".prefix { $0 != "(" })
    }

    private static func firstCells(_ path: String) throws -> ([Cell], Set<String>) {
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        var seen: Set<[String]> = []
        var cells: [Cell] = []
        var kinds: [String: String] = [:]
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let columns = try ["metric", "department", "period", "breakdown", "status"].map { try group.strings($0) }
            for row in 0..<group.rowCount {
                let texts = columns.map { $0[row] ?? "" }
                let period = texts[2]
                if kinds[period] == nil {
                    // What is published reads back.
                    #expect(Period(period)?.description == period)
                    kinds[period] = try kind(period)
                }
                let group = texts[3].isEmpty ? "" : String(texts[3].prefix { $0 != "=" })
                guard seen.insert([texts[0], kinds[period] ?? "", group, texts[4]]).inserted else { continue }
                cells.append(
                    Cell(
                        place: .init(
                            metric: texts[0], department: texts[1], period: period, breakdown: texts[3]),
                        status: texts[4]))
            }
        }
        return (cells, Set(kinds.values))
    }

    private func explanation(_ cell: Cell, _ cube: PublishedCube) throws -> Explanation {
        let publication = cube.publication
        let description = try #require(MetricCatalogue(publication)[cell.place.metric], "\(cell.place.metric)")
        let reason = try #require(Disclosed.reason(ofStatus: cell.status))
        let place = cell.place
        let disclosed: Disclosed
        if let reason {
            disclosed = .suppressed(reason)
        } else {
            disclosed = try #require(
                cube.cell(
                    place.metric, department: place.department, period: place.period, breakdown: place.breakdown))
        }
        return Explanation(
            place: place, cell: disclosed, description: description,
            node: try #require(publication.departments.first { $0.id == place.department }), cube: cube,
            files: "Files behind it\n")
    }

    /// Lines below a title up to the next one.
    private func section(_ title: String, of text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0 == title }) else { return [] }
        return Array(lines[(start + 1)...].prefix { $0.hasPrefix(" ") })
    }

    /// The words of a text without the breaks of its lines.
    private func words(_ text: String) -> String { text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

    @Test func everyKindOfPeriodIsThere() throws {
        let run = try Self.run.get()
        #expect(
            run.kinds == [
                "month", "quarter", "year", "fiscalYear", "fiscalQuarter", "yearToDate", "months", "day", "weeks",
                "wave",
            ])
        let explained = Set(run.cells.map(\.place.metric))
        // A curve has points, and what goes together has a table of its own.
        let tables: Set = ["retention.survival", "survey.linkage"]
        for metric in run.cube.publication.catalogue where !tables.contains(metric.id) {
            #expect(explained.contains(metric.id), "\(metric.id) has no cell")
        }
    }

    @Test func whatIsPublishedIsExplainedInFull() throws {
        let run = try Self.run.get()
        let published = run.cells.filter { $0.status == "published" }
        #expect(Set(published.map(\.place.metric)).count > 150)
        for cell in published {
            let explanation = try explanation(cell, run.cube)
            let text = explanation.text
            let description = explanation.description
            let what: Comment = "\(cell.place)\n\(text)"
            let figure = try #require(explanation.cell.figure)
            let all = words(text)
            for part in [
                description.definition, description.formula, description.source, description.unit, description.grain,
                "as_of 2026-10-31", "disclosure.minimum 5", "direction", "stage",
            ] { #expect(all.contains(words(part)), "\(part) of \(what)") }
            let told = words(section("The figure", of: text).joined(separator: "\n"))
            for number in [figure.value, figure.numerator, figure.denominator, figure.low, figure.high] {
                guard let number else { continue }
                #expect(told.contains(try #require(PlainNumber.text(number))), "\(number) of \(what)")
            }
            #expect(told.contains("numerator") && told.contains("denominator"), what)
            let n = try #require(figure.n, "no person is behind \(what)")
            #expect(told.contains("n \(n) persons"), what)
            let counted = section("Who was counted", of: text)
            #expect(counted.count { $0.contains { $0.isNumber } } >= 1, what)
            #expect(!section("Left out before counting, in the whole company", of: text).isEmpty, what)
            #expect(Set(all.split(separator: " ")).isDisjoint(with: ["nil", "nan", "inf"]), what)
            #expect(!text.contains("Optional("), what)
            for line in text.split(separator: "\n") where !line.hasPrefix("note  ") && line.count > 180 {
                Issue.record("a line of \(line.count) in \(what)")
            }
        }
    }

    /// Counts are of persons, so no part is larger than its whole and none is below 0.
    @Test func countsBelongTogether() throws {
        let run = try Self.run.get()
        for cell in run.cells where cell.status == "published" {
            let text = try explanation(cell, run.cube).text
            #expect(!text.contains("It does not add up"), "\(cell.place)\n\(text)")
            for line in section("Who was counted", of: text) {
                #expect(!line.drop { $0 == " " }.hasPrefix("-"), "\(cell.place)\n\(text)")
            }
        }
    }

    /// Whatever the figures are, the same is said of a hidden one: all of its text comes from the catalogue and the settings.
    @Test func whatIsHiddenIsExplainedWithoutAnyCount() throws {
        let run = try Self.run.get()
        let none = try PublishedCube(publication: run.cube.publication, cells: [])
        let hidden = run.cells.filter { $0.status != "published" }
        let reasons = Set(hidden.map(\.status))
        for reason in ["group_minimum", "remainder", "open_period", "grain", "dominance", "insufficient_history"] {
            #expect(reasons.contains("suppressed:\(reason)"), "the run hides nothing for \(reason)")
        }
        for cell in hidden {
            let text = try explanation(cell, run.cube).text
            let what: Comment = "\(cell.place)\n\(text)"
            #expect(text == (try explanation(cell, none).text), what)
            #expect(text.contains(cell.status) && text.contains("none are told"), what)
            #expect(section("Who was counted", of: text).isEmpty, what)
            #expect(section("Left out before counting, in the whole company", of: text).isEmpty, what)
            let told = section("The figure", of: text)
            #expect(told.count { $0.contains("not shown") } == 2, what)
        }
        // The reasons that protect persons are not told apart by the rule.
        func rule(_ reason: String) throws -> [String] {
            var cell = try #require(hidden.first { $0.status == "suppressed:group_minimum" })
            cell.status = "suppressed:\(reason)"
            return section("Why it is not shown", of: try explanation(cell, run.cube).text)
        }
        #expect(try Set(["group_minimum", "remainder", "dominance", "extreme_share"].map(rule)).count == 1)
    }

    /// What is hidden beside a published figure is not told by the counting of it, nor what would follow.
    @Test func hiddenCompanionsStayHidden() throws {
        let run = try Self.run.get()
        let wave = try #require(run.cube.publication.waves.first)
        let department = try #require(run.cube.publication.departments.first).id
        func place(_ metric: String, _ disclosed: Disclosed) -> PublishedCell {
            PublishedCell(metric, department: department, period: "wave:\(wave)", disclosed)
        }
        let score = Figure(value: 61.5, numerator: 1234, denominator: 357, n: 357, low: 58, high: 65)
        func text(_ rate: Disclosed) throws -> String {
            let cube = try PublishedCube(
                publication: run.cube.publication,
                cells: [
                    place("survey.score:q1", .published(score)), place("participation.response_rate", rate),
                    place("survey.item:q1#3", .suppressed(.extremeShare)),
                ])
            let cell = Cell(
                place: .init(
                    metric: "survey.score:q1", department: department, period: "wave:\(wave)", breakdown: ""),
                status: "published")
            return try explanation(cell, cube).text
        }
        let open = try text(.published(Figure(value: 90, numerator: 360, denominator: 400, n: 400)))
        let counted = section("Who was counted", of: open).map(words)
        #expect(counted.contains("400 persons asked participation.response_rate"))
        #expect(counted.contains("40 of them did not answer difference"))
        #expect(counted.contains("357 answers to the item, one a person survey.score:q1, n"))
        #expect(counted.contains("under 5 left out: blank or not applicable difference"), "a few are not pointed at")
        #expect(counted.contains("not shown answers of 3 survey.item:q1#3"))
        let closed = section("Who was counted", of: try text(.suppressed(.remainder))).map(words)
        #expect(closed.contains("not shown persons asked participation.response_rate"))
        #expect(closed.contains("not shown of them did not answer difference"))
        #expect(closed.contains("not shown left out: blank or not applicable difference"))
    }

    /// The same text comes out of the program; where the figure of a unit above stands in, it says so.
    @Test func theProgramSaysTheSame() throws {
        let run = try Self.run.get()
        for metric in [
            "turnover.rolling12.voluntary", "absence.rate", "survey.index.engagement", "retention.survival#365",
        ] {
            let cell = try #require(
                run.cells.first { $0.place.metric == metric && $0.status == "published" && $0.place.breakdown.isEmpty })
            let outcome = try ChildProcess.run(
                "trivsel",
                [
                    "explain", metric, "--department", cell.place.department, "--period", cell.place.period, run.path,
                ])
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            let text = try explanation(cell, run.cube).text
            #expect(outcome.output.hasPrefix(text), "\(outcome.output)\n\(text)")
        }
        let borrowed = try #require(
            run.cells.first { $0.place.breakdown.hasPrefix("from=") && $0.place.metric.hasPrefix("survey.driver:") })
        let outcome = try ChildProcess.run(
            "trivsel",
            [
                "explain", borrowed.place.metric, "--department", borrowed.place.department, "--period",
                borrowed.place.period, run.path,
            ])
        #expect(outcome.exitCode == 0 && outcome.output.contains("whose figure stands in"), "\(outcome.errors)")
    }
}
