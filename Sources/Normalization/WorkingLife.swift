internal import Columnar
internal import Runs
internal import Workforce

/// One row of a table about a person's working life, 24 bytes.
struct WorkingLifeRecord: PersonRecord {
    /// What `second` says where there is no such day.
    static let noDay = Int32.min

    var key: Int64
    var day: Int32
    var second: Int32
    /// Place among the words of the table's text column.
    var word: UInt16
    /// Two bits for each yes or no: its value, and whether it is known.
    var flags: UInt8

    static func precedes(_ a: WorkingLifeRecord, _ b: WorkingLifeRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.day != b.day { return a.day < b.day }
        if a.word != b.word { return a.word < b.word }
        if a.second != b.second { return a.second < b.second }
        return a.flags < b.flags
    }
}

/// How rows of a dataset about persons become a table sorted by person: the day they are about, one word, perhaps a second
/// day, and yes or no.
struct WorkingLifeTable: Sendable {
    struct Answer: Sendable {
        var column: String
        /// What it is where nobody says it; nil where that stays unknown.
        var usual: Bool?
    }

    var dataset: String
    var from: TableSchema
    var to: TableSchema
    /// The day that rows are counted by.
    var day: String
    /// Rows without that day have the latest one of those that share this word.
    var dayShared: String?
    var second: String?
    var word: String
    var usualWord: String
    var answers: [Answer] = []
    /// The first answer is yes where there is a second day.
    var answersByDay = false
    /// What is told of rows without the day.
    var undated: String
    /// What is told of rows whose first answer is yes without a second day.
    var answeredWithoutDay: String?

    static let all = [
        WorkingLifeTable(
            dataset: "check_ins", from: Ingested.checkIns, to: Normalized.checkIns, day: "day", word: "kind",
            usualWord: "one_to_one", answers: [Answer(column: "held", usual: true)],
            undated: "rows have no day; they are left out"),
        WorkingLifeTable(
            dataset: "reviews", from: Ingested.reviews, to: Normalized.reviews, day: "due_day", dayShared: "cycle",
            second: "completed_day", word: "kind", usualWord: "review",
            answers: [Answer(column: "completed", usual: false)], answersByDay: true,
            undated:
                "rows have no last day in time, and no row of their round has one; they are left out, completed or not"),
        WorkingLifeTable(
            dataset: "onboarding_steps", from: Ingested.onboardingSteps, to: Normalized.onboardingSteps,
            day: "due_day", second: "done_day", word: "kind", usualWord: "step",
            answers: [Answer(column: "done", usual: false)], answersByDay: true,
            undated: "rows have no last day in time; they are left out, done or not",
            answeredWithoutDay: "steps are said to be done and not when; they are taken as done in time"),
        WorkingLifeTable(
            dataset: "promotions", from: Ingested.promotions, to: Normalized.promotions, day: "day", word: "kind",
            usualWord: "promotion", undated: "rows have no day; they are left out"),
        WorkingLifeTable(
            dataset: "recognitions", from: Ingested.recognitions, to: Normalized.recognitions, day: "day",
            word: "kind", usualWord: "recognition", undated: "rows have no day; they are left out"),
        WorkingLifeTable(
            dataset: "exit_interviews", from: Ingested.exitInterviews, to: Normalized.exitInterviews, day: "day",
            word: "form", usualWord: "interview",
            answers: [Answer(column: "would_recommend"), Answer(column: "would_return")],
            undated: "rows have no day; they are left out"),
    ]

    var columns: [String] {
        ["person_key", day, word] + [dayShared, second].compactMap(\.self) + answers.map(\.column)
    }
}

extension NormalizeRun {
    /// Rows of persons about their working life, each dataset as `WorkingLifeTable` says.
    func planWorkingLife(_ persons: KnownPersons) throws {
        for spec in WorkingLifeTable.all {
            guard let reader = try ingested(spec.dataset, spec.from) else { continue }
            try plan(spec, reader, persons)
        }
    }

    private func plan(_ spec: WorkingLifeTable, _ reader: TableReader, _ persons: KnownPersons) throws {
        let strangers = Tally()
        let undated = Tally()
        let withoutDay = Tally()
        let table = try orderedTable(spec.dataset, spec.to) { [self] in
            found(
                "\(spec.dataset).unknown_person", spec.dataset,
                "rows name a person who is in no employees row; they are left out", count: strangers.count)
            found("\(spec.dataset).undated", spec.dataset, spec.undated, count: undated.count)
            if let message = spec.answeredWithoutDay {
                found("\(spec.dataset).without_day", spec.dataset, message, count: withoutDay.count)
            }
        }
        crew.submit(.second, order: order) { [self] _ in
            let words = try Self.words(reader, spec)
            guard words.count < Int(UInt16.max) else {
                throw NormalizeError.unknownWord(
                    dataset: spec.dataset, column: spec.word, expected: "fewer than 65,535 different words")
            }
            let days = try Self.sharedDays(reader, spec)
            try PersonSortedTable<WorkingLifeRecord>(
                crew: crew, order: order, gate: persons.gate, groups: reader.rowGroupCount, rows: reader.rowCount,
                table: table,
                read: { [identities] in
                    try Self.read(reader, $0, $1, spec, words, days, (undated, withoutDay), identities)
                },
                keep: { persons.dropStrangers($0, tally: strangers) },
                encode: { try Self.encode($0, spec, words) }
            ).start()
        }
    }

    /// Every word there is, sorted, and the one for none.
    private static func words(_ reader: TableReader, _ spec: WorkingLifeTable) throws -> [String] {
        var words: Set<String> = [spec.usualWord]
        for index in 0..<reader.rowGroupCount {
            let column = try reader.readGroup(index, columns: [spec.word]).strings(spec.word)
            for code in 0..<Int32(column.dictionaryCount) { words.insert(column.string(code)) }
        }
        return words.sorted()
    }

    /// The latest day of the rows that share a word.
    private static func sharedDays(_ reader: TableReader, _ spec: WorkingLifeTable) throws -> [String: Int32] {
        guard let shared = spec.dayShared else { return [:] }
        var days: [String: Int32] = [:]
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index, columns: [shared, spec.day])
            let word = try group.strings(shared)
            let day = try group.int32(spec.day)
            var latest = [Int32](repeating: WorkingLifeRecord.noDay, count: word.dictionaryCount)
            for i in 0..<group.rowCount where word.codes[i] >= 0 {
                if let when = day[i] { latest[Int(word.codes[i])] = max(latest[Int(word.codes[i])], when) }
            }
            for (code, when) in latest.enumerated() where when != WorkingLifeRecord.noDay {
                days[word.string(Int32(code)), default: when] = max(days[word.string(Int32(code))] ?? when, when)
            }
        }
        return days
    }

    private static func read(
        _ reader: TableReader, _ index: Int, _ range: Range<Int>, _ spec: WorkingLifeTable, _ words: [String],
        _ days: [String: Int32], _ tallies: (undated: Tally, withoutDay: Tally), _ identities: PersonIdentities?
    ) throws -> ScatteredRecords<WorkingLifeRecord> {
        let group = try reader.readGroup(index, columns: spec.columns)
        let persons = identities.persons(try group.int64("person_key").values)
        let keys = persons.elements
        let day = BareColumn(try group.int32(spec.day))
        let second = try spec.second.map { BareColumn(try group.int32($0)) }
        let word = try group.strings(spec.word)
        let shared = try spec.dayShared.map { try group.strings($0) }
        let sharedDay = shared.map { column in
            (0..<Int32(column.dictionaryCount)).map { days[column.string($0)] }
        }
        let answers = try spec.answers.map { BareColumn(try group.bool($0.column)) }
        let usual = UInt16(clamping: words.firstIndex(of: spec.usualWord) ?? 0)
        var places: [String: UInt16] = [:]
        for (place, text) in words.enumerated() { places[text] = UInt16(clamping: place) }
        let wordOf = (0..<Int32(word.dictionaryCount)).map { places[word.string($0)] ?? usual }
        let scattered = ScatteredRecords<WorkingLifeRecord>(keys, range)
        var missing = 0
        var withoutDay = 0
        for i in 0..<keys.count {
            let isMine = range.contains(PersonSort.partition(of: keys[i]))
            var when = day[i]
            if when == nil, let shared, let sharedDay, shared.codes[i] >= 0 { when = sharedDay[Int(shared.codes[i])] }
            guard let when else {
                if isMine { missing += 1 }
                continue
            }
            let other = second.flatMap { $0[i] }
            var flags: UInt8 = 0
            for (place, answer) in answers.enumerated() {
                var value = answer[i].map { $0 != 0 } ?? spec.answers[place].usual
                if place == 0, spec.answersByDay {
                    if other != nil { value = true } else if value == true, isMine { withoutDay += 1 }
                }
                if let value { flags |= (value ? 3 : 2) << UInt8(2 * place) }
            }
            scattered.add(
                WorkingLifeRecord(
                    key: keys[i], day: when, second: other ?? WorkingLifeRecord.noDay,
                    word: word.codes[i] < 0 ? usual : wordOf[Int(word.codes[i])], flags: flags))
        }
        withExtendedLifetime((group, persons.owner)) {}
        if missing > 0 { tallies.undated.add(missing) }
        if withoutDay > 0 { tallies.withoutDay.add(withoutDay) }
        return scattered
    }

    private static func encode(
        _ records: UnsafeBufferPointer<WorkingLifeRecord>, _ spec: WorkingLifeTable, _ words: [String]
    ) throws -> EncodedRowGroup {
        let pool = StringPool()
        for word in words { _ = pool.code(word) }
        let key = Buffer<Int64>(records) { $0.key }
        let day = Buffer<Int32>(records) { $0.day }
        let second = Buffer<Int32>(records) { $0.second == WorkingLifeRecord.noDay ? 0 : $0.second }
        let hasSecond = Buffer<UInt8>(records) { $0.second == WorkingLifeRecord.noDay ? 0 : 1 }
        let word = Buffer<Int32>(records) { Int32($0.word) }
        let values = spec.answers.indices.map { place in
            Buffer<UInt8>(records) { $0.flags >> UInt8(2 * place) & 1 }
        }
        let known = spec.answers.indices.map { place in
            Buffer<UInt8>(records) { $0.flags >> UInt8(2 * place + 1) & 1 }
        }
        return try withExtendedLifetime((key, day, second, hasSecond, word, values, known)) {
            var columns = [
                ColumnSlice(.int64(key.pointer), repeats: true), ColumnSlice(.int32(day.pointer), repeats: true),
                ColumnSlice(.string(codes: word.pointer, pool: pool)),
            ]
            if spec.second != nil {
                columns.append(ColumnSlice(.int32(second.pointer), valid: hasSecond.pointer, repeats: true))
            }
            for (place, answer) in spec.answers.enumerated() {
                columns.append(
                    answer.usual == nil
                        ? ColumnSlice(.bool(values[place].pointer), valid: known[place].pointer)
                        : ColumnSlice(.bool(values[place].pointer)))
            }
            return try RowGroupEncoder.encode(spec.to, rowCount: records.count, columns: columns)
        }
    }
}
