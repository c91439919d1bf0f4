import Columnar
import FoundationEssentials
import Results
import Testing

/// The contract of `trivsel export`: header, order, quoting, numbers, suppression.
@Suite struct FigureExportTests {
    private func run(_ file: PublishedFile, _ format: String, in folder: ScratchFolder) throws -> ChildProcess.Outcome {
        try file.write(to: folder.makeFolder("2026-03-31/3-aggregate") + "/published.parquet")
        return try ChildProcess.run("trivsel", ["export", "\(folder.path)/2026-03-31", "--format", format])
    }

    private let figure = Figure(
        value: 16.122448979591837, numerator: 237, denominator: 1470, n: 1470, low: 14.25, high: 18)

    private var file: PublishedFile {
        var other = PublishedFile.metric("b", unit: "persons")
        other.variant = "two points, monthly"
        other.estimate = "shrunk"
        return PublishedFile(
            metrics: [PublishedFile.metric("a"), other],
            departments: [PublishedFile.department("R", depth: 0)],
            cells: [
                .init(metric: "a", department: "=1+1", period: "2026-03", disclosed: .published(figure)),
                .init(metric: "a", department: "R", period: "2026-03", disclosed: .published(figure)),
                .init(
                    metric: "a", department: "R", period: "2026-03", breakdown: "staff \"group\"=a, b",
                    disclosed: .suppressed(.groupMinimum)),
                .init(
                    metric: "b", department: "Ærø\nnord", period: "2026",
                    disclosed: .published(Figure(value: nil, numerator: 0, denominator: 0, n: 0))),
                .init(
                    metric: "b", department: "\u{a0}@SUM", period: "2026",
                    disclosed: .published(Figure(value: -1.5e-7, numerator: -3, denominator: 2e19))),
            ].sorted {
                ($0.metric, $0.department, $0.period, $0.breakdown) < (
                    $1.metric, $1.department, $1.period, $1.breakdown
                )
            })
    }

    @Test func commaSeparatedValues() throws {
        let outcome = try run(file, "csv", in: ScratchFolder())
        #expect(outcome.exitCode == 0 && outcome.errors == "")
        #expect(
            outcome.output == """
                metric,department,period,breakdown,value,numerator,denominator,n,low,high,status,unit,variant,estimate
                a,'=1+1,2026-03,,16.122448979591837,237,1470,1470,14.25,18,published,%,,raw
                a,R,2026-03,,16.122448979591837,237,1470,1470,14.25,18,published,%,,raw
                a,R,2026-03,"staff ""group""=a, b",,,,,,,suppressed:group_minimum,%,,raw
                b,'\u{a0}@SUM,2026,,-0.00000015,-3,20000000000000000000,,,,published,persons,"two points, monthly",shrunk
                b,"Ærø
                nord",2026,,,0,0,0,,,published,persons,"two points, monthly",shrunk

                """)
    }

    @Test func javaScriptObjects() throws {
        struct Row: Decodable {
            var metric: String
            var department: String
            var breakdown: String
            var value: Double?
            var n: Int?
            var status: String
        }
        let outcome = try run(file, "json", in: ScratchFolder())
        #expect(outcome.exitCode == 0 && outcome.errors == "")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 7 && lines.first == "[" && lines.last == "]")
        #expect(
            lines[1]
                == #"{"metric":"a","department":"=1+1","period":"2026-03","breakdown":"","value":16.122448979591837,"#
                + #""numerator":237,"denominator":1470,"n":1470,"low":14.25,"high":18,"status":"published","unit":"%","#
                + #""variant":"","estimate":"raw"},"#)
        let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
        #expect(rows.map(\.department) == ["=1+1", "R", "R", "\u{a0}@SUM", "Ærø\nnord"])
        #expect(rows[2].value == nil && rows[2].n == nil && rows[2].status == "suppressed:group_minimum")
        #expect(rows[3].value == -1.5e-7)
    }

    /// Every kind of period of the catalogue, with points of curves and groups.
    private var everyPeriod: PublishedFile {
        let periods = [
            "2026", "2026-03", "2026-03-31", "2026-03-31/P52W", "2026-03/P12M", "2026-03/P3M", "2026-03/YTD", "2026-Q1",
            "FY2026", "FY2026-Q1", "wave:Høst, 2026/1",
        ]
        var cells: [PublishedFile.Cell] = []
        for metric in ["a", "c#10", "c#20", "d:x#601+"] {
            for department in ["D1", "R"] {
                for period in periods {
                    let groups = metric == "a" ? ["", "gender=f", "gender=m", "grade=1"] : [""]
                    for breakdown in groups {
                        cells.append(
                            .init(
                                metric: metric, department: department, period: period, breakdown: breakdown,
                                disclosed: .published(figure)))
                    }
                }
            }
        }
        return PublishedFile(
            metrics: [PublishedFile.metric("a"), PublishedFile.metric("c"), PublishedFile.metric("d:x#601+")],
            departments: [PublishedFile.department("R", depth: 0), PublishedFile.department("D1")], cells: cells,
            groupRows: 7)
    }

    private func chosen(_ options: [String], _ file: PublishedFile? = nil) throws -> ChildProcess.Outcome {
        let folder = try ScratchFolder()
        try (file ?? everyPeriod).write(to: folder.makeFolder("2026-03-31/3-aggregate") + "/published.parquet")
        return try ChildProcess.run("trivsel", ["export", "\(folder.path)/2026-03-31", "--format", "csv"] + options)
    }

    @Test(arguments: [
        (["--period", "2026-03/P12M"], 2 * (4 + 3)), (["--period", "FY2026-Q1", "--period", "FY2026"], 4 * 7),
        (["--period", "2026-03-31/P52W", "--department", "D1"], 7),
        (["--period", "wave:Høst, 2026/1", "--metric", "c"], 4), (["--period", "2026", "--metric", "c#20"], 2),
        (["--metric", "c"], 44), (["--metric", "c*", "--metric", "d*"], 66), (["--metric", "d:x#601+"], 22),
        (["--period", "2026-03/YTD", "--breakdown", "gender"], 4),
        (["--period", "2026-03-31", "--breakdown", "gender=f"], 2),
        (["--period", "2026-Q1", "--breakdown", ""], 8),
        (["--period", "2026-03", "--breakdown", "", "--breakdown", "grade=1", "--metric", "a"], 4),
        ([], 2 * 11 * 7),
    ])
    func whatIsAskedForIsWritten(options: [String], rows: Int) throws {
        let outcome = try chosen(options)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("metric,department") == true)
        #expect(lines.count - 1 == rows, "\(options)")
        // A part of the whole, line by line and in its order.
        let all = try chosen([]).output.split(separator: "\n").map(String.init)
        var next = all.startIndex
        for line in lines {
            next = try #require(all[next...].firstIndex(of: line), "\(line)")
        }
    }

    @Test(arguments: [
        (["--period", "2026-3"], "expected 2026-03, 2026-Q1, 2026, FY2026, FY2026-Q1, 2026-03/YTD, 2026-03/P12M,"),
        (["--period", "Q1 2026"], "2026-03-31/P52W or wave:ID, found \"Q1 2026\""),
        (["--period", "2025"], "there are the periods"), (["--metric", "aa"], "did you mean \"a\"?"),
        (["--metric", "z*"], "unknown metric \"z*\""), (["--department", "D2"], "did you mean \"D1\"?"),
        (["--breakdown", "gendre=f"], "there are the groups"), (["--metric", "c#30"], "no cell in the departments"),
        (["--period", "2025", "--metric", "a"], "periods are written 2026-03, 2026-Q1"),
    ])
    func whatIsNotThereIsSaid(options: [String], advice: String) throws {
        let outcome = try chosen(options)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    }

    @Test func nothingPublishedIsNothing() throws {
        var empty = file
        empty.cells = []
        #expect(try run(empty, "csv", in: ScratchFolder()).output.split(separator: "\n").count == 1)
        #expect(try run(empty, "json", in: ScratchFolder()).output == "[]\n")
    }

    /// Every double comes back, bit by bit, from a text without an exponent.
    @Test(arguments: [1 as UInt64, 2, 3]) func numbersComeBack(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var values: [Double] = [
            0, -0.0, 1, 0.1, 1e15, 1e16, 123_456_789_012_345_680, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            1e-5,
        ]
        while values.count < 400 {
            let value = Double(bitPattern: generator.next())
            if value.isFinite { values.append(value) }
            values.append(Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 1000)
        }
        let cells = values.enumerated().map { index, value in
            PublishedFile.Cell(
                metric: "m", department: "D\(100_000 + index)", period: "2026",
                disclosed: .published(Figure(value: value)))
        }
        let file = PublishedFile(
            metrics: [PublishedFile.metric("m")], departments: [PublishedFile.department("R", depth: 0)], cells: cells,
            groupRows: 64)
        let outcome = try run(file, "csv", in: ScratchFolder())
        let lines = outcome.output.split(separator: "\n").dropFirst()
        try #require(lines.count == values.count)
        for (line, value) in zip(lines, values) {
            let text = String(line.split(separator: ",", omittingEmptySubsequences: false)[4])
            #expect(Double(text)?.bitPattern == value.bitPattern, "seed \(seed): \(value) as \(text)")
            #expect(text.utf8.allSatisfy { 48...57 ~= $0 || $0 == 45 || $0 == 46 }, "seed \(seed): \(text)")
            #expect(!text.hasSuffix(".0"))
            // No digit too many: as many as the shortest text has.
            let shortest = value.description.prefix { $0 != "e" }.filter(\.isNumber)
            func significant(_ digits: some StringProtocol) -> Int {
                let kept = digits.drop { $0 == "0" }
                return kept.count - (kept.reversed().prefix { $0 == "0" }.count)
            }
            #expect(significant(text.filter(\.isNumber)) == significant(shortest), "seed \(seed): \(text)")
        }
    }

    @Test func rowsOutOfOrderAreRefused() throws {
        var unsorted = file
        unsorted.cells.reverse()
        let outcome = try run(unsorted, "csv", in: ScratchFolder())
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.hasPrefix("trivsel: error: ") && outcome.errors.contains("out of order"))
    }

    @Test func inventedPersonsAreNamedSo() throws {
        var invented = file
        invented.synthetic = true
        let outcome = try run(invented, "csv", in: ScratchFolder())
        #expect(outcome.exitCode == 0 && outcome.errors.contains("SYNTHETIC DATA"))
    }

    @Test func missingAndForeignFiles() throws {
        let folder = try ScratchFolder()
        let run = folder.makeFolder("2026-03-31/3-aggregate")
        #expect(
            try ChildProcess.run("trivsel", ["export", "\(folder.path)/2026-03-31", "--format", "csv"]).exitCode == 66)
        try folder.write("2026-03-31/3-aggregate/published.parquet", "no table")
        let outcome = try ChildProcess.run("trivsel", ["export", "\(folder.path)/2026-03-31", "--format", "csv"])
        #expect(outcome.exitCode == 65 && outcome.errors.contains(run))
        #expect(try ChildProcess.run("trivsel", ["export", folder.path, "--format", "csv"]).exitCode == 64)
    }
}

struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
