import Calendars
import Configuration
import Runs

/// What is held against a source's settings and its earlier deliveries.
enum DeliveryChecks {
    /// Of files with the same bytes the first; the others are told of.
    ///
    /// - Parameter hash: SHA-256 of a file, hexadecimal.
    static func distinct(
        _ files: [String], folder: InputFolder, hash: (String) throws -> String
    ) rethrows -> (files: [String], findings: [Finding]) {
        guard files.count > 1 else { return (files, []) }
        var sizes: [Int: Int] = [:]
        let known = files.map { FileIdentity("\(folder.path)/\($0)")?.size ?? -1 }
        for size in known { sizes[size, default: 0] += 1 }
        var first: [String: String] = [:]
        var kept: [String] = []
        var findings: [Finding] = []
        for (file, size) in zip(files, known) {
            // Files of different length are different; only the others have to be read twice.
            guard size >= 0, sizes[size] ?? 0 > 1 else {
                kept.append(file)
                continue
            }
            let sum = try hash(file)
            guard let other = first[sum] else {
                first[sum] = file
                kept.append(file)
                continue
            }
            findings.append(
                Finding(
                    category: "ingest.same_file_twice", severity: .warning, location: file,
                    message: "The file has the same bytes as \(other), SHA-256 \(sum); it is counted once."))
        }
        return (kept, findings)
    }

    /// Holds the rows of a delivery against those of the delivery before, and of another one of its day that it takes the place
    /// of.
    ///
    /// - Throws: `IngestError.refused` when they are too many or too few.
    static func checkBand(
        _ source: SourceDescription, _ files: [DeliveryLedger.File], on day: Int32, _ ledger: DeliveryLedger
    ) throws {
        guard let band = source.rowBand else { return }
        let rows = files.reduce(0) { $0 + $1.rows }
        let former = ledger.entry(source.name, day).flatMap { $0.holds(files.map(\.sha256)) ? nil : $0 }
        for (other, isFormer) in [(ledger.before(day, of: source.name), false), (former, true)] {
            guard let other, other.rows > 0 else { continue }
            guard rows * 100 < band.lowest * other.rows || rows * 100 > band.highest * other.rows else { continue }
            let names = files.map(\.name).joined(separator: ", ")
            throw IngestError.refused(
                "\(names): found \(rows) rows, expected \(band.lowest) to \(band.highest) % of the "
                    + "\(other.rows) of the delivery of \(other.day)"
                    + (isFormer ? ", which it would take the place of" : "")
                    + " (row_band of source \(source.name)); deliver it again, or "
                    + "widen row_band for this night if the company has changed so much")
        }
    }

    /// Told when the newest delivery is older than it should be.
    static func staleness(_ source: SourceDescription, newest: Int32, asOf: Int32) -> Finding? {
        guard let most = source.freshDays, asOf - newest > most else { return nil }
        let days = Int(asOf - newest)
        return Finding(
            category: "ingest.stale_delivery", severity: .warning, location: source.name,
            message:
                "The newest delivery is of \(CivilDate(day: newest)), \(days) days before the as-of date; expected at "
                + "most \(most) (fresh_days).", count: days)
    }

    /// Told of a delivery that took the place of another one of its day.
    static func supersession(_ entry: DeliveryLedger.Entry) -> Finding? {
        guard !entry.superseded.isEmpty else { return nil }
        let now = entry.files.map(\.sha256).joined(separator: ", ")
        return Finding(
            category: "ingest.superseded_delivery", severity: .warning, location: entry.source,
            message: "The delivery of \(entry.day) came again with other content: SHA-256 \(now) took the place of "
                + "\(entry.superseded.joined(separator: ", ")).", count: entry.superseded.count)
    }
}
