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
        let record = job.footer.last ?? ""
        let told =
            Self.rows(in: record, as: trailer)
            ?? Self.rows(in: record, as: trailer, delimiter: source.delimiter, quote: source.quote)
        guard let rows = told else {
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
        let expected = try Self.checksum(of: file, in: folder.path, name: file + ending)
        guard expected == found else {
            throw IngestError.refused(
                "\(file): found SHA-256 \(found), expected \(expected) as \(file)\(ending) says; deliver both again")
        }
    }

    /// The checksum of `export` in a checksum file, as `sha256sum` writes it: 64 hexadecimal digits, alone or before the name of
    /// the file.
    private static func checksum(of export: String, in folder: String, name: String) throws -> String {
        let file = try ExportFile(folder: folder, name: name)
        let head = file.peek(at: 0, count: 65_536)
        var isOther = false
        for line in head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard let (sum, named) = checksum(line) else { continue }
            if named.isEmpty || named == Array(export.utf8) { return sum }
            isOther = true
        }
        guard isOther else {
            throw IngestError.refused(
                "\(name): found no checksum, expected 64 hexadecimal digits as sha256sum writes them; deliver it again")
        }
        throw IngestError.refused(
            "\(name): found the checksum of a file of another name, expected that of \(export); deliver both again, or write "
                + "the digits alone where the export gets another name on its way")
    }

    /// The digits in a line of a checksum file and the last part of the path behind them, which may be missing; nil without
    /// digits.
    static func checksum(_ line: ArraySlice<UInt8>) -> (sum: String, file: [UInt8])? {
        // sha256sum marks names that it had to escape by a backslash before the digits.
        let start = line.drop { $0 == 0x20 || $0 == 0x5C || $0 >= 0x80 }
        let isEscaped = line.first == 0x5C
        let sum = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
        guard sum.utf8.count == 64, sum.utf8.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 }) else { return nil }
        // A blank, and another one or an asterisk for bytes as they are.
        var rest = start.dropFirst(64)
        if let blank = rest.first, blank != 0x20, blank != 0x09 { return nil }
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
        if rest.first == 0x2A { rest = rest.dropFirst() }
        var named: [UInt8] = []
        var follows = false
        for byte in rest {
            if isEscaped, byte == 0x5C, !follows {
                follows = true
                continue
            }
            named.append(follows && byte == 0x6E ? 0x0A : follows && byte == 0x72 ? 0x0D : byte)
            follows = false
        }
        while named.last == 0x20 || named.last == 0x09 { named.removeLast() }
        return (sum, Array(named.split(separator: 0x2F).last ?? []))
    }

    /// The number in a trailer that was written as a record: cells in quotes, or empty ones up to the columns of the file. Nil
    /// when it is none.
    static func rows(in record: String, as trailer: String, delimiter: UInt8, quote: UInt8?) -> Int? {
        let found = cells(record, delimiter, quote)
        let expected = cells(trailer, delimiter, quote)
        guard found.count == expected.count else { return nil }
        var number: Int?
        for (cell, pattern) in zip(found, expected) {
            if pattern.contains("{rows}") {
                guard let told = rows(in: cell, as: pattern) else { return nil }
                number = told
            } else if cell != pattern {
                return nil
            }
        }
        return number
    }

    /// The cells of a record of one line, without their quotes, blanks around them and empty ones at the end.
    private static func cells(_ record: String, _ delimiter: UInt8, _ quote: UInt8?) -> [String] {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        var cells: [[UInt8]] = [[]]
        var isQuoted = false
        for byte in record.utf8 {
            if byte == quote {
                isQuoted.toggle()
            } else if byte == delimiter, !isQuoted {
                cells.append([])
            } else {
                cells[cells.count - 1].append(byte)
            }
        }
        var texts = cells.map { cell in
            String(decoding: cell.drop(while: isBlank).reversed().drop(while: isBlank).reversed(), as: UTF8.self)
        }
        while texts.last?.isEmpty ?? false { texts.removeLast() }
        return texts
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
