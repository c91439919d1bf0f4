internal import Columnar
internal import FoundationEssentials

/// The published cells of chosen departments, in memory, with what is told beside them.
public struct PublishedCube: Sendable {
    public let publication: Publication
    let metrics: [String: UInt64]
    let departments: [String: UInt64]
    let periods: [String: UInt64]
    let breakdowns: [String: UInt64]
    let cells: CellTable
    let breakdownsByMetric: [String: [String]]

    /// Opens `published.parquet` far enough to know the departments and the catalogue.
    public static func publication(of path: String) throws -> Publication {
        try publication(in: TableReader(path: path, expecting: PublishedTable.schema), path: path)
    }

    private static func publication(in reader: TableReader, path: String) throws -> Publication {
        guard let text = reader.metadata[PublishedTable.publicationKey],
            let publication = try? JSONDecoder().decode(Publication.self, from: Data(text.utf8))
        else { throw PublishedCubeError.noPublication(path: path) }
        return publication
    }

    /// Loads the cells of the departments named (all when `nil`). Memory: about 75 bytes a cell.
    public init(path: String, departments wanted: Set<String>? = nil) throws {
        let reader = try TableReader(path: path, expecting: PublishedTable.schema)
        let publication = try Self.publication(in: reader, path: path)
        self.publication = publication
        var metrics: [String: UInt64] = [:]
        var departments: [String: UInt64] = [:]
        var periods: [String: UInt64] = [:]
        var breakdowns: [String: UInt64] = [:]
        let share =
            wanted.map { Double($0.count) / Double(max(publication.departments.count, 1)) } ?? 1
        let cells = CellTable(expecting: Int(Double(reader.rowCount) * min(share, 1)))
        var pairs: Set<UInt64> = []
        func number(_ text: String, in table: inout [String: UInt64], limit: UInt64) throws -> UInt64 {
            if let known = table[text] { return known }
            let next = UInt64(table.count)
            guard next < limit else { throw PublishedCubeError.tooManyKinds(path: path) }
            table[text] = next
            return next
        }
        let noGroup = try number("", in: &breakdowns, limit: 1 << 14)
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index)
            let metric = try group.strings("metric")
            let department = try group.strings("department")
            let period = try group.strings("period")
            let breakdown = try group.strings("breakdown")
            let status = try group.strings("status")
            let value = try group.float64("value")
            let numerator = try group.float64("numerator")
            let denominator = try group.float64("denominator")
            let n = try group.int32("n")
            let low = try group.float64("low")
            let high = try group.float64("high")
            var isWanted: [Bool] = []
            var departmentNumbers: [UInt64] = []
            for code in 0..<Int32(department.dictionaryCount) {
                let id = department.string(code)
                let take = wanted?.contains(id) ?? true
                isWanted.append(take)
                departmentNumbers.append(take ? try number(id, in: &departments, limit: 1 << 20) : 0)
            }
            func numbers(_ column: StringColumn, _ table: inout [String: UInt64], _ limit: UInt64) throws -> [UInt64] {
                var list: [UInt64] = []
                for code in 0..<Int32(column.dictionaryCount) {
                    list.append(try number(column.string(code), in: &table, limit: limit))
                }
                return list
            }
            let metricNumbers = try numbers(metric, &metrics, 1 << 16)
            let periodNumbers = try numbers(period, &periods, 1 << 14)
            let breakdownNumbers = try numbers(breakdown, &breakdowns, 1 << 14)
            var reasons: [SuppressionReason?] = []
            for code in 0..<Int32(status.dictionaryCount) {
                guard let reason = Disclosed.reason(ofStatus: status.string(code)) else {
                    throw PublishedCubeError.unknownStatus(path: path)
                }
                reasons.append(reason)
            }
            for row in 0..<group.rowCount {
                let d = Int(department.codes[row])
                let m = Int(metric.codes[row])
                let p = Int(period.codes[row])
                let b = Int(breakdown.codes[row])
                let s = Int(status.codes[row])
                guard d >= 0, m >= 0, p >= 0, b >= 0, s >= 0 else { throw PublishedCubeError.unknownStatus(path: path) }
                guard isWanted[d] else { continue }
                let key =
                    metricNumbers[m] << 48 | departmentNumbers[d] << 28 | periodNumbers[p] << 14 | breakdownNumbers[b]
                if let reason = reasons[s] {
                    cells.set(key, .suppressed(reason))
                } else {
                    cells.set(
                        key,
                        .published(
                            Figure(
                                value: value[row], numerator: numerator[row], denominator: denominator[row],
                                n: n[row].map(Int.init), low: low[row], high: high[row])))
                }
                if breakdownNumbers[b] != noGroup { pairs.insert(metricNumbers[m] << 14 | breakdownNumbers[b]) }
            }
        }
        self.metrics = metrics
        self.departments = departments
        self.periods = periods
        self.breakdowns = breakdowns
        self.cells = cells
        var groups: [String: [String]] = [:]
        let metricNames = metrics.sorted { $0.value < $1.value }.map(\.key)
        let groupNames = breakdowns.sorted { $0.value < $1.value }.map(\.key)
        for pair in pairs {
            groups[metricNames[Int(pair >> 14)], default: []].append(groupNames[Int(pair & (1 << 14 - 1))])
        }
        breakdownsByMetric = groups.mapValues { $0.sorted() }
    }

    /// The cell, or `nil` when there is none at that place.
    public func cell(
        _ metric: String, department: String, period: String, breakdown: String = ""
    ) -> Disclosed? {
        guard let m = metrics[metric], let d = departments[department], let p = periods[period],
            let b = breakdowns[breakdown]
        else { return nil }
        return cells[m << 48 | d << 28 | p << 14 | b]
    }

    /// The breakdown groups that a metric has cells for, sorted.
    public func breakdowns(of metric: String) -> [String] { breakdownsByMetric[metric] ?? [] }

    /// Whether any cell of the metric was loaded.
    public func has(_ metric: String) -> Bool { metrics[metric] != nil }
}

public enum PublishedCubeError: Error, CustomStringConvertible, Sendable {
    case noPublication(path: String)
    case unknownStatus(path: String)
    case tooManyKinds(path: String)

    public var description: String {
        switch self {
        case .noPublication(let path):
            "\(path): found no readable description of the publication in the file's metadata; run trivsel-aggregate again"
        case .unknownStatus(let path):
            "\(path): found a cell without a place or with a status that this version does not know; expected published or suppressed:REASON; run trivsel-aggregate again"
        case .tooManyKinds(let path):
            "\(path): found more metrics, departments, periods or groups than a report can hold (65,536 metrics, 1,048,576 departments, 16,384 periods and groups)"
        }
    }

    public var exitCode: Int32 { 65 }
}
