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

    /// Stops records with more absence than their days have.
    func check(_ amount: AmountOfDays, _ batch: RecordBatch, _ base: Int) {
        let firstDays = rows.columns[amount.first]
        let lastDays = rows.columns[amount.last]
        let first = firstDays.values.assumingMemoryBound(to: Int32.self) + base
        let last = lastDays.values.assumingMemoryBound(to: Int32.self) + base
        let total = rows.columns[amount.field]
        let cells = total.values.assumingMemoryBound(to: Int32.self) + base
        let measures = measured + max(amount.place - operationCount, 0) * batchCapacity
        let isMeasure = amount.place >= operationCount
        for i in 0..<batch.count where stopped[i] == 0 {
            guard firstDays.valid[base + i] & lastDays.valid[base + i] == 1 else { continue }
            guard (isMeasure ? measures[i].valid : total.valid[base + i]) == 1 else { continue }
            let minutes = isMeasure ? measures[i].value : Int64(cells[i])
            let days = Int64(last[i]) - Int64(first[i]) + 1
            if minutes > days * amount.minutesOfDay { refuse(i, .moreThanItsDays, amount.place, batch) }
        }
    }

    /// Reads one measure of each record.
    func readMeasure(_ place: Int, _ batch: RecordBatch) {
        let measure = plan.measures[place]
        let fields = batch.fields + measure.slot * batch.stride
        for i in 0..<batch.count where stopped[i] == 0 {
            let field = batch.hasOuterBlanks ? fields[i].trimmed : fields[i]
            measured[place * batchCapacity + i] = MeasuredValue(value: 0, valid: 0)
            if field.count == 0 || nullWords.contains(field) { continue }
            switch decimals.read(field, numerator: measure.numerator, denominator: measure.denominator) {
            case .value(let read) where read >= measure.lowest && read <= measure.highest:
                measured[place * batchCapacity + i] = MeasuredValue(value: read, valid: 1)
            case .malformed: refuse(i, .badNumber, operationCount + place, batch)
            case .value, .outOfRange:
                refuse(i, measure.lowest == .min ? .badNumber : .outOfRange, operationCount + place, batch)
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
                if target != source { move(row: source, to: target) }
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

    /// Makes one row of absence for each measure of a record that is not 0; the other columns as in the record. Returns
    /// how many rows there are.
    func spreadTimeOff(_ kept: Int, _ base: Int) -> Int {
        // Records without any row go first, so that those left only ever move towards the end.
        var filled = 0
        var total = 0
        for i in 0..<kept {
            var count = 0
            for place in 0..<measureCount where isAbsent(place, i) { count += 1 }
            noteRecord(ordinal: rows.ordinals[base + i], rows: count)
            guard count > 0 else { continue }
            if filled != i {
                move(row: base + i, to: base + filled)
                for place in 0..<measureCount {
                    measured[place * batchCapacity + filled] = measured[place * batchCapacity + i]
                }
            }
            filled += 1
            total += count
        }
        let minutes = rows.columns[valueField]
        let classes = rows.columns[measureField]
        var target = base + total
        for i in (0..<filled).reversed() {
            for place in (0..<measureCount).reversed() where isAbsent(place, i) {
                target -= 1
                if target != base + i { move(row: base + i, to: target) }
                minutes.valid[target] = 1
                minutes.values.storeBytes(
                    of: Int32(truncatingIfNeeded: measured[place * batchCapacity + i].value), toByteOffset: target * 4,
                    as: Int32.self)
                classes.valid[target] = 1
                classes.values.storeBytes(of: measureCodes[place], toByteOffset: target * 4, as: Int32.self)
            }
        }
        return total
    }

    private func isAbsent(_ place: Int, _ i: Int) -> Bool {
        let read = measured[place * batchCapacity + i]
        return read.valid == 1 && read.value > 0
    }

    private func move(row source: Int, to target: Int) {
        for column in rows.columns where column.isUsed {
            memcpy(column.values + target * column.width, column.values + source * column.width, column.width)
            column.valid[target] = column.valid[source]
        }
        rows.ordinals[target] = rows.ordinals[source]
    }

    /// Records are compared before their measures become rows.
    func printRecords(_ kept: Int, _ base: Int, keyFields: [Bool]) {
        for field in [valueField, measureField, titleField] where field >= 0 {
            memset(rows.columns[field].valid + base, 0, kept)
        }
        for i in 0..<kept {
            var print = RowFingerprint(rows, base + i, keyFields: keyFields)
            for place in 0..<measureCount { print.add(measured[place * batchCapacity + i]) }
            note(print)
        }
    }
}
