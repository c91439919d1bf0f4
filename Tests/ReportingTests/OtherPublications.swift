import Results

@testable import Reporting

/// Small publications of the kinds that are not a company's own exports.
enum OtherPublications {
    private static func metric(_ id: String) -> MetricDescription? { PreviewCompany.catalogue().first { $0.id == id } }

    private static func publication(
        _ organisation: String, asOf: String, departments: [DepartmentNode], months: [String], catalogue: [String],
        items: [SurveyItem] = [], missing: [String]
    ) -> Publication {
        Publication(
            organisation: organisation, pipeline: "public", asOf: asOf, synthetic: false, publicData: true,
            catalogue: catalogue.compactMap(metric), departments: departments, items: items, indices: [], waves: [],
            months: months,
            sources: [
                SourceQuality(
                    dataset: "totals", file: "totals.csv", rowsIn: 120, rowsOut: 119, quarantined: 1, duplicates: 0,
                    reasons: [.init(reason: "unreadable_number", rows: 1)])
            ],
            findings: [], settings: [], minimumPersons: 5, missing: missing)
    }

    /// Published totals of absence: regions and organisations, staff groups, blanks of the publisher.
    static func health() throws -> PublishedCube {
        var nodes = [DepartmentNode(id: "ENG", name: "England", parent: nil, depth: 0, end: 0)]
        for region in 1...7 {
            let at = nodes.count
            let organisations = region == 3 ? 30 : 3
            nodes.append(
                DepartmentNode(
                    id: "R\(region)", name: "Region \(region)", parent: 0, depth: 1, end: at + 1 + organisations))
            for number in 1...organisations {
                nodes.append(
                    DepartmentNode(
                        id: "R\(region)O\(number)", name: "Hospital Trust \(region).\(number)", parent: at, depth: 2,
                        end: nodes.count + 1))
            }
        }
        nodes[0].end = nodes.count
        let months = (0..<12).map { PreviewCompany.month(2023 * 12 + $0) }
        var cells: [PublishedCell] = []
        for (index, node) in nodes.enumerated() {
            let base = 4.6 + Double((index * 37) % 23) / 16
            for (m, month) in months.enumerated() {
                let value = base + [0.6, 0.2, 0.1, -0.2, -0.5, -0.4, -0.2, -0.3, 0, 0.4, 0.5, 0.7][m]
                let disclosed: Disclosed =
                    index % 11 == 5 && m == 4 ? .suppressed(.publisher) : .published(Figure(value: value))
                cells.append(PublishedCell("absence.rate", department: node.id, period: month, disclosed))
            }
            cells.append(
                PublishedCell(
                    "absence.rate", department: node.id, period: "2023",
                    index % 11 == 5 ? .suppressed(.incomplete) : .published(Figure(value: base))))
            for (g, group) in ["Midwives", "Ambulance staff", "Managers", "Nurses & health visitors", "HCHS doctors"]
                .enumerated()
            {
                cells.append(
                    PublishedCell(
                        "absence.rate", department: node.id, period: "2023", breakdown: "staff_group=\(group)",
                        g == 4 && index > 20 ? .suppressed(.publisher) : .published(Figure(value: base + Double(g) - 2))
                    ))
            }
        }
        return try PublishedCube(
            publication: publication(
                "NHS England", asOf: "2023-12-31", departments: nodes, months: months, catalogue: ["absence.rate"],
                missing: ["Turnover: no employment data in these exports", "Survey: no survey in these exports"]),
            cells: cells)
    }

    /// Benchmark medians and response rates by organisation, two years.
    static func service() throws -> PublishedCube {
        var nodes = [DepartmentNode(id: "CS", name: "Civil Service", parent: nil, depth: 0, end: 41)]
        var cells: [PublishedCell] = []
        for number in 1...40 {
            nodes.append(
                DepartmentNode(id: "ORG\(number)", name: "Agency \(number)", parent: 0, depth: 1, end: number + 1))
            for year in [2021, 2022] {
                cells.append(
                    PublishedCell(
                        "participation.response_rate", department: "ORG\(number)", period: String(year),
                        .published(Figure(value: 55 + Double((number * 29 + year) % 45)))))
            }
        }
        for code in 1...90 {
            for year in [2021, 2022] where year == 2022 || code <= 87 {
                cells.append(
                    PublishedCell(
                        "survey.benchmark.median", department: "CS", period: String(year),
                        breakdown: "measure=B\(code)",
                        .published(Figure(value: 50 + Double((code * 17 + year) % 40)))))
            }
        }
        for (year, engagement, response) in [(2021, 65.717, 75.4), (2022, 64.585, 76.5)] {
            for (code, value) in [("EES", engagement), ("response_rate", response)] {
                cells.append(
                    PublishedCell(
                        "survey.benchmark.median", department: "CS", period: String(year), breakdown: "measure=" + code,
                        .published(Figure(value: value, denominator: 40))))
            }
        }
        return try PublishedCube(
            publication: publication(
                "Civil Service", asOf: "2022-12-31", departments: nodes,
                months: [],
                catalogue: ["survey.benchmark.median", "participation.response_rate"],
                items: [SurveyItem(id: "B1", text: "I am interested in my work", index: nil, reversed: false)],
                missing: []),
            cells: cells)
    }

    /// One dateless snapshot with a status column.
    static func snapshot() throws -> PublishedCube {
        let list = [
            ("ALL", "All departments", 237.0, 1470.0), ("HR", "Human Resources", 12, 63),
            ("RD", "Research & Development", 133, 961),
            ("SA", "Sales", 92, 446),
        ]
        let nodes = list.enumerated().map { index, item in
            DepartmentNode(
                id: item.0, name: item.1, parent: index == 0 ? nil : 0, depth: index == 0 ? 0 : 1,
                end: index == 0 ? list.count : index + 1)
        }
        let cells = list.map { item in
            let value = item.2 / item.3 * 100
            return PublishedCell(
                "turnover.snapshot", department: item.0, period: "2026-10-31",
                .published(
                    Figure(
                        value: value, numerator: item.2, denominator: item.3, n: Int(item.3), low: value * 0.85,
                        high: value * 1.17)))
        }
        return try PublishedCube(
            publication: publication(
                "IBM sample", asOf: "2026-10-31", departments: nodes, months: [], catalogue: ["turnover.snapshot"],
                missing: ["Absence: no absence data"]),
            cells: cells)
    }
}
