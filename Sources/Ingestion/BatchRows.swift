import CSV
import Columnar
import Configuration
import Glibc

/// What is done with the rows of a batch when its cells are decoded.
extension ChunkDecoder {
    /// Stops records whose end lies before their start.
    func check(_ range: DayRange, _ batch: RecordBatch, _ base: Int) {
        let first = range.start.assumingMemoryBound(to: Int32.self) + base
        let last = range.end.assumingMemoryBound(to: Int32.self) + base
        for i in 0..<batch.count where stopped[i] == 0 && last[i] < first[i] {
            guard range.startValid[base + i] & range.endValid[base + i] == 1 else { continue }
            refuse(i, .endBeforeStart, range.operation, batch)
        }
    }

    /// Reads one measure of each record.
    func readMeasure(_ place: Int, _ batch: RecordBatch) {
        let fields = batch.fields + plan.measures[place].slot * batch.stride
        for i in 0..<batch.count where stopped[i] == 0 {
            let field = fields[i]
            measured[place * batchCapacity + i] = MeasuredValue(value: 0, valid: 0)
            if field.count == 0 || nullWords.contains(field) { continue }
            if case .value(let read) = decimals.read(field, numerator: 1_000_000_000, denominator: 1) {
                measured[place * batchCapacity + i] = MeasuredValue(value: read, valid: 1)
            } else {
                refuse(i, .badNumber, operationCount + place, batch)
            }
        }
    }

    /// Moves the rows of the records that did not stop together; returns how many they are.
    func compact(_ count: Int, _ base: Int) -> Int {
        var kept = 0
        for i in 0..<count where stopped[i] == 0 {
            survivors[kept] = Int32(truncatingIfNeeded: i)
            kept += 1
        }
        for column in rows.columns where column.isUsed {
            let values = column.values + base * column.width
            switch column.width {
            case 1: compact(values.assumingMemoryBound(to: UInt8.self), kept)
            case 4: compact(values.assumingMemoryBound(to: UInt32.self), kept)
            case 8: compact(values.assumingMemoryBound(to: UInt64.self), kept)
            default: compact(values.assumingMemoryBound(to: UInt128.self), kept)
            }
            compact(column.valid + base, kept)
        }
        compact(rows.ordinals + base, kept)
        for place in 0..<measureCount { compact(measured + place * batchCapacity, kept) }
        return kept
    }

    private func compact<T: BitwiseCopyable>(_ values: UnsafeMutablePointer<T>, _ kept: Int) {
        for i in 0..<kept { values[i] = values[Int(survivors[i])] }
    }

    /// Makes one row a measure of each record; the other columns as in the record. From the last to the first, for the
    /// rows of a record lie on those of later ones.
    func spreadMeasures(_ kept: Int, _ base: Int) {
        let value = rows.columns[valueField]
        let measure = rows.columns[measureField]
        let title = rows.columns[titleField]
        for i in (0..<kept).reversed() {
            for place in (0..<measureCount).reversed() {
                let source = base + i
                let target = base + i * measureCount + place
                if target != source {
                    for column in rows.columns where column.isUsed {
                        memcpy(
                            column.values + target * column.width, column.values + source * column.width, column.width)
                        column.valid[target] = column.valid[source]
                    }
                    rows.ordinals[target] = rows.ordinals[source]
                }
                let read = measured[place * batchCapacity + i]
                value.valid[target] = read.valid
                value.values.storeBytes(of: read.value, toByteOffset: target * 8, as: Int64.self)
                measure.values.storeBytes(of: measureCodes[place], toByteOffset: target * 4, as: Int32.self)
                measure.valid[target] = 1
                title.values.storeBytes(of: measureTitles[place], toByteOffset: target * 4, as: Int32.self)
                title.valid[target] = 1
            }
        }
    }
}
