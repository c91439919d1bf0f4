import Columnar
import Glibc
import Workforce

/// The folder in which a pipeline's full dumps are kept, a table of changes a delivery. Tables are never changed: one that
/// is replaced gets another name, and the ledger says which counts.
struct DumpStore {
    let place: HistoryPlace

    /// Reads the changes of a delivery; with what was said of it.
    ///
    /// - Throws: `IngestError.refused` (65) when the table is missing or another one than the ledger names.
    func read(_ table: DeliveryLedger.Table, pool: StringPool) throws -> (rows: [StaffRow], account: String) {
        let path = "\(place.folder)/\(table.file)"
        do {
            let version = try TableReader(path: path, expecting: nil).schema.version
            let schema = Delivered.former.first { $0.version == version } ?? Delivered.changes
            let reader = try TableReader(path: path, expecting: schema)
            guard reader.footerSHA256 == table.footerSHA256 else {
                throw IngestError.refused(
                    "\(path): found another table than \(DeliveryLedger.fileName) names, \(advice)")
            }
            return (try StaffTable.read(reader, pool: pool), reader.metadata[DumpAccount.key] ?? "")
        } catch let error as ColumnarError {
            throw IngestError.refused("\(error); \(advice)")
        }
    }

    private var advice: String {
        "restore \(place.folder) from a backup, or move it away: it is then made anew of the dumps in the input folder"
    }

    /// Writes the changes of a delivery under a name that no table has; not yet on the disk for certain.
    func write(
        _ step: StaffHistory.Step, of source: String, account: String, pool: StringPool
    ) throws -> DeliveryLedger.Table {
        let folder = Self.folderName(source)
        try DurableFolder.create("\(place.folder)/\(folder)")
        let day = DeliveryLedger.text(step.day)
        var number = 1
        while access("\(place.folder)/\(folder)/\(day).\(number).parquet", F_OK) == 0 { number += 1 }
        let file = "\(folder)/\(day).\(number).parquet"
        let written = try StaffTable.write(
            step.changes, Delivered.changes, pool: pool, to: "\(place.folder)/\(file)",
            metadata: [(DumpAccount.key, account)])
        return DeliveryLedger.Table(file: file, footerSHA256: written.footerSHA256)
    }

    /// Waits until the tables of a source are on the disk.
    func flush(_ source: String) throws {
        try DurableFolder.syncContents(of: "\(place.folder)/\(Self.folderName(source))")
    }

    /// Removes tables that nobody names any more; what cannot be removed is in nobody's way.
    func tidy(_ source: String, keeping ledger: DeliveryLedger) {
        let path = "\(place.folder)/\(Self.folderName(source))"
        let named = Set(ledger.entries(of: source).compactMap { $0.changes?.file })
        let names = (try? FolderListing(path))?.names ?? []
        for name in names where name.hasSuffix(".parquet") || name.hasSuffix(".tmp") {
            if !named.contains("\(Self.folderName(source))/\(name)") { unlink("\(path)/\(name)") }
        }
    }

    /// A source's name where it is a good name for a folder, else its hash.
    static func folderName(_ source: String) -> String {
        let isPlain = source.utf8.allSatisfy {
            48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || $0 == 0x5F || $0 == 0x2D
        }
        if isPlain, 1...64 ~= source.utf8.count { return source }
        return "source." + FolderDigest.short(source)
    }
}
