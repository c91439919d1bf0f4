import Columnar
import FoundationEssentials
import Results

/// A `published.parquet` of chosen cells, as aggregate would write it.
struct PublishedFile {
    struct Cell {
        var metric: String
        var department: String
        var period: String
        var breakdown = ""
        var disclosed: Disclosed
    }

    static func metric(_ id: String, family: String = "Turnover", unit: String = "%") -> MetricDescription {
        MetricDescription(
            id: id, family: family, title: "Title of \(id)", unit: unit, definition: "What \(id) is.",
            formula: "a ÷ b × 100",
            numerator: "leavers", denominator: "average headcount", grain: "department × month", direction: -1,
            source: "employees", interval: "exact Poisson", sensitive: false, decimals: 1)
    }

    static func department(_ id: String, name: String? = nil, depth: Int = 1) -> DepartmentNode {
        DepartmentNode(id: id, name: name ?? id, parent: depth == 0 ? nil : 0, depth: depth, end: 1)
    }

    var synthetic = false
    var metrics: [MetricDescription]
    var departments: [DepartmentNode]
    var cells: [Cell]
    var files: [Publication.File] = []
    var tables: [Publication.Table] = []
    var notes: [Publication.Note] = []
    var groupRows = 3

    func write(to path: String) throws {
        let publication = Publication(
            organisation: "Nordlys", pipeline: "nightly", asOf: "2026-03-31", synthetic: synthetic, publicData: false,
            catalogue: metrics, departments: departments, items: [], indices: [], waves: [], months: ["2026-03"],
            sources: [], findings: [], settings: [.init(name: "disclosure.minimum", value: "5")], minimumPersons: 5,
            missing: [], files: files, tables: tables, notes: notes)
        let json = String(decoding: try JSONEncoder().encode(publication), as: UTF8.self)
        let writer = try TableWriter(
            path: path, schema: PublishedTable.schema, metadata: [(PublishedTable.publicationKey, json)])
        for start in stride(from: 0, to: cells.count, by: groupRows) {
            try writer.append(group(Array(cells[start..<min(start + groupRows, cells.count)])))
        }
        _ = try writer.finish()
    }

    private func group(_ cells: [Cell]) throws -> EncodedRowGroup {
        let pool = StringPool()
        func texts(_ text: (Cell) -> String) -> Buffer<Int32> {
            let column = Buffer<Int32>(capacity: cells.count)
            for cell in cells { column.append(pool.code(text(cell))) }
            return column
        }
        func numbers<T: BitwiseCopyable>(_ zero: T, _ number: (Figure) -> T?) -> (Buffer<T>, Buffer<UInt8>) {
            let column = Buffer<T>(capacity: cells.count)
            let valid = Buffer<UInt8>(capacity: cells.count)
            for cell in cells {
                let value = cell.disclosed.figure.flatMap(number)
                column.append(value ?? zero)
                valid.append(value == nil ? 0 : 1)
            }
            return (column, valid)
        }
        let places = [texts(\.metric), texts(\.department), texts(\.period), texts(\.breakdown)]
        let status = texts { $0.disclosed.status }
        let before = [numbers(0.0, \.value), numbers(0.0, \.numerator), numbers(0.0, \.denominator)]
        let n = numbers(Int32(0)) { $0.n.map { Int32($0) } }
        let after = [numbers(0.0, \.low), numbers(0.0, \.high)]
        var columns = places.map { ColumnSlice(.string(codes: $0.pointer, pool: pool)) }
        columns += before.map { ColumnSlice(.float64($0.0.pointer), valid: $0.1.pointer) }
        columns.append(ColumnSlice(.int32(n.0.pointer), valid: n.1.pointer))
        columns += after.map { ColumnSlice(.float64($0.0.pointer), valid: $0.1.pointer) }
        columns.append(ColumnSlice(.string(codes: status.pointer, pool: pool)))
        return try withExtendedLifetime((places, status, before, n, after)) {
            try RowGroupEncoder.encode(PublishedTable.schema, rowCount: cells.count, columns: columns)
        }
    }
}
