import CSV
import Columnar
import Glibc

/// Cells whose text is kept.
extension ChunkDecoder {
    /// A text often is that of the record before.
    func decodeTexts(_ place: Int, _ batch: RecordBatch, _ base: Int) {
        let operation = operations[place]
        guard let pool = operation.pool?.takeUnretainedValue() else { return }
        let codes = operation.values.assumingMemoryBound(to: Int32.self)
        var short = ShortKey.none
        var shortCode: Int32 = -1
        var long = FieldSpan(start: operation.constant.start, count: 0)
        var longCode: Int32 = -1
        each(place, batch, base) { field, row in
            if let key = ShortKey(field) {
                if key.low != short.low || key.high != short.high {
                    short = key
                    shortCode = pool.code(field)
                }
                if shortCode < 0 { return DoubtfulWord(rawValue: shortCode)?.stop ?? .undeclaredNull }
                codes[row] = shortCode
            } else {
                if field.count != long.count || memcmp(field.start, long.start, field.count) != 0 {
                    long = field
                    longCode = pool.code(field)
                }
                if longCode < 0 { return DoubtfulWord(rawValue: longCode)?.stop ?? .undeclaredNull }
                codes[row] = longCode
            }
            return nil
        }
    }
}
