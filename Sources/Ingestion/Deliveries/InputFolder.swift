import Calendars
import Columnar
import Configuration
import Glibc

/// The names in the folder of the exports, as they were when it was opened.
struct InputFolder {
    let path: String
    /// Sorted by their bytes, without those that begin with a dot.
    private let names: [String]
    /// Names that are no UTF-8, repaired.
    private let foreign: [String]
    /// Endings of files that say something about others and are no exports.
    private let companions: [String]

    /// - Throws: `IngestError.missing` when the folder cannot be opened.
    init(_ path: String, for pipeline: Pipeline) throws {
        self.path = path
        companions = pipeline.sources.flatMap { [$0.ready.marker, $0.ready.checksum].compactMap { $0 } }
        let entries: [FolderListing.Entry]
        do throws(FolderListing.Failure) {
            entries = try FolderListing(path).entries.filter { !$0.name.hasPrefix(".") }
        } catch {
            throw IngestError.missing(
                "\(path): cannot be opened (\(String(cString: strerror(error.code)))); correct --input or input:")
        }
        let names = entries.filter(\.isUTF8).map(\.name)
        self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        foreign = entries.filter { !$0.isUTF8 }.map(\.name)
    }

    /// File names that a source's patterns match, sorted by their bytes; markers and checksums apart.
    ///
    /// - Throws: `IngestError.refused` for a name that is no UTF-8.
    func files(of source: SourceDescription) throws -> [String] {
        func isExport(_ name: String) -> Bool {
            source.files.contains { FilePattern.matches(name, $0) }
                && !companions.contains { name.utf8.count > $0.utf8.count && name.hasSuffix($0) }
        }
        if foreign.contains(where: isExport) {
            throw IngestError.refused(
                "\(path): a file for source \(source.name) has a name that is no UTF-8; rename it")
        }
        return names.filter(isExport)
    }

    func noFile(for source: SourceDescription) -> IngestError {
        .missing(
            "\(path): no file \(source.files.joined(separator: " or ")) for source \(source.name); deliver it "
                + "or correct files:")
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    /// The day in a file's name.
    static func day(of name: String) -> Int32? {
        FilePattern.date(in: name).flatMap { CivilDate(iso: $0)?.day }
    }
}
