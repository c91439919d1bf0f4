import CSV
import Columnar
import Glibc

/// Ids of persons → keys.
extension ChunkDecoder {
    /// The places of all keys are found first and the keys then read together: so the waits for memory overlap.
    func decodePersons(_ place: Int, _ batch: RecordBatch, _ base: Int) {
        let operation = operations[place]
        guard let persons = operation.tag == .otherPerson ? otherPersons : persons else { return }
        let keys = operation.values.assumingMemoryBound(to: Int64.self)
        let needsChecks = operation.tag == .personWithCheck && checkField >= 0
        if needsChecks { beginChecks(batch, base) }
        let keyPlaces = keyPlaces
        let keyRows = survivors
        let header = plan.cells[place].header
        var count = 0
        each(place, batch, base) { field, row in
            guard let id = ShortKey(field) else { return longPerson(persons, field, row, operation, header) }
            keyPlaces[count] = persons.place(id)
            keyRows[count] = Int32(truncatingIfNeeded: row &- base)
            count &+= 1
            return nil
        }
        var unknown = 0
        for i in 0..<count {
            let row = keyRows[i]
            let key = keyPlaces[i].pointee
            keys[base &+ Int(row)] = key
            keyRows[unknown] = row
            unknown &+= key == 0 || needsChecks ? 1 : 0
        }
        if unknown > 0 { lookUpPersons(persons, unknown, place, batch, base) }
    }

    /// The first `count` of `survivors`: ids of up to 15 bytes that are new, or not found by their number.
    private func lookUpPersons(
        _ persons: PersonKeyCache, _ count: Int, _ place: Int, _ batch: RecordBatch, _ base: Int
    ) {
        let operation = operations[place]
        let keys = operation.values.assumingMemoryBound(to: Int64.self) + base
        let checks = checks(operation).map { $0 + base }
        let fields = column(operation, batch)
        let rows = survivors
        let header = plan.cells[place].header
        var ids = 0
        for i in 0..<count {
            let row = Int(rows[i])
            let field = fields[row].trimmed
            guard !PersonKeyCache.isScientific(field), let id = ShortKey(field) else {
                stop(row, .badKey, place, batch)
                continue
            }
            guard !field.isText(header) else {
                stop(row, .repeatedHeader, place, batch)
                continue
            }
            pending[ids] = id
            rows[ids] = rows[i]
            ids += 1
        }
        let isDone = persons.entries(pending, ids, places: slots) { i, entry in
            if let reason = entry.stop { return stop(Int(rows[i]), reason, place, batch) }
            keys[Int(rows[i])] = entry.key
            checks?[Int(rows[i])] = entry.check
        }
        if !isDone { failedHash = true }
    }

    private func longPerson(
        _ persons: PersonKeyCache, _ field: FieldSpan, _ row: Int, _ operation: CellOperation,
        _ header: String
    ) -> CellStop? {
        guard !PersonKeyCache.isScientific(field) else { return .badKey }
        guard !field.isText(header) else { return .repeatedHeader }
        guard let entry = persons.entry(field) else {
            failedHash = true
            return .badKey
        }
        if let reason = entry.stop { return reason }
        operation.values.storeBytes(of: entry.key, toByteOffset: row * 8, as: Int64.self)
        checks(operation)?[row] = entry.check
        return nil
    }

    /// The column of checks, which no cell of its own fills.
    private func checks(_ operation: CellOperation) -> UnsafeMutablePointer<Int64>? {
        guard operation.tag == .personWithCheck, checkField >= 0 else { return nil }
        return rows.columns[checkField].values.assumingMemoryBound(to: Int64.self)
    }

    private func beginChecks(_ batch: RecordBatch, _ base: Int) {
        let column = rows.columns[checkField]
        memset(column.valid + base, 1, batch.count)
        memset(column.values + base * 8, 0, batch.count * 8)
    }
}
