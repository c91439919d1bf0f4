import CSV
import Calendars
import Columnar
import Configuration
import Digests
import Glibc
import Runs
import Workforce

/// Ingests the full dumps of a pipeline that are not stored yet, and gives the effective-dated rows of all of them.
///
/// Nothing is written into the store before `store`, and nothing counts before the ledger is written: a run that stops at
/// any moment leaves what was there, and the next one does the same again.
final class FullDumps {
    /// What comes of one source.
    struct Outcome {
        var rows: [StaffRow]
        /// Of the newest delivery.
        var tally = IngestTally()
        /// The files of the deliveries before it.
        var earlier: [FileCount] = []
        var newest: Int32
    }

    private let context: IngestContext
    private let folder: InputFolder
    private let store: DumpStore?
    let pool = StringPool()
    private(set) var ledger: DeliveryLedger
    private var histories: [(source: String, history: StaffHistory, accounts: [Int32: String], changed: Set<Int32>)] =
        []

    /// - Throws: `IngestError.configuration` when the store was made with another key.
    init(_ context: IngestContext, folder: InputFolder, ledger: DeliveryLedger, place: HistoryPlace?) throws {
        self.context = context
        self.folder = folder
        self.ledger = ledger
        store = place.map(DumpStore.init)
        let tag = try HMACSHA256(key: context.key).tag(Array("trivsel history".utf8))
        let check = SHA256.hex(tag.prefix(8))
        if let known = ledger.keyCheck, known != check, ledger.entries.contains(where: { $0.changes != nil }) {
            throw IngestError.configuration(
                "\(place?.folder ?? ""): the dumps kept there were read with another person key, so that nobody in them would "
                    + "be known again; give the old key, or move the folder away: it is then made anew of the dumps in "
                    + "the input folder")
        }
        self.ledger.keyCheck = check
    }

    /// Whether no source gave anything.
    var isEmpty: Bool { histories.isEmpty }

    /// Takes all that is delivered up to the as-of date; nil when nothing ever was.
    ///
    /// - Throws: `IngestError`: `.notReady` when the newest delivery is not complete, `.refused` when one is not what it should
    ///   be, and all that reading an export throws.
    func take(_ source: SourceDescription, _ files: [String]) throws -> Outcome? {
        let settings = try Self.settings(of: source, context.pipeline)
        var named: [Int32: [String]] = [:]
        for file in files {
            guard let day = InputFolder.day(of: file) else {
                throw IngestError.refused(
                    "\(file): found no date in the name, expected the day of the full dump as yyyy-mm-dd; rename it")
            }
            named[day, default: []].append(file)
        }
        let stored = ledger.entries(of: source.name).filter { $0.changes != nil }
        let days = Set(named.keys).union(stored.compactMap { CivilDate(iso: $0.day)?.day })
        guard let first = days.min() else { return nil }
        // Without a delivery so early the first after it is taken: what it says of later days has no effect.
        let through = max(context.asOf, first)
        guard let newest = days.filter({ $0 <= through }).max() else { return nil }

        var outcome = Outcome(rows: [], newest: newest)
        var pending: [(day: Int32, files: [String])] = []
        for day in named.keys.sorted() where day <= through {
            let (distinct, twice) = try DeliveryChecks.distinct(named[day] ?? [], folder: folder) {
                try hash($0, ledger.entry(source.name, day))
            }
            outcome.tally.findings += twice
            guard try isNew(distinct, source, day, settings) else { continue }
            let readiness = ReadinessCheck(source: source, folder: folder)
            if day == newest { try readiness.check(distinct) }
            if let file = distinct.first(where: { readiness.missing($0) != nil }) {
                outcome.tally.findings.append(
                    Finding(
                        category: "ingest.delivery_not_ready", severity: .warning, location: file,
                        message: "An earlier delivery is not ready and was passed over: "
                            + "\(readiness.missing(file) ?? "")."))
                continue
            }
            pending.append((day, distinct))
        }

        let history = StaffHistory(pool: pool)
        var accounts: [Int32: String] = [:]
        if let store {
            for entry in stored {
                guard let table = entry.changes, let day = CivilDate(iso: entry.day)?.day else { continue }
                let (rows, account) = try store.read(table, pool: pool)
                history.restore(StaffHistory.Step(day: day, changes: rows))
                accounts[day] = account
            }
        }
        var changed: Set<Int32> = []
        var place = 0
        while place < pending.count {
            let delivery = pending[place]
            let read = try read(source, delivery.day, delivery.files)
            try DeliveryChecks.checkBand(source, read.files, on: delivery.day, ledger)
            let isOther = try !isStored(delivery.files, source, delivery.day)
            let placed = history.put(
                read.rows, uncertain: read.tally.uncertain, file: pool.code(delivery.files.first ?? ""),
                on: delivery.day)
            var tally = read.tally
            tally.findings += Self.findings(placed, unreadable: tally.uncertain.unreadable, source)
            accounts[delivery.day] = try DumpAccount(tally).text()
            changed.formUnion(placed.days)
            ledger.put(entry(source, delivery.day, read.files, settings))
            place += 1
            var next = place
            for day in placed.days.sorted() where isOther && day > delivery.day {
                if pending.dropFirst(place).contains(where: { $0.day == day }) { continue }
                // What a following one shows anew stands in its file, and there alone in which record.
                let (files, _) = try DeliveryChecks.distinct(named[day] ?? [], folder: folder) {
                    try hash($0, ledger.entry(source.name, day))
                }
                if !files.isEmpty, try isStored(files, source, day) {
                    pending.insert((day, files), at: next)
                    next += 1
                } else {
                    history.attribute(day, to: ledger.entry(source.name, day)?.files.map(\.name) ?? [])
                }
            }
        }
        histories.append((source.name, history, accounts, changed))
        try tell(source, history, accounts, settings, through: through, newest: newest, &outcome)
        return outcome
    }

    /// Keeps what was taken: the tables first, then the ledger, which makes them count. Call once, when nothing can be refused
    /// any more.
    func store(_ newer: DeliveryLedger) throws {
        guard let store, store.place.isKept else { return }
        var ledger = newer
        for (source, history, accounts, changed) in histories where !changed.isEmpty {
            for step in history.steps where changed.contains(step.day) {
                guard var entry = ledger.entry(source, step.day) else { continue }
                entry.changes = try store.write(step, of: source, account: accounts[step.day] ?? "", pool: pool)
                ledger.put(entry)
            }
            try store.flush(source)
        }
        try ledger.write(to: store.place.folder)
        for (source, _, _, _) in histories { store.tidy(source, keeping: ledger) }
    }

    // MARK: what is new

    /// SHA-256 of a file, as the ledger knows it where the system says that it is the same file.
    private func hash(_ file: String, _ entry: DeliveryLedger.Entry?) throws -> String {
        if let known = entry?.files.first(where: { $0.name == file }), let identity = known.identity,
            identity == FileIdentity("\(folder.path)/\(file)")
        {
            return known.sha256
        }
        return try FileDigest.sha256(folder: folder.path, name: file)
    }

    /// Whether a delivery has to be read: it is not stored, or with other content, or was read with other settings.
    private func isNew(
        _ files: [String], _ source: SourceDescription, _ day: Int32, _ settings: String
    ) throws -> Bool {
        guard var entry = ledger.entry(source.name, day), entry.changes != nil else { return true }
        var hashes: [String] = []
        for file in files { hashes.append(try hash(file, entry)) }
        guard entry.holds(hashes) else { return true }
        if entry.settings != settings, Set(hashes) == Set(entry.files.map(\.sha256)) { return true }
        for (file, hash) in zip(files, hashes) {
            guard let place = entry.files.firstIndex(where: { $0.name == file && $0.sha256 == hash }),
                let identity = FileIdentity("\(folder.path)/\(file)"), identity.isSettled
            else { continue }
            entry.files[place].identity = identity
        }
        ledger.put(entry)
        return false
    }

    /// Whether the files are all of the delivery that is stored for the day.
    private func isStored(_ files: [String], _ source: SourceDescription, _ day: Int32) throws -> Bool {
        guard let entry = ledger.entry(source.name, day), entry.changes != nil else { return false }
        var hashes: [String] = []
        for file in files { hashes.append(try hash(file, entry)) }
        return Set(hashes) == Set(entry.files.map(\.sha256))
    }

    private func entry(
        _ source: SourceDescription, _ day: Int32, _ files: [DeliveryLedger.File], _ settings: String
    ) -> DeliveryLedger.Entry {
        let text = DeliveryLedger.text(day)
        var entry = DeliveryLedger.Entry(source: source.name, day: text, files: files, settings: settings)
        if let old = ledger.entry(source.name, day), old.changes != nil {
            entry.superseded = old.superseded
            for file in old.files where !entry.holds([file.sha256]) { entry.superseded.append(file.sha256) }
            entry.isLate = old.isLate
            entry.changes = old.changes
        } else {
            entry.isLate = ledger.entries(of: source.name).contains { $0.changes != nil && $0.day > text }
        }
        return entry
    }

    /// Hash of what a source says about the meaning of its files, without what it says about their arrival.
    private static func settings(of source: SourceDescription, _ pipeline: Pipeline) throws -> String {
        var alone = Pipeline()
        alone.limits = pipeline.limits
        var source = source
        source.files = []
        source.required = false
        source.ready = SourceDescription.Readiness()
        source.rowBand = nil
        source.freshDays = nil
        alone.sources = [source]
        let text = Array(PipelineDecoder.canonicalSettings(alone).utf8)
        return SHA256.hex(try text.withUnsafeBytes { try SHA256.digest($0) })
    }

    // MARK: reading

    private struct Dump {
        /// By person, and of one person in the order of the export.
        var rows: [StaffRow]
        var files: [DeliveryLedger.File]
        var tally: IngestTally
    }

    private func read(_ source: SourceDescription, _ day: Int32, _ files: [String]) throws -> Dump {
        let scratch = "\(context.output)/.delivery"
        guard mkdir(scratch, 0o700) == 0 || errno == EEXIST else {
            throw IngestError.cannotRead(
                "\(scratch): cannot be made (\(String(cString: strerror(errno)))); check space and permissions")
        }
        let table = "\(scratch)/\(source.dataset.rawValue).parquet"
        defer {
            unlink(table)
            rmdir(scratch)
        }
        // Before the files are opened: if one is replaced meanwhile, it is not known again and will be read.
        let identities = files.map { FileIdentity("\(folder.path)/\($0)").flatMap { $0.isSettled ? $0 : nil } }
        let jobs = files.enumerated().map { place, file in
            ExportJob(source: source, file: file, number: place, isLastOfSource: place == files.count - 1)
        }
        // What is plausible is measured by the day of the delivery, whenever it is read.
        let ingest = try context.run(jobs, asOf: day, output: scratch)
        let readiness = ReadinessCheck(source: source, folder: folder)
        do {
            _ = try ingest.run()
        } catch let error as IngestError where error.exitCode == ExitCode.dataRefused {
            // A file that is not the one that was sent tells more than what is wrong in it.
            for file in files where source.ready.checksum != nil {
                try readiness.checkSum(of: file, try FileDigest.sha256(folder: folder.path, name: file))
            }
            throw error
        }
        for job in jobs { try readiness.checkRead(job) }
        var tally = ingest.tally
        let rows = try staff(of: TableReader(path: table, expecting: Ingested.employees), files, &tally)
        let entries = zip(jobs, identities).map { job, identity in
            DeliveryLedger.File(name: job.file, sha256: job.sha256, rows: job.records, identity: identity)
        }
        return Dump(rows: rows, files: entries, tally: tally)
    }

    /// The rows by person; of two that tell different states of one employment the later stands.
    private func staff(_ rows: [StaffRow]) -> (rows: [StaffRow], several: Int) {
        let order = rows.indices.sorted { (rows[$0].key, $0) < (rows[$1].key, $1) }
        var staff: [StaffRow] = []
        staff.reserveCapacity(rows.count)
        var begin = 0
        var several = 0
        for index in order {
            let row = rows[index]
            if let last = staff.last, last.key != row.key { begin = staff.count }
            if let place = staff[begin...].firstIndex(where: { $0.assignment == row.assignment && $0.hire == row.hire })
            {
                if !staff[place].isSame(as: row) { several += 1 }
                staff.remove(at: place)
            }
            staff.append(row)
        }
        return (staff, several)
    }

    private func staff(
        of table: TableReader, _ files: [String], _ tally: inout IngestTally
    ) throws -> [StaffRow] {
        let (rows, several) = staff(try StaffTable.read(table, pool: pool))
        if several > 0 {
            tally.findings.append(
                Finding(
                    category: "ingest.several_states", severity: .warning, location: files.first ?? "",
                    message: "Rows give one employment two states in one dump; the row later in the export stands. Map "
                        + "assignment: where people have several at a time.", count: several))
        }
        return rows
    }

    // MARK: telling

    /// What is to be said of persons who are in a dump with rows that were set aside, or may be.
    private static func findings(
        _ placed: StaffHistory.Placed, unreadable: Int, _ source: SourceDescription
    ) -> [Finding] {
        var findings: [Finding] = []
        func warn(_ category: String, _ message: String, _ count: Int) {
            guard count > 0 else { return }
            findings.append(
                Finding(
                    category: category, severity: .warning, location: source.name, message: message, count: count))
        }
        warn(
            "ingest.carried_on",
            "Persons are in the newest dump with rows that were set aside; they count as there, with what the dump before said "
                + "of them, until their rows can be read.", placed.carried)
        warn(
            "ingest.perhaps_unreadable",
            "Persons are not in the newest dump, which has rows without a readable id (\(unreadable)): they may be theirs, so "
                + "nobody counts as gone; correct the export.", placed.perhapsUnreadable)
        warn(
            "ingest.disappeared_or_unreadable",
            "Persons are not in the newest dump and count as gone; some of them may be in its rows without a readable id "
                + "(\(unreadable)), which are fewer; correct the export.", placed.gone)
        return findings
    }

    /// How the dump of a day was read.
    private func account(of day: Int32, in accounts: [Int32: String]) throws -> DumpAccount {
        if let account = accounts[day].flatMap({ DumpAccount(text: $0) }) { return account }
        throw IngestError.refused(
            "\(store?.place.folder ?? ""): the table of the delivery of \(CivilDate(day: day)) does not say how it was "
                + "read; restore the folder from a backup, or move it away: it is then made anew of the dumps in the "
                + "input folder")
    }

    private func tell(
        _ source: SourceDescription, _ history: StaffHistory, _ accounts: [Int32: String], _ settings: String,
        through: Int32, newest: Int32, _ outcome: inout Outcome
    ) throws {
        try account(of: newest, in: accounts).add(to: &outcome.tally)
        let (rows, counts) = history.effectiveRows(through: through)
        outcome.rows = rows
        let taken = ledger.entries(of: source.name).filter {
            guard let day = CivilDate(iso: $0.day)?.day else { return false }
            return day <= through && history.steps.contains { $0.day == day }
        }
        var before = IngestTally()
        for entry in taken where entry.day != DeliveryLedger.text(newest) {
            guard let day = CivilDate(iso: entry.day)?.day else { continue }
            try account(of: day, in: accounts).add(to: &before)
        }
        outcome.earlier = before.files
        outcome.tally.quarantine += before.quarantine
        func note(_ category: String, _ severity: Finding.Severity, _ message: String, _ count: Int) {
            guard count > 0 else { return }
            outcome.tally.findings.append(
                Finding(
                    category: category, severity: severity, location: source.name, message: message, count: count))
        }
        let hasEnds = source.columns.contains { $0.name == "termination_date" || $0.name == "status" }
        note(
            "ingest.deliveries", .note,
            "Full dumps were compared, from \(taken.first?.day ?? "") to \(taken.last?.day ?? "").", taken.count)
        note(
            "ingest.set_aside_earlier", .note,
            "Rows of earlier dumps were set aside when they were read; the quarantine names them.",
            before.quarantine.count)
        note(
            "ingest.disappeared", hasEnds ? .warning : .note,
            "Employments end because the dumps do not hold the person any more; the last day is the one before the first dump "
                + "without them, the reason is unknown where none was announced.", counts.disappeared)
        note(
            "ingest.returned", .note,
            "Persons are missing in a single dump and there again in the next with the same hire date; they have not left.",
            counts.returned)
        note(
            "ingest.hire_corrected", .note, "Hire dates were put right in a later dump; the last one stands.",
            counts.corrected)
        note(
            "ingest.hire_unknown", .note,
            "Rows of the first dump have no hire date; they are known from its day on.", counts.withoutHire)
        note(
            "ingest.never_present", .note,
            "Rows call somebody a leaver whom no dump shows at work, without a last day; they are left out.",
            counts.neverPresent)
        note(
            "ingest.late_delivery", .note, "Dumps came after one of a later day and were put in their places.",
            taken.count { $0.isLate })
        note(
            "ingest.other_settings", .warning,
            "Dumps were read with other settings of the source and are not in the input folder any more; what seems to change "
                + "after the last of them may be the settings' doing.", taken.count { $0.settings != settings })
        outcome.tally.findings += taken.compactMap(DeliveryChecks.supersession)
    }
}

enum FolderDigest {
    /// 16 hexadecimal digits of a name.
    static func short(_ name: String) -> String {
        let bytes = Array(name.utf8)
        let digest = try? bytes.withUnsafeBytes { try SHA256.digest($0) }
        return SHA256.hex((digest ?? bytes).prefix(8))
    }
}
