import CCompress
import Calendars
import Configuration
import Foundation

/// How an export is written: everything that a source description can say about its form.
struct ExportForm: Equatable, CustomStringConvertible {
    enum Bytes: CaseIterable {
        case utf8, utf8Mark, utf16LEMark, utf16BEMark, utf16LE, utf16BE, windows1252, windows1252Fallback, latin9
    }
    enum Quoting: CaseIterable { case whereNeeded, everywhere, single, backslash }

    static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
    static let lineEnds = ["\n", "\r\n", "\r"]
    static let decimalMarks: [UInt8] = [UInt8(ascii: "."), UInt8(ascii: ",")]
    static let dateFormats: [SourceDescription.DateFormat] = [
        .iso, .dotted, .slashedMonthFirst, .namedMonth, .namedMonthFirst, .compact, .serial, .dashedDayFirst,
    ]
    static let levels = [
        Bytes.allCases.count, delimiters.count, lineEnds.count, decimalMarks.count, dateFormats.count,
        SourceDescription.Compression.allCases.count, Quoting.allCases.count, 2,
    ]

    var bytes = Bytes.utf8
    var delimiter = delimiters[0]
    var lineEnd = "\n"
    var decimalMark = decimalMarks[0]
    var dateFormat = SourceDescription.DateFormat.iso
    var compression = SourceDescription.Compression.none
    var quoting = Quoting.whereNeeded
    var parts = 1

    init() {}

    /// A level for each of `levels`.
    init(_ choice: [Int]) {
        bytes = Bytes.allCases[choice[0]]
        delimiter = Self.delimiters[choice[1]]
        lineEnd = Self.lineEnds[choice[2]]
        decimalMark = Self.decimalMarks[choice[3]]
        dateFormat = Self.dateFormats[choice[4]]
        compression = SourceDescription.Compression.allCases[choice[5]]
        quoting = Quoting.allCases[choice[6]]
        parts = choice[7] == 0 ? 1 : 3
    }

    var description: String {
        "\(bytes) delimiter \(delimiter) line end \(lineEnd.utf8.map { $0 }) decimal mark \(decimalMark) "
            + "\(dateFormat.rawValue) \(compression.rawValue) quoting \(quoting) in \(parts)"
    }

    /// Says to `source` what the export looks like.
    func declare(in source: inout SourceDescription) {
        switch bytes {
        case .utf8, .utf8Mark, .utf16LEMark, .utf16BEMark: break
        case .utf16LE: source.encoding = .utf16LE
        case .utf16BE: source.encoding = .utf16BE
        case .windows1252: source.encoding = .windows1252
        case .windows1252Fallback: source.fallbackEncoding = .windows1252
        case .latin9: source.encoding = .latin9
        }
        source.delimiter = delimiter
        source.decimalMark = decimalMark
        source.dateFormat = dateFormat
        source.compression = compression
        switch quoting {
        case .whereNeeded, .everywhere: break
        case .single: source.quote = UInt8(ascii: "'")
        case .backslash: source.escape = .backslash
        }
    }

    // MARK: cells

    func day(_ day: Int32) -> String {
        let iso = CivilDate(day: day).description
        let parts = iso.split(separator: "-").map(String.init)
        let (year, month, dayOfMonth) = (parts[0], parts[1], parts[2])
        func short(_ number: String) -> String { number.hasPrefix("0") ? String(number.dropFirst()) : number }
        let name = Self.months[(Int(month) ?? 1) - 1]
        switch dateFormat {
        case .dotted: return "\(dayOfMonth).\(month).\(year)"
        case .slashedMonthFirst: return "\(short(month))/\(short(dayOfMonth))/\(year)"
        case .namedMonth: return "\(short(dayOfMonth))-\(name.prefix(3))-\(year)"
        case .namedMonthFirst: return "\(name) \(short(dayOfMonth)), \(year)"
        case .compact: return year + month + dayOfMonth
        case .serial: return String(day + 25_569)
        case .dashedDayFirst: return "\(dayOfMonth)-\(month)-\(year)"
        default: return iso
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `thousandths` as a decimal.
    func decimal(_ thousandths: Int) -> String {
        let digits = String(thousandths % 1000 + 1000).dropFirst()
        return "\(thousandths / 1000)\(Character(UnicodeScalar(decimalMark)))\(digits)"
    }

    // MARK: files

    /// The bytes of the files that hold `rows`, each with the header.
    func files(_ header: [String], _ rows: [[String]]) throws -> [[UInt8]] {
        let size = (rows.count + parts - 1) / parts
        return try stride(from: 0, to: rows.count, by: size).map { start in
            let records = [header] + rows[start..<min(start + size, rows.count)]
            return try packed(encoded(records.map(record).joined()))
        }
    }

    private func record(_ cells: [String]) -> String {
        cells.map(field).joined(separator: String(UnicodeScalar(delimiter))) + lineEnd
    }

    private func field(_ cell: String) -> String {
        let mark = quoting == .single ? "'" : "\""
        let special = cell.utf8.contains { byte in
            byte == delimiter || byte == 10 || byte == 13 || byte == mark.utf8.first
        }
        var text = cell
        // Outside of quotes too a backslash makes the next character text.
        if quoting == .backslash, cell.utf8.contains(UInt8(ascii: "\\")) {
            text = text.replacingOccurrences(of: "\\", with: "\\\\")
        }
        guard quoting == .everywhere || special else { return text }
        if special { text = text.replacingOccurrences(of: mark, with: (quoting == .backslash ? "\\" : mark) + mark) }
        return mark + text + mark
    }

    private struct NotInEncoding: Error { var bytes: Bytes }

    private func encoded(_ text: String) throws -> [UInt8] {
        func data(_ encoding: String.Encoding, _ mark: [UInt8] = []) throws -> [UInt8] {
            guard let data = text.data(using: encoding) else { throw NotInEncoding(bytes: bytes) }
            return mark + data
        }
        switch bytes {
        case .utf8: return try data(.utf8)
        case .utf8Mark: return try data(.utf8, [0xEF, 0xBB, 0xBF])
        case .utf16LEMark: return try data(.utf16LittleEndian, [0xFF, 0xFE])
        case .utf16BEMark: return try data(.utf16BigEndian, [0xFE, 0xFF])
        case .utf16LE: return try data(.utf16LittleEndian)
        case .utf16BE: return try data(.utf16BigEndian)
        case .windows1252, .windows1252Fallback: return try data(.windowsCP1252)
        case .latin9:
            // Foundation does not know it here: ISO 8859-1 but for eight characters.
            let others: [Character: UInt8] = [
                "€": 0xA4, "Š": 0xA6, "š": 0xA8, "Ž": 0xB4, "ž": 0xB8, "Œ": 0xBC, "œ": 0xBD, "Ÿ": 0xBE,
            ]
            return try text.unicodeScalars.map { scalar in
                if scalar.isASCII { return UInt8(scalar.value) }
                if let byte = others[Character(scalar)] { return byte }
                guard scalar.value < 256, !others.values.contains(UInt8(scalar.value)) else {
                    throw NotInEncoding(bytes: bytes)
                }
                return UInt8(scalar.value)
            }
        }
    }

    private func packed(_ bytes: [UInt8]) -> [UInt8] {
        switch compression {
        case .none: return bytes
        case .gzip: return Self.gzip(bytes)
        case .zstd:
            var room = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
            let count = ZSTD_compress(&room, room.count, bytes, bytes.count, 3)
            return Array(room.prefix(count))
        }
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var room = [UInt8](repeating: 0, count: bytes.count + bytes.count / 10 + 100)
        input.withUnsafeMutableBufferPointer { source in
            room.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                deflate(&stream, Z_FINISH)
            }
        }
        return Array(room.dropLast(Int(stream.avail_out)))
    }
}

/// Choices of levels in which every pair of levels of two factors occurs.
enum PairwiseChoices {
    /// The fewer the better, and the same each time.
    static func all(of levels: [Int]) -> [[Int]] {
        struct Pair: Hashable {
            var a: Int, levelA: Int, b: Int, levelB: Int
        }
        var missing: Set<Pair> = []
        var order: [Pair] = []
        for a in levels.indices {
            for b in levels.indices where b > a {
                for levelA in 0..<levels[a] {
                    for levelB in 0..<levels[b] { order.append(Pair(a: a, levelA: levelA, b: b, levelB: levelB)) }
                }
            }
        }
        missing = Set(order)
        var choices: [[Int]] = []
        for seed in order where missing.contains(seed) {
            var choice = [Int?](repeating: nil, count: levels.count)
            choice[seed.a] = seed.levelA
            choice[seed.b] = seed.levelB
            for factor in levels.indices where choice[factor] == nil {
                func gain(_ level: Int) -> Int {
                    levels.indices.count { other in
                        guard other != factor, let otherLevel = choice[other] else { return false }
                        return missing.contains(
                            factor < other
                                ? Pair(a: factor, levelA: level, b: other, levelB: otherLevel)
                                : Pair(a: other, levelA: otherLevel, b: factor, levelB: level))
                    }
                }
                // Where several gain the same, another one each time.
                let shift = choices.count % levels[factor]
                let candidates = (0..<levels[factor]).map { ($0 + shift) % levels[factor] }
                choice[factor] = candidates.max { gain($0) < gain($1) }
            }
            let made = choice.map { $0 ?? 0 }
            for a in levels.indices {
                for b in levels.indices where b > a {
                    missing.remove(Pair(a: a, levelA: made[a], b: b, levelB: made[b]))
                }
            }
            choices.append(made)
        }
        return choices
    }
}
