import Results
import Testing

@testable import Reporting

/// The family of tests that decides what stands apart, on a small company made for it.
@Suite struct FlagTests {
    static let month = 2026 * 12 + 8
    private static let turnover = MetricDescription(
        id: "turnover.rolling12.total", family: "Turnover", title: "Turnover", unit: "%", definition: "", formula: "",
        numerator: "", denominator: "", grain: "", direction: -1, source: "", interval: "exact Poisson (Garwood)",
        sensitive: false, decimals: 1)
    private static let absence = MetricDescription(
        id: "absence.rate", family: "Absence", title: "Absence rate", unit: "%", definition: "", formula: "",
        numerator: "", denominator: "", grain: "", direction: -1, source: "", interval: "ratio of clustered sums",
        sensitive: true, decimals: 1)
    private static let headcount = MetricDescription(
        id: "headcount.closing", family: "People", title: "Headcount", unit: "persons", definition: "", formula: "",
        numerator: "", denominator: "", grain: "", direction: 0, source: "", interval: "", sensitive: false,
        decimals: 0)

    /// Root, two divisions, two teams in the first; the troubled team is C, within A.
    private static let nodes = [
        DepartmentNode(id: "R", name: "Root", parent: nil, depth: 0, end: 5),
        DepartmentNode(id: "A", name: "Alpha", parent: 0, depth: 1, end: 4),
        DepartmentNode(id: "C", name: "Charlie", parent: 1, depth: 2, end: 3),
        DepartmentNode(id: "D", name: "Delta", parent: 1, depth: 2, end: 4),
        DepartmentNode(id: "B", name: "Bravo", parent: 0, depth: 1, end: 5),
    ]

    private static func rate(_ leavers: Double, _ people: Double) -> Disclosed {
        .published(
            Figure(
                value: leavers / people * 100, numerator: leavers, denominator: people, n: Int(people),
                low: max(0, leavers - 2 * leavers.squareRoot()) / people * 100,
                high: (leavers + 2 * leavers.squareRoot() + 2) / people * 100))
    }

    private static func lost(_ percent: Double, _ people: Double) -> Disclosed {
        let size = people * 1000
        let error = 0.9 / people.squareRoot() * percent
        return .published(
            Figure(
                value: percent, numerator: percent / 100 * size, denominator: size, n: Int(people),
                low: percent / (1 + error / percent * 1.96), high: percent * (1 + error / percent * 1.96)))
    }

    /// Leavers by unit in the year and the year before, and months in which the troubled team's rate stepped up.
    static func cube(since: Int? = nil) throws -> PublishedCube {
        var cells: [PublishedCell] = []
        let people: [String: Double] = ["C": 100, "D": 120, "B": 400]
        func add(_ metric: String, _ period: String, _ values: [String: Double], _ make: (Double, Double) -> Disclosed)
        {
            for (unit, value) in values.sorted(by: { $0.key < $1.key }) {
                cells.append(PublishedCell(metric, department: unit, period: period, make(value, size(unit))))
            }
        }
        func size(_ unit: String) -> Double {
            switch unit {
            case "A": 220
            case "R": 620
            default: people[unit] ?? 1
            }
        }
        for (back, trouble) in [(0, 36.0), (12, 14.0)] {
            let own = ["C": trouble, "D": 15, "B": 52]
            let all = own.merging(["A": trouble + 15, "R": trouble + 67]) { a, _ in a }
            add("turnover.rolling12.total", PreviewCompany.month(month - back) + "/P12M", all, rate)
        }
        for (back, trouble) in [(0, 9.0), (12, 5.0)] {
            let own = ["C": trouble, "D": 5.0, "B": 5.0]
            let all = own.merging([
                "A": (trouble * 100 + 5 * 120) / 220, "R": (trouble * 100 + 5 * 520) / 620,
            ]) { a, _ in a }
            add("absence.rate", PreviewCompany.month(month - back) + "/P12M", all, lost)
        }
        for at in (month - 23)...month {
            let isLate = since.map { at >= $0 } ?? false
            for (unit, value) in [("C", isLate ? 4.0 : 1.0), ("R", isLate ? 8.0 : 6.0)] {
                cells.append(
                    PublishedCell(
                        "turnover.total", department: unit, period: PreviewCompany.month(at),
                        rate(value + (at % 2 == 0 ? 0.3 : -0.3), size(unit))))
            }
            for unit in nodes.map(\.id) {
                cells.append(
                    PublishedCell(
                        "headcount.closing", department: unit, period: PreviewCompany.month(at),
                        .published(Figure(value: size(unit), numerator: size(unit), n: Int(size(unit))))))
            }
        }
        return try PublishedCube(
            publication: Publication(
                organisation: "Root", pipeline: "flags", asOf: "2026-09-30", synthetic: false, publicData: false,
                catalogue: [turnover, absence, headcount], departments: nodes, items: [], indices: [], waves: [],
                months: ((month - 35)...month).map(PreviewCompany.month), sources: [], findings: [], settings: [],
                minimumPersons: 5, missing: []), cells: cells)
    }

    static func edition(_ cube: PublishedCube) throws -> Edition {
        var edition = try Edition(cube: cube, tree: PageTree(cube.publication, .all), settings: ReportSettings())
        var family = FlagFamily(
            Watch.all(in: edition), cube.publication.departments, tests: try MadeFlags.tests(cube))
        family.add(edition, units: cube.publication.departments.indices)
        edition.flags = family.judged(edition)
        return edition
    }

    @Test func theDeepestUnitThatExplainsADifferenceIsNamed() throws {
        let edition = try Self.edition(try Self.cube())
        let flagged = edition.flags.of(1).filter { $0.against == .parent }
        #expect(flagged.allSatisfy { $0.isExplainedBelow })
        let company = Findings(PageContext(edition, unit: 0))
        let first = try #require(company.list.first { $0.tone == .bad && $0.headline.contains("Charlie") })
        #expect(first.headline.hasPrefix("Charlie, within Alpha: "))
        #expect(!company.list.contains { $0.headline.hasPrefix("Alpha") })
    }

    @Test func theUnitsOwnPageSaysTheSame() throws {
        let edition = try Self.edition(try Self.cube())
        let own = Findings(PageContext(edition, unit: 2))
        #expect(own.together == "Turnover and absence have worsened together in a year")
        #expect(own.list.first?.tone == .bad)
        let delta = Findings(PageContext(edition, unit: 3))
        #expect(delta.list.allSatisfy { $0.tone != .bad })
    }

    @Test func familiesThatWorsenTogetherAreOneSentenceWithSinceWhen() throws {
        let edition = try Self.edition(try Self.cube(since: Self.month - 7))
        let own = Findings(PageContext(edition, unit: 2))
        #expect(own.together == "Turnover and absence have worsened together since about February 2026")
        let company = FirstScreen(
            context: PageContext(edition, unit: 0), findings: Findings(PageContext(edition, unit: 0)))
        #expect(
            company.standfirst.contains(
                "Charlie, within Alpha, where turnover and absence have worsened together since about February 2026."))
    }

    @Test func tilesAndTablesUseTheSameVerdicts() throws {
        let edition = try Self.edition(try Self.cube())
        let period = try #require(edition.headline(.turnover)).period
        let reading = edition.reading("turnover.rolling12.total", 2, period).figure
        let above = edition.reading("turnover.rolling12.total", 1, period).figure
        let verdict = edition.verdict(
            "turnover.rolling12.total", of: 2, period, reading, against: above, .parent)
        #expect(verdict == .worse)
        let rows = UnitRows(PageContext(edition, unit: 0), "turnover.rolling12.total", period).rows
        #expect(rows.contains { $0.unit == 2 && $0.verdict == .worse })
    }

    @Test func onlyWhatTheFamilyMarksIsApart() throws {
        let cube = try Self.cube()
        var edition = try Edition(cube: cube, tree: PageTree(cube.publication, .all), settings: ReportSettings())
        let departments = cube.publication.departments
        let tests = try MadeFlags.tests(cube)
        #expect(tests.contains { $0.department == "C" && $0.marked })
        func flags(_ tests: [FlagTest]?) -> Flags {
            var family = FlagFamily(Watch.all(in: edition), departments, tests: tests)
            family.add(edition, units: departments.indices)
            return family.judged(edition)
        }
        // Rejected, but below the minimum: level, though its figures lie far apart.
        let unmarked = tests.map { test in
            var test = test
            test.marked = false
            return test
        }
        edition.flags = flags(unmarked)
        #expect(departments.indices.allSatisfy { edition.flags.of($0).isEmpty })
        let period = try #require(edition.headline(.turnover)).period
        func verdict(_ unit: Int) -> Verdict {
            edition.verdict(
                "turnover.rolling12.total", of: unit, period,
                edition.reading("turnover.rolling12.total", unit, period).figure,
                against: edition.reading("turnover.rolling12.total", 1, period).figure, .parent)
        }
        #expect(verdict(2) == .level)
        // Both known and no test of them: too small to say.
        edition.flags = flags([])
        #expect(verdict(2) == .level)
        // No family at all, as in files of earlier versions: the intervals speak.
        edition.flags = flags(nil)
        #expect(
            verdict(2)
                == edition.verdict(
                    "turnover.rolling12.total", edition.reading("turnover.rolling12.total", 2, period).figure,
                    against: edition.reading("turnover.rolling12.total", 1, period).figure))
    }

    @Test func aPartIsTakenFromTheWhole() throws {
        let unit = Unit(.plain, decimals: 0, words: "score")
        // 0, 10, 20 … as one group, and the same split in two: the rest's mean and variance come back.
        func figure(_ values: [Double]) -> Figure {
            let n = Double(values.count)
            let mean = values.reduce(0, +) / n
            let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 1)
            let half = 1.984 * (variance / n).squareRoot()
            return Figure(
                value: mean, numerator: values.reduce(0, +), denominator: n, n: values.count, low: mean - half,
                high: mean + half)
        }
        let part = (0..<100).map { Double($0 % 10) * 10 }
        let rest = (0..<100).map { Double($0 % 7) * 9 + 20 }
        let whole = try #require(Sample(figure(part + rest), unit: unit, law: .mean))
        let own = try #require(Sample(figure(part), unit: unit, law: .mean))
        let left = try #require(whole.minus(own))
        let direct = try #require(Sample(figure(rest), unit: unit, law: .mean))
        #expect(abs(left.value - direct.value) < 1e-9)
        #expect(abs(left.spread / direct.spread - 1) < 0.05)
    }

    @Test func countsAreComparedExactly() throws {
        let unit = Unit(.percent, decimals: 1, words: "%")
        func sample(_ leavers: Double, _ people: Double) throws -> Sample {
            try #require(
                Sample(
                    Figure(value: leavers / people * 100, numerator: leavers, denominator: people, n: Int(people)),
                    unit: unit, law: Sample.Law(interval: "exact Poisson (Garwood) on the count")))
        }
        // Of 4 events all in one of two equal halves: mid-p is 2 · ½ · 1/16.
        #expect(abs(try sample(4, 100).p(against: sample(0, 100)) - 0.0625) < 1e-12)
        #expect(try sample(10, 100).p(against: sample(10, 100)) == 1)
    }
}

@Suite struct OnsetTests {
    @Test func aStepIsFoundAtItsMonth() {
        typealias Point = (month: Int, value: Double)
        let points = (0..<24).map { month -> Point in
            let level: Double = month < 15 ? 0 : 8
            return (month: month, value: level + Double(month % 2))
        }
        #expect(Onset.step(points, minimum: 5, upwards: true) == 15)
        #expect(Onset.step(points, minimum: 5, upwards: false) == nil)
        #expect(Onset.step(points, minimum: 12, upwards: true) == nil)
        #expect(Onset.step(Array(points.prefix(8)), minimum: 1, upwards: true) == nil)
        let noise = (0..<24).map { month -> Point in (month: month, value: Double((month * 7) % 11)) }
        #expect(Onset.step(noise, minimum: 1, upwards: true) == nil)
    }
}
