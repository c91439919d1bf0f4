import CSV
import Columnar
import Configuration

/// Answers and invitations that name a department which the departments' export does not have cannot be shown anywhere
/// and are set aside. Persons are kept: normalize shows them as unassigned.
struct DepartmentCheck {
    /// Ids in their composed form; empty until the departments are read.
    private let known = TextCodes()

    static func applies(to dataset: SourceDescription.Dataset) -> Bool {
        dataset == .surveyResponses || dataset == .surveyInvitations
    }

    func learn(_ chunk: ParsedChunk) {
        guard let field = chunk.plan.schema.index(of: "department") else { return }
        let column = chunk.rows.columns[field]
        guard let pool = column.pool?.pool else { return }
        let codes = column.values.assumingMemoryBound(to: Int32.self)
        for row in 0..<chunk.rows.count { _ = known.code(pool.bytes(codes[row])) }
    }

    /// Sets aside what the chunk holds of other departments. `bytes` are the records of the chunk, for their lines.
    func apply(to chunk: ParsedChunk, _ bytes: UnsafeRawBufferPointer, firstLine: Int) {
        guard known.pool.count > 0, let field = chunk.plan.schema.index(of: "department") else { return }
        let column = chunk.rows.columns[field]
        guard column.isUsed, let pool = column.pool?.pool else { return }
        let places = known.knownCodes(of: pool)
        guard (0..<places.count).contains(where: { places[$0] == TextCodes.unknown }) else { return }
        let codes = column.values.assumingMemoryBound(to: Int32.self)
        let operation = chunk.plan.cells.firstIndex { $0.field == field } ?? -1
        var strays: [SetAside] = []
        for row in 0..<chunk.rows.count where column.valid[row] == 1 && places[Int(codes[row])] < 0 {
            guard chunk.dropped.insert(row).inserted else { continue }
            strays.append(
                SetAside(ordinal: Int(chunk.rows.ordinals[row]), reason: .unknownDepartment, operation: operation))
        }
        guard !strays.isEmpty else { return }
        let lines = LineIndex.lines(of: strays.map(\.ordinal), in: bytes, chunk.plan.dialect)
        for (item, line) in zip(strays, lines) { chunk.strays.append((item, firstLine + line)) }
    }
}
