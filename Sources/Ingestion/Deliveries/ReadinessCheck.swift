import Configuration
import Glibc

/// Whether the files of a delivery are complete, before and after they are read.
struct ReadinessCheck {
    let source: SourceDescription
    let folder: InputFolder

    /// What is missing for a file to be complete, in words; nil when it may be read.
    func missing(_ file: String) -> String? {
        if let marker = source.ready.marker, !folder.has(file + marker) {
            return "found no \(file)\(marker), which says that the file is complete"
        }
        if let ending = source.ready.checksum, !folder.has(file + ending) {
            return "found no \(file)\(ending), which holds its checksum"
        }
        let needed = Int64(source.ready.stableSeconds)
        if needed > 0, let identity = FileIdentity("\(folder.path)/\(file)"), identity.secondsSinceChange < needed {
            return "it changed less than \(needed) seconds ago"
        }
        return nil
    }

    /// - Throws: `IngestError.notReady` (75) naming the first file that is not complete and what is missing.
    func check(_ files: [String]) throws {
        for file in files {
            if let missing = missing(file) { throw IngestError.notReady(Self.message(file, missing)) }
        }
    }

    static func message(_ file: String, _ missing: String) -> String {
        "\(file): not ready: \(missing); nothing was done, run again when it is complete"
    }

    /// Holds a file that was read against its checksum and trailer.
    ///
    /// - Throws: `IngestError.notReady` (75) when the file does not end with the trailer, `.refused` (65) when it is another
    ///   file than the checksum tells, or has another number of rows than the trailer.
    func checkRead(_ job: ExportJob) throws {
        try checkSum(of: job.file, job.sha256)
        guard let trailer = source.ready.trailer else { return }
        guard let rows = Self.rows(in: job.footer.last ?? "", as: trailer) else {
            throw IngestError.notReady(
                Self.message(job.file, "it does not end with a record like \"\(trailer)\""))
        }
        guard rows == job.records else {
            throw IngestError.refused(
                "\(job.file): found \(job.records) rows, expected the \(rows) that its last record tells; deliver it again"
            )
        }
    }

    func checkSum(of file: String, _ found: String) throws {
        guard let ending = source.ready.checksum else { return }
        let expected = try Self.checksum(in: folder.path, name: file + ending)
        guard expected == found else {
            throw IngestError.refused(
                "\(file): found SHA-256 \(found), expected \(expected) as \(file)\(ending) says; deliver both again")
        }
    }

    /// The first 64 hexadecimal digits of a checksum file, as `sha256sum` writes it.
    private static func checksum(in folder: String, name: String) throws -> String {
        let file = try ExportFile(folder: folder, name: name)
        let head = file.peek(at: 0, count: 4096)
        // sha256sum marks names that it had to escape by a backslash before the digits.
        let digits = head.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x5C || $0 >= 0x80 }.prefix(64)
        let text = String(decoding: digits, as: UTF8.self).lowercased()
        guard text.utf8.count == 64, text.utf8.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 }) else {
            throw IngestError.refused(
                "\(name): found no checksum, expected 64 hexadecimal digits as sha256sum writes them; deliver it again")
        }
        return text
    }

    /// The number in a trailer; nil when the record is none.
    static func rows(in record: String, as trailer: String) -> Int? {
        guard let place = trailer.firstRange(of: "{rows}") else { return nil }
        let before = trailer[..<place.lowerBound]
        let after = trailer[place.upperBound...]
        let text = record.drop { $0.isNewline }.reversed().drop { $0.isNewline }.reversed()
        let line = String(text)
        guard line.hasPrefix(before), line.hasSuffix(after), line.utf8.count > before.utf8.count + after.utf8.count
        else { return nil }
        let digits = line.utf8.dropFirst(before.utf8.count).dropLast(after.utf8.count)
        guard digits.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
