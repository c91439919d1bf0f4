import CSV
import Calendars
import Columnar
import Configuration
import Glibc

/// The keys that a worker has computed, by id space.
final class WorkerKeys {
    private let key: [UInt8]
    private var caches: [String: PersonKeyCache] = [:]

    init(key: [UInt8]) { self.key = key }

    func cache(_ idSpace: String, remembers: Bool) throws -> PersonKeyCache {
        if let cache = caches[idSpace] { return cache }
        let cache = try PersonKeyCache(key: key, idSpace: idSpace, remembers: remembers)
        caches[idSpace] = cache
        return cache
    }
}

/// Records of one chunk → rows, quarantine and counts. One instance a chunk.
final class ChunkDecoder: RecordSink {
    let rows: ChunkRows
    private(set) var setAside: [SetAside] = []
    var filtered: Int { hot.pointee.filtered }
    /// Records carried on; in wide exports one record gives many rows.
    var carried: Int { hot.pointee.carried }
    private(set) var failedHash = false

    /// What every record touches. Behind a pointer, where it costs no check for overlapping access.
    private struct Hot {
        var row = 0
        /// Rows whose persons are looked up.
        var resolved = 0
        var capacity = 0
        var ordinals: UnsafeMutablePointer<Int32>
        var filtered = 0
        var carried = 0
        var checkValues: UnsafeMutableRawPointer?
        var checkValid: UnsafeMutablePointer<UInt8>?
    }
    private let hot: UnsafeMutablePointer<Hot>

    private let plan: FilePlan
    private let operations: UnsafeMutablePointer<CellOperation>
    private let operationCount: Int
    private let nullWords: NullWords
    private let dateFormat: SourceDescription.DateFormat
    private let decimals: DecimalFormat
    private let persons: PersonKeyCache?
    private let responses: PersonKeyCache?
    private let tables: [CodeTable]
    private let constants: UnsafeMutablePointer<UInt8>
    /// For breakdowns: text as found → text kept.
    private var breakdowns: [String: String?] = [:]
    private let checkField: Int
    private let valueField: Int
    private let measureCodes: [Int32]
    private let measureTitles: [Int32]
    private let measureCount: Int
    private let measureField: Int
    private let titleField: Int
    private let ranges: UnsafeMutablePointer<DayRange>
    private let rangeCount: Int
    private let measured: UnsafeMutablePointer<(value: Int64, valid: UInt8)>

    init(_ plan: FilePlan, keys: WorkerKeys, chunkBytes: Int) throws {
        self.plan = plan
        rows = ChunkRows(plan.schema, capacity: chunkBytes / 32)
        nullWords = NullWords(plan.source.nullWords)
        dateFormat = plan.source.dateFormat
        decimals = DecimalFormat(mark: plan.source.decimalMark, thousands: plan.source.thousandsMark ?? 0)
        let usesPersons = plan.cells.contains { if case .person = $0.action { true } else { false } }
        let usesResponses = plan.cells.contains { $0.action == .response }
        persons = usesPersons ? try keys.cache(plan.source.idSpace, remembers: true) : nil
        responses = usesResponses ? try keys.cache("survey:\(plan.source.idSpace)", remembers: false) : nil
        checkField = plan.schema.index(of: "person_check") ?? -1
        measured = .allocate(capacity: max(plan.measures.count, 1))
        valueField = plan.schema.index(of: "value") ?? -1
        measureField = plan.schema.index(of: "measure") ?? -1
        titleField = plan.schema.index(of: "title") ?? -1

        hot = .allocate(capacity: 1)
        hot.initialize(to: Hot(ordinals: rows.ordinals))
        operationCount = plan.cells.count
        operations = .allocate(capacity: max(operationCount, 1))
        constants = .allocate(capacity: max(plan.cells.reduce(0) { $0 + $1.constant.count }, 1))
        var tables: [CodeTable] = []
        var constantCount = 0
        for (place, cell) in plan.cells.enumerated() {
            let start = constants + constantCount
            for byte in cell.constant {
                constants[constantCount] = byte
                constantCount += 1
            }
            let pool = cell.field >= 0 ? rows.columns[cell.field].pool : nil
            var operation = CellOperation(
                tag: .text, required: cell.required, slot: cell.slot ?? -1, field: cell.field,
                width: cell.field >= 0 ? rows.columns[cell.field].width : 0, values: constants, valid: constants,
                lowest: 0, highest: 0, numerator: 1, denominator: 1,
                pool: pool.map { Unmanaged.passUnretained($0) }, table: nil,
                constant: FieldSpan(start: start, count: cell.constant.count))
            func use(_ table: CodeTable) {
                tables.append(table)
                operation.table = Unmanaged.passUnretained(table)
            }
            switch cell.action {
            case .person(let writesCheck): operation.tag = writesCheck ? .personWithCheck : .person
            case .response: operation.tag = .response
            case .text: operation.tag = .text
            case .word(let words, let codes, let otherwise):
                operation.tag = .word
                for word in words { _ = pool?.code(word) }
                use(CodeTable(codes, otherwise: otherwise))
            case .day(let lowest, let highest, let shift):
                operation.tag = .day
                operation.lowest = Int64(lowest)
                operation.highest = Int64(highest)
                operation.numerator = Int64(shift)
            case .year(let lowest, let highest):
                operation.tag = .year
                operation.lowest = Int64(lowest)
                operation.highest = Int64(highest)
            case .number(let numerator, let denominator, let lowest, let highest):
                operation.tag = .number
                operation.numerator = numerator
                operation.denominator = denominator
                operation.lowest = lowest
                operation.highest = highest
            case .boolean(let words):
                operation.tag = .boolean
                use(CodeTable(words, otherwise: CodeTable.unknown))
            case .written: operation.tag = .written
            case .item(let lowest, let highest):
                operation.tag = .item
                operation.lowest = lowest
                operation.highest = highest
            case .breakdown: operation.tag = .breakdown
            case .filter(let words):
                operation.tag = .filter
                use(CodeTable(words, otherwise: 0))
            }
            if case .person = cell.action { operation.pending = .allocate(capacity: Self.batch + 1) }
            (operations + place).initialize(to: operation)
            if cell.field >= 0 { rows.use(cell.field) }
            if case .person(let writesCheck) = cell.action, writesCheck, checkField >= 0 { rows.use(checkField) }
        }
        self.tables = tables
        ranges = .allocate(capacity: max(plan.ranges.count, 1))
        var rangeCount = 0
        for range in plan.ranges where rows.columns[range.start].isUsed && rows.columns[range.end].isUsed {
            let end = plan.cells.firstIndex { $0.field == range.end } ?? -1
            (ranges + rangeCount).initialize(
                to: DayRange(
                    startField: range.start, endField: range.end, operation: end, start: constants,
                    startValid: constants,
                    end: constants, endValid: constants))
            rangeCount += 1
        }
        self.rangeCount = rangeCount
        measureCount = plan.measures.count
        if plan.measures.isEmpty {
            measureCodes = []
            measureTitles = []
        } else {
            for field in [valueField, measureField, titleField] { rows.use(field) }
            let codes = rows.columns[measureField].pool
            let titles = rows.columns[titleField].pool
            measureCodes = plan.measures.map { codes?.code($0.code) ?? -1 }
            measureTitles = plan.measures.map { titles?.code($0.title) ?? -1 }
        }
        refresh()
    }

    deinit {
        for place in 0..<operationCount { operations[place].pending?.deallocate() }
        operations.deallocate()
        constants.deallocate()
        ranges.deallocate()
        measured.deallocate()
        hot.deallocate()
    }

    // MARK: RecordSink

    func fault(_ fault: RecordFault, ordinal: Int) {
        setAside.append(SetAside(ordinal: ordinal, reason: QuarantineReason(fault), operation: -1))
    }

    func record(_ fields: UnsafePointer<FieldSpan>, ordinal: Int) {
        let row = hot.pointee.row
        let needed = row &+ max(measureCount, 1)
        while needed > hot.pointee.capacity { grow() }
        if row &- hot.pointee.resolved >= Self.batch { resolvePersons() }
        var place = 0
        while place < operationCount {
            if let reason = decode(operations + place, fields, row) {
                if reason == .filtered {
                    hot.pointee.filtered &+= 1
                } else {
                    setAside.append(SetAside(ordinal: ordinal, reason: reason.quarantine, operation: place))
                }
                return
            }
            place &+= 1
        }
        if rangeCount > 0, let end = badRange(row) {
            setAside.append(SetAside(ordinal: ordinal, reason: .endBeforeStart, operation: end))
            return
        }
        if measureCount > 0, let faulty = readMeasures(fields) {
            setAside.append(SetAside(ordinal: ordinal, reason: .badNumber, operation: operationCount + faulty))
            return
        }
        hot.pointee.carried &+= 1
        if measureCount == 0 {
            hot.pointee.ordinals[row] = Int32(truncatingIfNeeded: ordinal)
            hot.pointee.row = row &+ 1
        } else {
            addMeasures(row, ordinal)
        }
    }

    /// After the last record: the rows know how many they are.
    func finish() {
        resolvePersons()
        rows.count = hot.pointee.row
    }

    /// Rows whose persons are looked up at once.
    private static let batch = 1024

    private func resolvePersons() {
        let first = hot.pointee.resolved
        let count = hot.pointee.row - first
        hot.pointee.resolved = hot.pointee.row
        guard let persons, count > 0 else { return }
        for place in 0..<operationCount {
            guard let pending = operations[place].pending else { continue }
            let keys = operations[place].values.assumingMemoryBound(to: Int64.self) + first
            let checks =
                operations[place].tag == .personWithCheck
                ? hot.pointee.checkValues.map { $0.assumingMemoryBound(to: Int64.self) + first } : nil
            persons.touch(pending, count)
            for i in 0..<count where !pending[i].isNone {
                guard let entry = persons.entry(pending[i]) else {
                    failedHash = true
                    return
                }
                keys[i] = entry.key
                checks?[i] = entry.check
            }
            if checks != nil, let valid = hot.pointee.checkValid { memset(valid + first, 1, count) }
        }
    }

    private func store(_ entry: PersonKeyCache.Entry, _ operation: UnsafeMutablePointer<CellOperation>, _ row: Int) {
        operation.pointee.values.storeBytes(of: entry.key, toByteOffset: row &* 8, as: Int64.self)
        if operation.pointee.tag == .personWithCheck {
            hot.pointee.checkValues?.storeBytes(of: entry.check, toByteOffset: row &* 8, as: Int64.self)
        }
    }

    private func grow() {
        rows.count = hot.pointee.row
        rows.grow()
        refresh()
    }

    // MARK: cells

    /// Why a cell stops its record.
    private enum Stop: UInt8 {
        case filtered, missingValue, badKey, badDate, implausibleDate, badNumber, outOfRange, badBoolean, unknownCode
        case answerOutsideScale

        var quarantine: QuarantineReason {
            switch self {
            case .filtered, .missingValue: .missingValue
            case .badKey: .badKey
            case .badDate: .badDate
            case .implausibleDate: .implausibleDate
            case .badNumber: .badNumber
            case .outOfRange: .outOfRange
            case .badBoolean: .badBoolean
            case .unknownCode: .unknownCode
            case .answerOutsideScale: .answerOutsideScale
            }
        }
    }

    @inline(__always)
    private func decode(
        _ operation: UnsafeMutablePointer<CellOperation>, _ fields: UnsafePointer<FieldSpan>, _ row: Int
    ) -> Stop? {
        let slot = operation.pointee.slot
        var field = slot >= 0 ? fields[slot] : operation.pointee.constant
        // Blanks inside quotes survive the parser.
        while field.count > 0, field.start[0] <= 32, field.start[0] == 32 || field.start[0] == 9 {
            field.start += 1
            field.count &-= 1
        }
        while field.count > 0, field.start[field.count &- 1] <= 32,
            field.start[field.count &- 1] == 32 || field.start[field.count &- 1] == 9
        {
            field.count &-= 1
        }
        let tag = operation.pointee.tag
        let values = operation.pointee.values
        if tag == .filter {
            return operation.pointee.table?._withUnsafeGuaranteedRef({ $0.number(field) }) == 1 ? .filtered : nil
        }
        if field.count == 0 || nullWords.contains(field) {
            if operation.pointee.required {
                return tag == .person || tag == .personWithCheck || tag == .response ? .badKey : .missingValue
            }
            clear(operation, row)
            if let pending = operation.pointee.pending { pending[row &- hot.pointee.resolved] = .none }
            if tag == .written {
                values.storeBytes(of: 0, toByteOffset: row, as: UInt8.self)
                operation.pointee.valid[row] = 1
            }
            return nil
        }
        operation.pointee.valid[row] = 1
        switch tag {
        case .item:
            var number = Int64(field.start[0]) &- 48
            if field.count == 2, number == 1 {
                number = 10 &+ Int64(field.start[1]) &- 48
                if field.start[1] < 48 || field.start[1] > 57 { return .badNumber }
            } else if field.count != 1 || number < 0 || number > 9 {
                return longItem(operation, field, row)
            }
            guard number >= operation.pointee.lowest, number <= operation.pointee.highest else {
                return .answerOutsideScale
            }
            values.storeBytes(of: Int8(truncatingIfNeeded: number), toByteOffset: row, as: Int8.self)
        case .person, .personWithCheck:
            guard !PersonKeyCache.isScientific(field) else { return .badKey }
            let pending = operation.pointee.pending.unsafelyUnwrapped + (row &- hot.pointee.resolved)
            if let key = ShortKey(field) {
                // Looked up many at a time: then the waits for memory overlap.
                pending.pointee = key
            } else {
                pending.pointee = .none
                guard let entry = persons?.entry(field) else {
                    failedHash = true
                    return .badKey
                }
                store(entry, operation, row)
            }
        case .response:
            guard let entry = responses?.entry(field) else {
                failedHash = true
                return .badKey
            }
            guard entry.isValid else { return .badKey }
            values.storeBytes(of: entry.key, toByteOffset: row &* 8, as: Int64.self)
        case .text:
            let code = operation.pointee.pool?._withUnsafeGuaranteedRef { $0.code(field) } ?? -1
            values.storeBytes(of: code, toByteOffset: row &* 4, as: Int32.self)
        case .word:
            let number = operation.pointee.table?._withUnsafeGuaranteedRef { $0.number(field) } ?? -1
            guard number >= 0 else { return .unknownCode }
            values.storeBytes(of: number, toByteOffset: row &* 4, as: Int32.self)
        case .day:
            guard let day = DayCell.day(field, dateFormat) else { return .badDate }
            guard Int64(day) >= operation.pointee.lowest, Int64(day) <= operation.pointee.highest else {
                return .implausibleDate
            }
            values.storeBytes(
                of: day &+ Int32(truncatingIfNeeded: operation.pointee.numerator), toByteOffset: row &* 4,
                as: Int32.self)
        case .boolean:
            let number = operation.pointee.table?._withUnsafeGuaranteedRef { $0.number(field) } ?? -1
            guard number >= 0 else { return .badBoolean }
            values.storeBytes(of: UInt8(truncatingIfNeeded: number), toByteOffset: row, as: UInt8.self)
        case .number: return number(operation, field, row)
        case .year:
            guard let day = DayCell.day(field, dateFormat) else { return .badDate }
            guard Int64(day) >= operation.pointee.lowest, Int64(day) <= operation.pointee.highest else {
                return .implausibleDate
            }
            values.storeBytes(
                of: Int32(truncatingIfNeeded: CivilDate(day: day).year), toByteOffset: row &* 4, as: Int32.self)
        case .written: values.storeBytes(of: 1, toByteOffset: row, as: UInt8.self)
        case .breakdown: return breakdown(operation, field, row)
        case .filter: break
        }
        return nil
    }

    private func clear(_ operation: UnsafeMutablePointer<CellOperation>, _ row: Int) {
        operation.pointee.valid[row] = 0
        switch operation.pointee.width {
        case 1: operation.pointee.values.storeBytes(of: 0, toByteOffset: row, as: UInt8.self)
        case 4: operation.pointee.values.storeBytes(of: 0, toByteOffset: row &* 4, as: UInt32.self)
        default: operation.pointee.values.storeBytes(of: 0, toByteOffset: row &* 8, as: UInt64.self)
        }
    }

    /// An answer written as `4.0` or `04`.
    private func longItem(
        _ operation: UnsafeMutablePointer<CellOperation>, _ field: FieldSpan, _ row: Int
    ) -> Stop? {
        // In ten thousandths, so that 3.5 is seen to be none.
        guard case .value(let scaled) = decimals.read(field, numerator: 10_000, denominator: 1) else {
            return .badNumber
        }
        let answer = scaled / 10_000
        guard scaled % 10_000 == 0, answer >= operation.pointee.lowest, answer <= operation.pointee.highest else {
            return .answerOutsideScale
        }
        operation.pointee.values.storeBytes(of: Int8(truncatingIfNeeded: answer), toByteOffset: row, as: Int8.self)
        return nil
    }

    private func number(
        _ operation: UnsafeMutablePointer<CellOperation>, _ field: FieldSpan, _ row: Int
    ) -> Stop? {
        switch decimals.read(field, numerator: operation.pointee.numerator, denominator: operation.pointee.denominator)
        {
        case .malformed: return .badNumber
        case .outOfRange: return .outOfRange
        case .value(let value):
            guard value >= operation.pointee.lowest, value <= operation.pointee.highest else { return .outOfRange }
            if operation.pointee.width == 8 {
                operation.pointee.values.storeBytes(of: value, toByteOffset: row &* 8, as: Int64.self)
            } else {
                operation.pointee.values.storeBytes(
                    of: Int32(truncatingIfNeeded: value), toByteOffset: row &* 4, as: Int32.self)
            }
            return nil
        }
    }

    private func breakdown(
        _ operation: UnsafeMutablePointer<CellOperation>, _ field: FieldSpan, _ row: Int
    ) -> Stop? {
        guard case .breakdown(let name, let totals, let codes, let otherwise) = plan.cells[index(operation)].action
        else {
            return .unknownCode
        }
        let found = String(decoding: field.bytes, as: UTF8.self)
        if breakdowns[found] == nil {
            let folded = CanonicalText.folded(found)
            if totals.contains(folded) {
                breakdowns[found] = .some(nil)
            } else if codes.isEmpty {
                breakdowns[found] = "\(name)=\(found)"
            } else {
                guard let word = codes[folded] ?? otherwise else { return .unknownCode }
                breakdowns[found] = "\(name)=\(word)"
            }
        }
        guard let kept = breakdowns[found] ?? nil else {
            clear(operation, row)
            return nil
        }
        let code = operation.pointee.pool?._withUnsafeGuaranteedRef { $0.code(kept) } ?? -1
        operation.pointee.values.storeBytes(of: code, toByteOffset: row &* 4, as: Int32.self)
        return nil
    }

    private func index(_ operation: UnsafeMutablePointer<CellOperation>) -> Int { operation - operations }

    // MARK: rows

    /// The operation of an end that lies before its start.
    private func badRange(_ row: Int) -> Int? {
        for i in 0..<rangeCount where ranges[i].startValid[row] & ranges[i].endValid[row] == 1 {
            let first = ranges[i].start.load(fromByteOffset: row &* 4, as: Int32.self)
            let last = ranges[i].end.load(fromByteOffset: row &* 4, as: Int32.self)
            if last < first { return ranges[i].operation }
        }
        return nil
    }

    /// Reads the measures of a record; the place of one that is no number.
    private func readMeasures(_ fields: UnsafePointer<FieldSpan>) -> Int? {
        for (place, measure) in plan.measures.enumerated() {
            let field = fields[measure.slot]
            measured[place] = (0, 0)
            if field.count == 0 || nullWords.contains(field) { continue }
            guard case .value(let read) = decimals.read(field, numerator: 1_000_000_000, denominator: 1) else {
                return place
            }
            measured[place] = (read, 1)
        }
        return nil
    }

    /// One row a measure; the other columns as in the first.
    private func addMeasures(_ row: Int, _ ordinal: Int) {
        for place in 0..<measureCount {
            let target = row &+ place
            if place > 0 {
                for column in rows.columns where column.isUsed {
                    memcpy(column.values + target &* column.width, column.values + row &* column.width, column.width)
                    column.valid[target] = column.valid[row]
                }
            }
            let value = rows.columns[valueField]
            value.valid[target] = measured[place].valid
            value.values.storeBytes(of: measured[place].value, toByteOffset: target &* 8, as: Int64.self)
            rows.columns[measureField].values.storeBytes(
                of: measureCodes[place], toByteOffset: target &* 4, as: Int32.self)
            rows.columns[measureField].valid[target] = 1
            rows.columns[titleField].values.storeBytes(
                of: measureTitles[place], toByteOffset: target &* 4, as: Int32.self)
            rows.columns[titleField].valid[target] = 1
            rows.ordinals[target] = Int32(truncatingIfNeeded: ordinal)
        }
        hot.pointee.row = row &+ measureCount
    }

    /// Hands the columns' addresses to the operations, after they moved.
    private func refresh() {
        hot.pointee.capacity = rows.capacity
        hot.pointee.ordinals = rows.ordinals
        for place in 0..<operationCount where operations[place].field >= 0 {
            let column = rows.columns[operations[place].field]
            operations[place].values = column.values
            operations[place].valid = column.valid
        }
        for place in 0..<rangeCount {
            ranges[place].start = UnsafeRawPointer(rows.columns[ranges[place].startField].values)
            ranges[place].startValid = rows.columns[ranges[place].startField].valid
            ranges[place].end = UnsafeRawPointer(rows.columns[ranges[place].endField].values)
            ranges[place].endValid = rows.columns[ranges[place].endField].valid
        }
        if checkField >= 0 {
            hot.pointee.checkValues = rows.columns[checkField].values
            hot.pointee.checkValid = rows.columns[checkField].valid
        }
    }
}
