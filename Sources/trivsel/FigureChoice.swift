import Calendars
import Columnar
import Configuration
import Results
import StageSupport

/// The descriptions of metrics by id; that of a curve or distribution holds for each of its points.
final class MetricCatalogue {
    private var known: [String: MetricDescription?]
    let all: [MetricDescription]

    init(_ publication: Publication) {
        all = publication.catalogue
        known = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(metric: String) -> MetricDescription? {
        if let known = known[metric] { return known }
        let found = all.first { $0.describes(metric) }
        known[metric] = .some(found)
        return found
    }
}

/// Which cells are asked for: of all, those with one of the metrics, departments, periods and groups named, where any are.
struct FigureChoice {
    private let metrics: [String]
    private let departments: Set<String>
    private let periods: Set<String>
    private let breakdowns: [String]
    private var isEverything: Bool {
        metrics.isEmpty && departments.isEmpty && periods.isEmpty && breakdowns.isEmpty
    }

    /// - Throws: `StageFailure.usage` for a metric or department that the publication does not know, or a period that is not
    ///   in the notation.
    init(
        _ options: UmbrellaCommand.Export, _ publication: Publication, _ catalogue: MetricCatalogue, path: String
    ) throws {
        for metric in options.metrics {
            let isKnown =
                metric.hasSuffix("*")
                ? catalogue.all.contains { $0.id.hasPrefix(metric.dropLast()) }
                : catalogue[metric] != nil || catalogue.all.contains { $0.id.hasPrefix("\(metric)#") }
            if !isKnown { throw Self.unknown("metric", metric, catalogue.all.map(\.id), path) }
        }
        let nodes = Set(publication.departments.map(\.id))
        for department in options.departments where !nodes.contains(department) {
            throw Self.unknown("department", department, publication.departments.map(\.id), path)
        }
        for period in options.periods where Period(period) == nil {
            throw StageFailure.usage("--period: expected \(Period.grammar), found \"\(VisibleText.escaped(period))\"")
        }
        metrics = options.metrics
        departments = Set(options.departments)
        periods = Set(options.periods)
        breakdowns = options.breakdowns
    }

    private static func unknown(_ what: String, _ name: String, _ known: [String], _ path: String) -> StageFailure {
        let advice =
            NearestName.of(name, among: known).map { "did you mean \"\(VisibleText.escaped($0))\"?" }
            ?? "see trivsel export without it"
        return .usage("\(path): unknown \(what) \"\(VisibleText.escaped(name))\"; \(advice)")
    }

    /// What there is of the metrics and departments asked for, for the message where nothing is what was asked for.
    struct Found {
        fileprivate var rows = 0
        fileprivate var periods: Set<String> = []
        fileprivate var breakdowns: Set<String> = []
    }

    /// The rows of a row group by the codes of their four texts, each looked at once.
    struct Rows {
        fileprivate var texts: [StringColumn]
        /// By column and code; empty where all are asked for.
        fileprivate var isAsked: [[Bool]]

        private func isAsked(_ column: Int, _ row: Int) -> Bool {
            if isAsked[column].isEmpty { return true }
            let code = Int(texts[column].codes[row])
            return isAsked[column].indices.contains(code) && isAsked[column][code]
        }

        /// Whether a row is asked for; takes down what there is besides.
        func contains(_ row: Int, found: inout Found) -> Bool {
            guard isAsked(0, row), isAsked(1, row) else { return false }
            guard isAsked(2, row), isAsked(3, row) else {
                if found.rows == 0 {
                    found.periods.insert(texts[2][row] ?? "")
                    if isAsked(2, row) { found.breakdowns.insert(texts[3][row] ?? "") }
                }
                return false
            }
            found.rows += 1
            return true
        }
    }

    /// - Parameter texts: metric, department, period and breakdown of a row group.
    func rows(of texts: [StringColumn]) -> Rows {
        let asked: [(Bool, (String) -> Bool)] = [
            (metrics.isEmpty, isAsked(metric:)), (departments.isEmpty, departments.contains),
            (periods.isEmpty, periods.contains), (breakdowns.isEmpty, isAsked(breakdown:)),
        ]
        return Rows(
            texts: texts,
            isAsked: zip(texts, asked).map { column, asked in
                guard !asked.0 else { return [] }
                return (0..<column.dictionaryCount).map {
                    asked.1(String(decoding: column.bytes(Int32($0)), as: UTF8.self))
                }
            })
    }

    private func isAsked(metric: String) -> Bool {
        metrics.contains { wanted in
            wanted.hasSuffix("*")
                ? metric.hasPrefix(wanted.dropLast()) : metric == wanted || metric.hasPrefix("\(wanted)#")
        }
    }

    /// All persons together are asked for by an empty text; a figure that stands in for a unit's own is one of them.
    private func isAsked(breakdown: String) -> Bool {
        breakdowns.contains { wanted in
            breakdown == wanted || (wanted.isEmpty && breakdown.hasPrefix("from="))
                || (!wanted.isEmpty && breakdown.hasPrefix("\(wanted)="))
        }
    }

    /// - Throws: `StageFailure.usage` where no row was what was asked for, with what there is.
    func checkThatSomethingWas(_ found: Found, path: String) throws {
        guard !isEverything, found.rows == 0 else { return }
        func list(_ names: Set<String>) -> String {
            let sorted = names.sorted()
            let shown = sorted.suffix(8).map { "\"\(VisibleText.escaped($0))\"" }.joined(separator: ", ")
            return sorted.count > 8 ? "\(shown) and \(sorted.count - 8) others" : shown
        }
        let advice =
            found.periods.isEmpty
            ? "the metrics have no cell in the departments"
            : found.breakdowns.isEmpty
                ? "there are the periods \(list(found.periods)); periods are written \(Period.grammar)"
                : "there are the groups \(list(found.breakdowns))"
        throw StageFailure.usage("\(path): no figure is what was asked for; \(advice)")
    }
}
