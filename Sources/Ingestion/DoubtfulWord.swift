import CSV

/// Words that are no ids and no names, whatever the export says. Looked at when a text is new, not in each row.
enum DoubtfulWord: Int32, Sendable {
    /// `N/A`, `-`, `NULL` …: no value, if the source description said so.
    case null = -2
    /// `Total`: a sum, no person.
    case total = -3
    /// `'A'`: quotes of another kind than the declared one.
    case quoted = -4

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return nil }
        if bytes.count >= 2, first == UInt8(ascii: "'"), bytes.last == first {
            self = .quoted
            return
        }
        // Ids have digits, and none of the words has, but for an error of spreadsheets.
        guard bytes.count <= 16, first == UInt8(ascii: "#") || !bytes.contains(where: { $0 >= 48 && $0 <= 57 }) else {
            return nil
        }
        let word = String(decoding: bytes, as: UTF8.self).lowercased()
        if Self.nullWords.contains(word) {
            self = .null
        } else if Self.totalWords.contains(word.hasSuffix(":") ? String(word.dropLast()) : word) {
            self = .total
        } else {
            return nil
        }
    }

    private static let nullWords: Set<String> = [
        "null", "(null)", "<null>", "-", "--", "–", "—", "n/a", "#n/a", "#na", "#null!", "#ref!", "#value!", "#name?",
        "#div/0!", "#num!", "nan", "\\n",
    ]

    private static let totalWords: Set<String> = [
        "total", "totals", "totalt", "totaler", "sum", "sums", "summe", "summa", "gesamt", "gesamtsumme", "grand total",
        "subtotal", "sub-total", "sub total", "delsum", "delsumma", "zwischensumme", "i alt", "ialt", "sum total",
        "totalsum", "totalsumma", "totalsumme", "insgesamt",
    ]

    var stop: CellStop {
        switch self {
        case .null: .undeclaredNull
        case .total: .totalRow
        case .quoted: .otherQuotes
        }
    }
}
