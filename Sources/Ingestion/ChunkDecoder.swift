import CSV
import Calendars
import Columnar
import Configuration
import Glibc

/// Records of one chunk → rows, quarantine and counts. One instance a chunk.
///
/// Records come in batches and each column of a batch is decoded in one loop of its own. A record stops at its first
/// bad cell, as if cells were read one after the other: the columns behind it pass it over.
final class ChunkDecoder: RecordSink {
    let rows: ChunkRows
    private(set) var setAside: [SetAside] = []
    private(set) var filtered = 0
    /// By operation.
    private(set) var filterCounts: [FilterCount]
    /// Records carried on; in wide exports one record gives many rows.
    private(set) var carried = 0
    var failedHash = false
    /// Of exports of time off, whose records give a row for each policy that was used.
    private(set) var uneven: UnevenRecords?
    private var prints: [RowFingerprint] = []
    private let hasKey: Bool
    /// By place in the table.
    private let keyFields: [Bool]
    /// Somebody has asked to see the cells of rows that are set aside.
    var keepsValues = false

    /// Rows that are complete.
    private var row = 0
    // Of the batch that is being decoded, a place for each of its records.
    private(set) var stopped: UnsafeMutablePointer<UInt8>
    /// Scratch: places in the batch, or in a table.
    private(set) var survivors: UnsafeMutablePointer<Int32>
    private(set) var pending: UnsafeMutablePointer<ShortKey>
    private(set) var slots: UnsafeMutablePointer<Int32>
    private(set) var keyPlaces: UnsafeMutablePointer<UnsafePointer<Int64>>
    private var repeated: UnsafeMutablePointer<FieldSpan>
    private(set) var measured: UnsafeMutablePointer<MeasuredValue>
    private(set) var batchCapacity = 0
    private var stoppedCount = 0
    /// In full dumps: the place of the cell with the person's id; −1 elsewhere.
    private let personPlace: Int
    /// Of the batch: the places of records that were set aside, in the order of `setAside`.
    private var refused: [Int32] = []

    let plan: FilePlan
    let operations: UnsafeMutablePointer<CellOperation>
    let operationCount: Int
    let nullWords: NullWords
    let decimals: DecimalFormat
    let persons: PersonKeyCache?
    /// Of the other id space of `identities`.
    let otherPersons: PersonKeyCache?
    private let responses: PersonKeyCache?
    private let tables: [CodeTable]
    /// By place in the table.
    private let preparations: [Int: CellPreparation]
    private let constants: UnsafeMutablePointer<UInt8>
    /// For breakdowns: text as found → text kept.
    var breakdowns: [String: String?] = [:]
    let checkField: Int
    let valueField: Int
    let measureCodes: [Int32]
    let measureTitles: [Int32]
    let measureCount: Int
    let measureField: Int
    let titleField: Int
    private let ranges: UnsafeMutablePointer<DayRange>
    private let rangeCount: Int
    /// Amounts of absence that are held against the days of their row.
    private let amounts: [AmountOfDays]

    init(_ plan: FilePlan, keys: WorkerKeys, chunkBytes: Int) throws {
        self.plan = plan
        hasKey = !plan.source.key.isEmpty
        var keyFields = [Bool](repeating: false, count: plan.schema.fields.count)
        for cell in plan.cells where cell.isKey { keyFields[cell.field] = true }
        self.keyFields = keyFields
        rows = ChunkRows(plan.schema, capacity: chunkBytes / 32)
        nullWords = NullWords(plan.source.nullWords)
        decimals = DecimalFormat(
            mark: plan.source.decimalMark, thousands: plan.source.thousandsMark ?? 0,
            parentheses: plan.source.hasNegativeParentheses)
        let usesPersons = plan.cells.contains { if case .person = $0.action { true } else { false } }
        let usesResponses = plan.cells.contains { $0.action == .response }
        let usesOthers = plan.cells.contains { $0.action == .otherPerson }
        otherPersons = usesOthers ? try plan.source.otherIDSpace.map { try keys.cache($0, remembers: true) } : nil
        persons = usesPersons ? try keys.cache(plan.source.idSpace, remembers: true) : nil
        personPlace =
            plan.source.deliveries == .fullDumps
            ? plan.cells.firstIndex { $0.action == .person(writesCheck: true) } ?? -1 : -1
        responses = usesResponses ? try keys.cache("survey:\(plan.source.idSpace)", remembers: false) : nil
        checkField = plan.schema.index(of: "person_check") ?? -1
        stopped = .allocate(capacity: 1)
        survivors = .allocate(capacity: 1)
        pending = .allocate(capacity: 1)
        slots = .allocate(capacity: 1)
        keyPlaces = .allocate(capacity: 1)
        repeated = .allocate(capacity: 1)
        measured = .allocate(capacity: 1)
        let isTimeOff = plan.source.dataset == .absences && !plan.measures.isEmpty
        valueField = plan.schema.index(of: isTimeOff ? "minutes_total" : "value") ?? -1
        measureField = plan.schema.index(of: isTimeOff ? "class" : "measure") ?? -1
        titleField = plan.schema.index(of: "title") ?? -1
        if isTimeOff { uneven = UnevenRecords() }

        operationCount = plan.cells.count
        filterCounts = Array(repeating: FilterCount(), count: plan.cells.count)
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
                constant: FieldSpan(start: start, count: cell.constant.count).trimmed)
            func use(_ table: CodeTable) {
                tables.append(table)
                operation.table = Unmanaged.passUnretained(table)
            }
            operation.isPrepared = cell.isPrepared
            operation.isNegated = cell.isNegated
            switch cell.action {
            case .person(let writesCheck): operation.tag = writesCheck ? .personWithCheck : .person
            case .otherPerson: operation.tag = .otherPerson
            case .response: operation.tag = .response
            case .text:
                operation.tag = .text
                pool?.expect(
                    DatasetTable.kind(ofTextsIn: plan.schema.fields[cell.field].name), header: cell.header,
                    allowsTotals: DatasetTable.allowsTotals(plan.source.dataset))
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
            case .period: operation.tag = .period
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
            case .filter(let words, let otherwise):
                operation.tag = .filter
                use(CodeTable(words, otherwise: otherwise))
            }
            (operations + place).initialize(to: operation)
            if cell.field >= 0 { rows.use(cell.field) }
            if case .person(let writesCheck) = cell.action, writesCheck, checkField >= 0 { rows.use(checkField) }
        }
        self.tables = tables
        preparations = Dictionary(
            plan.cells.filter(\.isPrepared).map { ($0.field, CellPreparation($0)) },
            uniquingKeysWith: { first, _ in first })
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
        amounts = AmountOfDays.all(of: plan)
        if plan.measures.isEmpty {
            measureCodes = []
            measureTitles = []
        } else {
            for field in [valueField, measureField, titleField] where field >= 0 { rows.use(field) }
            let codes = rows.columns[measureField].pool
            let titles = titleField >= 0 ? rows.columns[titleField].pool : nil
            measureCodes = plan.measures.map { codes?.code($0.code) ?? -1 }
            measureTitles = plan.measures.map { titles?.code($0.title) ?? -1 }
        }
        refresh()
    }

    deinit {
        operations.deallocate()
        constants.deallocate()
        ranges.deallocate()
        stopped.deallocate()
        survivors.deallocate()
        pending.deallocate()
        slots.deallocate()
        keyPlaces.deallocate()
        repeated.deallocate()
        measured.deallocate()
    }

    // MARK: RecordSink

    func fault(_ fault: RecordFault, ordinal: Int) {
        setAside.append(SetAside(ordinal: ordinal, reason: QuarantineReason(fault), operation: -1))
    }

    func records(_ batch: RecordBatch) {
        let count = batch.count
        let base = row
        prepare(count)
        while base + count * max(measureCount, 1) > rows.capacity { grow() }
        (rows.ordinals + base).update(from: batch.ordinals, count: count)
        for place in 0..<operationCount { decode(place, batch, base) }
        for i in 0..<rangeCount { check(ranges[i], batch, base) }
        for place in 0..<measureCount { readMeasure(place, batch) }
        for amount in amounts { check(amount, batch, base) }
        if !refused.isEmpty { nameRefused(batch) }
        let kept = stoppedCount == 0 ? count : compact(count, base)
        carried += kept
        if measureCount == 0 {
            row = base + kept
            return
        }
        if hasKey { printRecords(kept, base, keyFields: keyFields) }
        if uneven == nil {
            spreadMeasures(kept, base)
            row = base + kept * measureCount
        } else {
            row = base + spreadTimeOff(kept, base)
        }
    }

    func noteRecord(ordinal: Int32, rows count: Int) {
        uneven?.ordinals.append(ordinal)
        let start = uneven?.starts.last ?? 0
        uneven?.starts.append(start + Int32(truncatingIfNeeded: count))
    }

    func note(_ print: RowFingerprint) { prints.append(print) }

    /// For sources with a key: one a record carried on. After `finish`.
    func fingerprints() -> [RowFingerprint] {
        guard hasKey, measureCount == 0 else { return prints }
        return (0..<rows.count).map { RowFingerprint(rows, $0, keyFields: keyFields) }
    }

    /// After the last record: the rows know how many they are.
    func finish() {
        rows.count = row
        // Faults of shape come at once, those of cells when their column is decoded.
        setAside.sort { $0.ordinal < $1.ordinal }
    }

    private func prepare(_ count: Int) {
        if count > batchCapacity {
            stopped.deallocate()
            survivors.deallocate()
            pending.deallocate()
            slots.deallocate()
            keyPlaces.deallocate()
            repeated.deallocate()
            measured.deallocate()
            batchCapacity = count
            stopped = .allocate(capacity: count)
            survivors = .allocate(capacity: count)
            pending = .allocate(capacity: count)
            slots = .allocate(capacity: count)
            keyPlaces = .allocate(capacity: count)
            repeated = .allocate(capacity: count)
            measured = .allocate(capacity: count * max(measureCount, 1))
        }
        memset(stopped, 0, count)
        stoppedCount = 0
    }

    private func grow() {
        rows.count = row
        rows.grow()
        refresh()
    }

    // MARK: cells

    func stop(_ i: Int, _ reason: CellStop, _ place: Int, _ batch: RecordBatch) {
        guard reason == .filtered else { return refuse(i, reason.quarantine, place, batch) }
        filtered += 1
        stopped[i] = 1
        stoppedCount += 1
    }

    func refuse(_ i: Int, _ reason: QuarantineReason, _ place: Int, _ batch: RecordBatch) {
        var item = SetAside(ordinal: Int(batch.ordinals[i]), reason: reason, operation: place)
        if reason.isAboutCell, let cell = cell(i, place, batch) {
            item.found = ValueClass(cell)
            if keepsValues, setAside.count < OffendingCells.most {
                item.value = Array(cell.bytes.prefix(OffendingCells.longestValue))
            }
        }
        setAside.append(item)
        if personPlace >= 0 { refused.append(Int32(truncatingIfNeeded: i)) }
        stopped[i] = 1
        stoppedCount += 1
    }

    /// Whose rows were set aside: who is in a full dump has not left, whatever else the row says.
    private func nameRefused(_ batch: RecordBatch) {
        let fields = column(operations[personPlace], batch)
        let first = setAside.count - refused.count
        for (number, i) in refused.enumerated() {
            let field = fields[Int(i)].trimmed
            guard field.count > 0, !field.isMissingPart, !nullWords.contains(field),
                !PersonKeyCache.isScientific(field)
            else { continue }
            guard let entry = persons?.entry(field) else {
                failedHash = true
                continue
            }
            if entry.stop == nil { setAside[first + number].person = KnownPerson(key: entry.key, check: entry.check) }
        }
        refused.removeAll(keepingCapacity: true)
    }

    /// The cell that an operation, or behind the operations a measure, reads; nil for constants.
    private func cell(_ i: Int, _ place: Int, _ batch: RecordBatch) -> FieldSpan? {
        let slot = place < operationCount ? operations[place].slot : plan.measures[place - operationCount].slot
        return slot >= 0 ? batch.fields[slot * batch.stride + i].trimmed : nil
    }

    /// Decodes one cell of each record of the batch.
    private func decode(_ place: Int, _ batch: RecordBatch, _ base: Int) {
        let operation = operations[place]
        let values = operation.values
        switch operation.tag {
        case .item:
            each(place, batch, base) { field, row in
                var number = Int64(field.start[0]) &- 48
                if field.count == 2, number == 1 {
                    number = 10 &+ Int64(field.start[1]) &- 48
                    if field.start[1] < 48 || field.start[1] > 57 { return .badNumber }
                } else if field.count != 1 || number < 0 || number > 9 {
                    return longItem(operation, field, row)
                }
                guard number >= operation.lowest, number <= operation.highest else { return .answerOutsideScale }
                values.storeBytes(of: Int8(truncatingIfNeeded: number), toByteOffset: row, as: Int8.self)
                return nil
            }
        case .person, .personWithCheck, .otherPerson: decodePersons(place, batch, base)
        case .response:
            each(place, batch, base) { field, row in
                guard let entry = responses?.entry(field) else {
                    failedHash = true
                    return .badKey
                }
                if let stop = entry.stop { return stop }
                values.storeBytes(of: entry.key, toByteOffset: row &* 8, as: Int64.self)
                return nil
            }
        case .text: decodeTexts(place, batch, base)
        case .word:
            guard let table = operation.table?.takeUnretainedValue() else { return }
            each(place, batch, base) { field, row in
                let number = table.number(field)
                guard number >= 0 else { return .unknownCode }
                values.storeBytes(of: number, toByteOffset: row &* 4, as: Int32.self)
                return nil
            }
        case .boolean:
            guard let table = operation.table?.takeUnretainedValue() else { return }
            let single = UnsafePointer(table.single)
            each(place, batch, base) { field, row in
                var number = field.count == 1 ? single[Int(field.start[0])] : CodeTable.notAsked
                if number == CodeTable.notAsked { number = table.number(field) }
                guard number >= 0 else { return .badBoolean }
                values.storeBytes(of: UInt8(truncatingIfNeeded: number), toByteOffset: row, as: UInt8.self)
                return nil
            }
        case .filter:
            guard let table = operation.table?.takeUnretainedValue() else { return }
            let fields = column(operation, batch)
            for i in 0..<batch.count where stopped[i] == 0 {
                let word = table.number(fields[i].trimmed)
                if word >= FilterWord.otherLeftOut { filterCounts[place].others += 1 }
                if word == FilterWord.dropped || word == FilterWord.otherLeftOut {
                    filterCounts[place].leftOut += 1
                    stop(i, .filtered, place, batch)
                }
            }
        case .day:
            let shift = Int32(truncatingIfNeeded: operation.numerator)
            var days = dayReader(place)
            each(place, batch, base) { field, row in
                guard let day = days.day(field) else { return .badDate }
                guard Int64(day) >= operation.lowest, Int64(day) <= operation.highest else { return .implausibleDate }
                values.storeBytes(of: day &+ shift, toByteOffset: row &* 4, as: Int32.self)
                return nil
            }
        case .year:
            var days = dayReader(place)
            each(place, batch, base) { field, row in
                guard let day = days.day(field) else { return .badDate }
                guard Int64(day) >= operation.lowest, Int64(day) <= operation.highest else { return .implausibleDate }
                values.storeBytes(
                    of: Int32(truncatingIfNeeded: CivilDate(day: day).year), toByteOffset: row &* 4, as: Int32.self)
                return nil
            }
        case .period: each(place, batch, base) { field, row in period(operation, field, row) }
        case .number: each(place, batch, base) { field, row in number(operation, field, row) }
        case .written:
            each(place, batch, base) { _, row in
                values.storeBytes(of: 1, toByteOffset: row, as: UInt8.self)
                return nil
            }
        case .breakdown: each(place, batch, base) { field, row in breakdown(place, operation, field, row) }
        }
    }

    private func dayReader(_ place: Int) -> DayReader {
        DayReader(
            plan.cells[place].dateFormat, centuryFrom: plan.source.centuryFrom, dropsTime: plan.source.dropsTime)
    }

    /// The fields of a column of the batch.
    func column(_ operation: CellOperation, _ batch: RecordBatch) -> UnsafePointer<FieldSpan> {
        guard operation.slot >= 0 else {
            repeated.update(repeating: operation.constant, count: batch.count)
            return UnsafePointer(repeated)
        }
        let fields = batch.fields + operation.slot * batch.stride
        guard operation.isPrepared else { return fields }
        let preparation = preparations[operation.field] ?? CellPreparation()
        for i in 0..<batch.count { repeated[i] = preparation.prepared(fields[i].trimmed) }
        return UnsafePointer(repeated)
    }

    /// Calls `body` with each field that holds something, and with its row. What it returns stops the record.
    @inline(__always)
    func each(
        _ place: Int, _ batch: RecordBatch, _ base: Int, _ body: (FieldSpan, Int) -> CellStop?
    ) {
        let operation = operations[place]
        let fields = column(operation, batch)
        let stopped = stopped
        let valid = operation.valid
        let nullLengths = nullWords.lengths
        let trims = batch.hasOuterBlanks
        for i in 0..<batch.count where stopped[i] == 0 {
            let field = trims ? fields[i].trimmed : fields[i]
            let row = base &+ i
            var reason: CellStop?
            if field.count <= 0 || (nullLengths != 0 && nullWords.contains(field)) {
                reason = field.isMissingPart ? .missingPart : missing(operation, row)
            } else {
                valid[row] = 1
                reason = body(field, row)
            }
            if let reason { stop(i, reason, place, batch) }
        }
    }

    private func missing(_ operation: CellOperation, _ row: Int) -> CellStop? {
        if operation.required {
            switch operation.tag {
            case .person, .personWithCheck, .otherPerson, .response: return .badKey
            default: return .missingValue
            }
        }
        clear(operation, row)
        if operation.tag == .written { operation.valid[row] = 1 }
        return nil
    }

    func clear(_ operation: CellOperation, _ row: Int) {
        operation.valid[row] = 0
        switch operation.width {
        case 1: operation.values.storeBytes(of: 0, toByteOffset: row, as: UInt8.self)
        case 4: operation.values.storeBytes(of: 0, toByteOffset: row &* 4, as: UInt32.self)
        default: operation.values.storeBytes(of: 0, toByteOffset: row &* 8, as: UInt64.self)
        }
    }

    /// Hands the columns' addresses to the operations, after they moved.
    private func refresh() {
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
    }
}
