import FoundationEssentials
import Glibc
import Statistics
import Testing

/// The tables of peopleanalyticsdata, an R package (K. McNulty, MIT licence): see the README of the shared data.
enum PeopleAnalyticsData {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let given = getenv("TRIVSEL_SHARED_DATA").map { URL(filePath: String(cString: $0)) }
        let shared = given ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let folder = shared.appending(path: "peopleanalyticsdata")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func isPresent() -> Bool {
        if folder == nil { print("skipped: shared data is absent; set TRIVSEL_SHARED_DATA") }
        return folder != nil
    }

    /// The header and the lines of a table without quotes.
    static func table(_ name: String) throws -> (columns: [String], lines: [[String]]) {
        let text = String(decoding: try Data(contentsOf: try #require(folder).appending(path: name)), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return (try #require(lines.first), Array(lines.dropFirst()))
    }

    /// Tenure in months of those of job_retention.csv whose value in a column is chosen.
    static func retention(_ column: String, where chosen: (String) -> Bool) throws -> SurvivalState {
        let (columns, lines) = try table("job_retention.csv")
        let place = try #require(columns.firstIndex(of: column))
        let month = try #require(columns.firstIndex(of: "month"))
        let left = try #require(columns.firstIndex(of: "left"))
        var state = SurvivalState()
        for line in lines where chosen(line[place]) {
            state.add(entry: 0, exit: try #require(Int(line[month])), event: line[left] == "1")
        }
        return state
    }

    static func retentionGroups() throws -> [(name: String, state: SurvivalState)] {
        [
            ("all", try retention("gender") { _ in true }), ("F", try retention("gender") { $0 == "F" }),
            ("M", try retention("gender") { $0 == "M" }),
            ("sentiment7", try retention("sentiment") { Int($0).map { $0 >= 7 } ?? false }),
            ("sentiment6", try retention("sentiment") { Int($0).map { $0 < 7 } ?? false }),
        ]
    }

    /// The answers of employee_survey.csv to the items whose names begin so, "" for all of them.
    static func survey(_ prefix: String) throws -> MomentSums {
        let (columns, lines) = try table("employee_survey.csv")
        let places = columns.indices.filter { columns[$0].hasPrefix(prefix) }
        var moments = MomentSums(variables: places.count)
        for line in lines {
            let row = places.compactMap { Int(line[$0]) }
            if row.count == places.count { moments.add(row) }
        }
        return moments
    }

    static let scales = ["Ben", "Work", "Man", "Car", ""]
}

@Suite(.enabled(if: PeopleAnalyticsData.isPresent(), "shared data is absent")) struct PublicDataTests {
    /// The published shares still employed after twelve months.
    @Test func retentionOfAYear() throws {
        let groups = try PeopleAnalyticsData.retentionGroups()
        let printed = ["F": 0.603, "M": 0.623, "sentiment7": 0.634, "sentiment6": 0.517]
        for (name, state) in groups {
            let curve = try #require(state.curve())
            #expect(curve.start == 0 && curve.end == 12 && curve.median == nil)
            let year = try #require(curve.survival(at: 12))
            if let expected = printed[name] { #expect(abs(year.survival - expected) < 0.0005, "\(name)") }
        }
        let events = groups.map { $0.state.days.reduce(0) { $0 + $1.events } }
        #expect(events[0] == 1354 && events[1] + events[2] == 1354 && events[3] + events[4] == 1354)
        #expect(groups[0].state.days.first?.entries == 3770)
        #expect(groups[1].state + groups[2].state == groups[0].state)
        #expect(groups[3].state + groups[4].state == groups[0].state)
    }

    /// R: psych::alpha(survey[items])$total$raw_alpha.
    @Test func alphaOfTheSurvey() throws {
        let expected = [
            ("Ben", 0.67304932), ("Work", 0.82986971), ("Man", 0.73732030), ("Car", 0.76315363), ("", 0.85701282),
        ]
        for (scale, value) in expected {
            let moments = try PeopleAnalyticsData.survey(scale)
            let alpha = try #require(cronbachAlpha(moments))
            #expect(alpha.n == 2833 && abs(alpha.value - value) < 5e-9, "\(scale)")
        }
        #expect(reliability(try PeopleAnalyticsData.survey("Happiness")) == .singleItem)
    }
}

/// Writes what we make of the public tables to public_data.csv, for `Tests/Oracles/public_data_oracle.py` and `.R`, which
/// read the tables themselves: a name, `=`, the results.
@Suite(
    .enabled(if: OracleDirectory.path != nil, "set TRIVSEL_ORACLE_DIR to write public_data.csv"),
    .enabled(if: PeopleAnalyticsData.isPresent(), "shared data is absent")
)
struct PublicDataStatisticsOracleTests {
    @Test func write() throws {
        var lines: [String] = []
        for (name, state) in try PeopleAnalyticsData.retentionGroups() {
            let curve = try #require(state.curve())
            for point in curve.points {
                let interval = try #require(point.interval)
                lines.append(
                    "survival:\(name):\(point.day),=,\(point.atRisk),\(point.events),\(point.survival),"
                        + "\(interval.low),\(interval.high)")
            }
        }
        for scale in PeopleAnalyticsData.scales {
            let alpha = try #require(cronbachAlpha(try PeopleAnalyticsData.survey(scale)))
            lines.append("alpha:\(scale),=,\(alpha.value),\(alpha.interval.low),\(alpha.interval.high)")
        }
        let survey = try PeopleAnalyticsData.survey("")
        let drivers = try #require(relativeWeights(survey, outcome: 0, predictors: Array(1..<survey.variables)))
        let results = drivers.weights + drivers.correlations + [drivers.rSquared]
        lines.append("drivers:Happiness,=," + results.map { "\($0)" }.joined(separator: ","))
        try OracleDirectory.write(lines, to: "public_data.csv")
    }
}
