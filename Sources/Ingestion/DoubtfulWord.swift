import CSV
import Configuration

/// Words that are no ids and no names, whatever the export says. Looked at when a text is new, not in each row.
enum DoubtfulWord: Int32, Sendable {
    /// `N/A`, `-`, `NULL` …: no value, if the source description said so.
    case null = -2
    /// `Total`: a sum, no person.
    case total = -3
    /// `'A'`: quotes of another kind than the declared one.
    case quoted = -4
    /// U+FFFD: somebody before us read the text in a wrong encoding, and what it said is lost.
    case damaged = -5
    /// What the column is called: the header again, as where files were put together.
    case header = -6
    /// A line end within an id.
    case broken = -7

    /// What is doubtful in a text; more is where it should be an `isID`.
    init?(_ bytes: UnsafeRawBufferPointer, isID: Bool = false) {
        guard let first = bytes.first else { return nil }
        if bytes.count >= 2, first == UInt8(ascii: "'"), bytes.last == first {
            self = .quoted
            return
        }
        if ByteScan.contains("\u{FFFD}", in: bytes) {
            self = .damaged
            return
        }
        // Most texts are longer, or have digits and nothing around them.
        guard bytes.count <= 24, Self.mayBeWords(bytes) else { return nil }
        let word = String(decoding: bytes, as: UTF8.self).lowercased()
        if Self.nullWords.contains(word) || word.utf8.allSatisfy({ $0 == UInt8(ascii: "#") })
            || isID && Self.emptyIDs.contains(word)
        {
            self = .null
        } else if Self.totalWords.contains(Self.withoutNumber(word)) {
            self = .total
        } else {
            return nil
        }
    }

    /// What is doubtful in the id of a person, which is no prose.
    init?(id bytes: UnsafeRawBufferPointer) {
        if bytes.contains(10) || bytes.contains(13) {
            self = .broken
            return
        }
        if let word = DoubtfulWord(bytes, isID: true) {
            self = word
            return
        }
        guard bytes.count <= 80, Self.mayBeWords(bytes) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
        else {
            self = .null
            return
        }
        if Self.isTotal(text) {
            self = .total
        } else if Self.noIDs.contains(text) {
            self = .null
        } else if Self.headers.contains(HeaderAliases.loosened(text)) {
            self = .header
        } else {
            return nil
        }
    }

    /// Without digits, or with blanks and marks between words: not so are nearly all ids.
    private static func mayBeWords(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var hasDigit = false
        for byte in bytes {
            switch byte {
            case 0x30...0x39: hasDigit = true
            case 0x20, UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: "#"), UInt8(ascii: "="): return true
            default: break
            }
        }
        return !hasDigit
    }

    /// `total: 2` and `total (2)` are `total`.
    private static func withoutNumber(_ word: String) -> String {
        var rest = Substring(word)
        while let last = rest.last, last.isWholeNumber || marksAroundNumbers.contains(last) { rest.removeLast() }
        return String(rest)
    }

    private static let marksAroundNumbers: Set<Character> = [" ", ":", "(", ")", "=", ".", ","]

    private static func isTotal(_ text: String) -> Bool {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "@") }.map {
            String($0)
        }
        guard let first = words.first else { return false }
        if words.contains(where: { totalParts.contains($0) }) { return true }
        // Some of these are names too: they count alone, with a number, and with words that stand in no name.
        return footerWords.contains(first)
            && (words.count == 1
                || words.dropFirst().contains { betweenWords.contains($0) || $0.contains { $0.isNumber } })
    }

    private static let nullWords: Set<String> = [
        "null", "(null)", "<null>", "[null]", "-", "--", "–", "—", "n/a", "#n/a", "#na", "#null!", "#ref!", "#value!",
        "#name?", "#div/0!", "#num!", "nan", "\\n", "nil", "<na>", "undefined", "(blank)", "(blanks)", "(empty)",
        "(none)",
    ]

    /// Answers to some questions, but no ids.
    private static let emptyIDs: Set<String> = ["none", "?", "??", "???", "ingen", "keine", "k.a.", "k.a"]

    /// Names, perhaps, but no ids.
    private static let noIDs: Set<String> = ["tbd", "tba", "unknown", "ukjent", "ukendt", "okänd", "unbekannt"]

    /// Words for a sum that stand in no name.
    private static let sumWords: Set<String> = [
        "total", "totals", "totalt", "totaler", "gesamt", "gesamtsumme", "subtotal", "delsum", "delsumma",
        "zwischensumme", "ialt", "totalsum", "totalsumma", "totalsumme", "insgesamt",
    ]

    private static let totalWords = sumWords.union([
        "sum", "sums", "summe", "summa", "grand total", "sub-total", "sub total", "i alt", "sum total",
    ])

    private static let headers = Set(
        HeaderAliases.headers(of: .employees, "person").map(HeaderAliases.loosened))

    /// Words that make a sum of whatever stands around them.
    private static let totalParts = sumWords.union([
        "gesamtanzahl", "sammanlagt", "sammenlagt", "overall", "confidential", "fortrolig", "konfidentiell",
        "vertraulich",
    ])

    private static let betweenWords: Set<String> = ["of", "by", "on", "at", "ansatte", "employees", "mitarbeiter"]

    private static let footerWords: Set<String> = [
        "sum", "sums", "summe", "summa", "count", "counts", "rows", "rowcount", "records", "antall", "antal", "anzahl",
        "average", "mean", "gjennomsnitt", "snitt", "gennemsnit", "genomsnitt", "durchschnitt", "all", "alle", "alla",
        "end", "eof", "slutt", "slut", "ende", "page", "side", "sida", "seite", "generated", "exported", "printed",
        "created", "number", "report", "rapport", "bericht", "generert", "genereret", "skapad", "erstellt", "trailer",
        "footer",
    ]

    var stop: CellStop {
        switch self {
        case .null: .undeclaredNull
        case .total: .totalRow
        case .quoted: .otherQuotes
        case .damaged: .damagedText
        case .header: .repeatedHeader
        case .broken: .badKey
        }
    }
}
