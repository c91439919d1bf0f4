import Calendars
import Columnar
import FoundationEssentials
import Glibc

/// Where a pipeline's deliveries are kept: `WORK/.history/PIPELINE`.
public struct HistoryPlace: Sendable, Equatable {
    public let folder: String
    /// False: what is kept there is used, and nothing is written.
    public let isKept: Bool

    public init(folder: String, isKept: Bool) {
        self.folder = folder
        self.isKept = isKept
    }
}

/// What has been delivered: of each source and day the files, their hashes and rows; of full dumps the table with what they
/// changed. One file, replaced as a whole: what it does not name does not count.
struct DeliveryLedger: Codable, Equatable {
    struct File: Codable, Equatable {
        var name: String
        var sha256: String
        /// Records after the header.
        var rows: Int
        /// By which the file is known again without reading it.
        var identity: FileIdentity?
    }

    /// `SOURCE/DAY.DIGEST.parquet`, the changes of a full dump.
    struct Table: Codable, Equatable {
        var file: String
        var footerSHA256: String

        enum CodingKeys: String, CodingKey {
            case file
            case footerSHA256 = "footer_sha256"
        }
    }

    struct Entry: Codable, Equatable {
        var source: String
        /// `2026-03-31`.
        var day: String
        var files: [File]
        /// SHA-256 of the files of this day that later ones took the place of, oldest first.
        var superseded: [String] = []
        /// It came after a delivery of a later day.
        var isLate = false
        /// Hash of the settings that a full dump was read with.
        var settings: String?
        var changes: Table?

        enum CodingKeys: String, CodingKey {
            case source, day, files, superseded, settings, changes
            case isLate = "late"
        }

        var rows: Int { files.reduce(0) { $0 + $1.rows } }

        /// Whether all of `hashes` are of this delivery.
        func holds(_ hashes: [String]) -> Bool { hashes.allSatisfy { hash in files.contains { $0.sha256 == hash } } }
    }

    static let version = 1
    static let fileName = "ledger.json"

    var ledger = DeliveryLedger.version
    /// What becomes of a fixed text under the person key: with another key the same persons would be others.
    var keyCheck: String?
    /// By source and day.
    private(set) var entries: [Entry] = []

    enum CodingKeys: String, CodingKey {
        case ledger, entries
        case keyCheck = "key_check"
    }

    init() {}

    /// Reads the ledger of a folder; an empty one where there is none.
    ///
    /// - Throws: `IngestError.cannotRead` (74), or `.refused` (65) when it is none.
    init(folder: String) throws {
        let path = "\(folder)/\(Self.fileName)"
        guard access(path, F_OK) == 0 else {
            guard errno == ENOENT else {
                throw IngestError.cannotRead(
                    "\(path): cannot be opened (\(String(cString: strerror(errno)))); check the permissions")
            }
            return
        }
        let file = try ExportFile(folder: folder, name: Self.fileName)
        let bytes = file.peek(at: 0, count: file.byteCount)
        guard bytes.count == file.byteCount,
            let ledger = try? JSONDecoder().decode(DeliveryLedger.self, from: Data(bytes)),
            ledger.ledger == Self.version
        else {
            throw IngestError.refused(
                "\(path): found no ledger of version \(Self.version), expected what an earlier run has written; restore "
                    + "\(folder) from a backup, or move it away: it is then made anew of the exports in the input folder"
            )
        }
        self = ledger
    }

    /// Replaces the ledger of a folder, which exists; on the disk when the call returns.
    func write(to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let bytes = [UInt8](try encoder.encode(self)) + [10]
        let file = try CheckedFile(path: "\(folder)/\(Self.fileName)")
        try file.write(bytes)
        try file.commit()
    }

    static func text(_ day: Int32) -> String { CivilDate(day: day).description }

    /// A source's deliveries, by day.
    func entries(of source: String) -> [Entry] { entries.filter { $0.source == source } }

    func entry(_ source: String, _ day: Int32) -> Entry? {
        let text = Self.text(day)
        return entries.first { $0.source == source && $0.day == text }
    }

    /// The delivery of a source before `day`.
    func before(_ day: Int32, of source: String) -> Entry? {
        let text = Self.text(day)
        return entries.last { $0.source == source && $0.day < text }
    }

    /// Puts an entry in its place, for the one of that source and day if there is one.
    mutating func put(_ entry: Entry) {
        let place = entries.firstIndex { ($0.source, $0.day) >= (entry.source, entry.day) } ?? entries.count
        if place < entries.count, entries[place].source == entry.source, entries[place].day == entry.day {
            entries[place] = entry
        } else {
            entries.insert(entry, at: place)
        }
    }
}
