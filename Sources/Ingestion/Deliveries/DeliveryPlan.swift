import Configuration
import Runs

/// Which files of the input folder a run reads, and what has to hold of them.
struct DeliveryPlan {
    /// Files in the order in which they are read: departments, then datasets as the pipeline first names them, sources by
    /// their first file, files by name. Of several dated deliveries of one source one is read, see `newest`.
    let jobs: [ExportJob]
    /// Sources of full dumps with all their files, whatever their day; in the pipeline's order.
    let dumps: [(source: SourceDescription, files: [String])]
    /// What was passed over.
    let findings: [Finding]

    /// - Throws: `IngestError`: `.missing` (66) for a required source without a file, `.notReady` (75) for files that are not
    ///   complete, `.configuration` (78) where sources contradict each other.
    init(_ pipeline: Pipeline, folder: InputFolder, asOf: Int32) throws {
        var named: [(source: SourceDescription, files: [String])] = []
        var dumps: [(source: SourceDescription, files: [String])] = []
        var takenBy: [String: String] = [:]
        var findings: [Finding] = []
        for source in pipeline.sources {
            let found = try folder.files(of: source)
            for file in found where source.deliveries == .fullDumps { try Self.take(file, source, &takenBy) }
            if source.deliveries == .fullDumps {
                dumps.append((source, found))
                continue
            }
            let newest = Self.newest(found, of: source, asOf: asOf)
            if newest.count < found.count {
                findings.append(
                    Finding(
                        category: "ingest.other_delivery", severity: .note, location: source.name,
                        message:
                            "Deliveries of another day were passed over: the newest up to the as-of date is read, else the "
                            + "first after it.",
                        count: found.count - newest.count))
            }
            guard !newest.isEmpty else {
                if source.required { throw folder.noFile(for: source) }
                continue
            }
            for file in newest { try Self.take(file, source, &takenBy) }
            try ReadinessCheck(source: source, folder: folder).check(newest)
            let (files, twice) = try DeliveryChecks.distinct(newest, folder: folder) {
                try FileDigest.sha256(folder: folder.path, name: $0)
            }
            findings += twice
            named.append((source, files))
        }
        if let dump = dumps.first, let other = named.first(where: { $0.source.dataset == .employees }) {
            throw IngestError.configuration(
                "\(pipeline.name): source \(dump.source.name) holds full dumps and source \(other.source.name) does not, "
                    + "expected all sources of employees to be of one kind; correct deliveries:")
        }
        jobs = Self.ordered(named)
        self.dumps = dumps
        self.findings = findings
    }

    private static func take(_ file: String, _ source: SourceDescription, _ takenBy: inout [String: String]) throws {
        if let other = takenBy.updateValue(source.name, forKey: file), other != source.name {
            throw IngestError.configuration(
                "\(file): belongs to the sources \(other) and \(source.name), expected one; correct files:")
        }
    }

    private static func ordered(_ named: [(source: SourceDescription, files: [String])]) -> [ExportJob] {
        var order: [SourceDescription.Dataset] = []
        // Departments first: answers are held against them.
        if named.contains(where: { $0.source.dataset == .departments }) { order.append(.departments) }
        for entry in named where !order.contains(entry.source.dataset) { order.append(entry.source.dataset) }
        var jobs: [ExportJob] = []
        for dataset in order {
            let sources = named.filter { $0.source.dataset == dataset }.sorted {
                ($0.files.first ?? "") < ($1.files.first ?? "")
            }
            for (source, files) in sources {
                for (place, file) in files.enumerated() {
                    jobs.append(
                        ExportJob(
                            source: source, file: file, number: jobs.count, isLastOfSource: place == files.count - 1))
                }
            }
        }
        return jobs
    }

    /// The files of the newest delivery day up to `asOf`, or all where the names of the source's files carry no day. Without
    /// one so early the first after it is read: what it says of later days has no effect.
    private static func newest(_ files: [String], of source: SourceDescription, asOf: Int32) -> [String] {
        guard source.deliveryDateInName else { return files }
        let days = files.map(InputFolder.day)
        let dated = days.compactMap { $0 }
        guard let chosen = dated.filter({ $0 <= asOf }).max() ?? dated.min() else { return files }
        return zip(files, days).filter { $0.1 == chosen }.map(\.0)
    }

    /// Holds what was read against what the sources say and what was delivered before, and enters it into the ledger.
    ///
    /// - Returns: what a reader should know.
    /// - Throws: `IngestError`: `.refused` (65) or `.notReady` (75).
    func settle(_ ledger: inout DeliveryLedger, folder: InputFolder, asOf: Int32) throws -> [Finding] {
        var findings: [Finding] = []
        var start = 0
        while start < jobs.count {
            var end = start + 1
            while !jobs[end - 1].isLastOfSource, end < jobs.count { end += 1 }
            findings += try settle(Array(jobs[start..<end]), &ledger, folder: folder, asOf: asOf)
            start = end
        }
        return findings
    }

    private func settle(
        _ jobs: [ExportJob], _ ledger: inout DeliveryLedger, folder: InputFolder, asOf: Int32
    ) throws -> [Finding] {
        guard let source = jobs.first?.source else { return [] }
        let readiness = ReadinessCheck(source: source, folder: folder)
        for job in jobs { try readiness.checkRead(job) }
        let named = source.deliveryDateInName ? jobs.first.flatMap { InputFolder.day(of: $0.file) } : nil
        // A delivery without a date is of the day that the run is for.
        let day = named ?? asOf
        let files = jobs.map { DeliveryLedger.File(name: $0.file, sha256: $0.sha256, rows: $0.records) }
        try DeliveryChecks.checkBand(source, files, on: day, ledger)
        var entry = DeliveryLedger.Entry(source: source.name, day: DeliveryLedger.text(day), files: files)
        if let known = ledger.entry(source.name, day) {
            entry.superseded = known.superseded
            for file in known.files where !entry.holds([file.sha256]) { entry.superseded.append(file.sha256) }
        }
        ledger.put(entry)
        var findings: [Finding] = []
        if let told = DeliveryChecks.supersession(entry) { findings.append(told) }
        if let named, let stale = DeliveryChecks.staleness(source, newest: named, asOf: asOf) { findings.append(stale) }
        return findings
    }
}
