import Configuration
import Ingestion

/// What the cells of one column have in common: counts, and of words only those that many rows share.
struct ColumnEvidence {
    /// As in the header row that names the columns.
    var header: String
    /// Records looked at.
    private(set) var records = 0
    /// Cells that hold something, null words apart.
    private(set) var filled = 0
    /// Word for “no value” → cells.
    private(set) var nullWords: [String: Int] = [:]
    /// Cells that are a date in that format.
    private(set) var dates: [SourceDescription.DateFormat: Int] = [:]
    /// Cells that are a date in some format.
    private(set) var dated = 0
    private(set) var withTime = 0
    /// Cells that are eight digits and a day from 1900 to 2099, or a spreadsheet's day number from 1927 to 2064.
    private(set) var compactDays = 0
    private(set) var serialDays = 0
    /// Cells that are a number written so.
    private(set) var numbers: [NumberForm: Int] = [:]
    /// Cells that are a number, or one with a per cent sign.
    private(set) var numeric = 0
    private(set) var percents = 0
    private(set) var inParentheses = 0
    private(set) var negatives = 0
    /// Largest and smallest number in millionths, in the first form that reads it.
    private(set) var largest: Int64?
    private(set) var smallest: Int64?
    /// Numbers without decimals.
    private(set) var whole = 0
    private(set) var emails = 0
    private(set) var nationalIDs = 0
    /// Different cells → how many, up to `mostWords` of them.
    private(set) var words: [[UInt8]: Int] = [:]
    private(set) var hasManyWords = false

    static let mostWords = 64

    /// Words for “no value” that no text of a person or department is.
    private static let plainNullWords: Set<String> = [
        "null", "(null)", "<null>", "#null!", "n/a", "#n/a", "#na", "-", "--", "–", "—", "nan", "(blank)", "(tom)",
        "(leer)",
        "(none)",
    ]
    /// Words for “no value” that may be something elsewhere: taken where all other cells are dates or numbers.
    private static let doubtfulNullWords: Set<String> = ["na", "none", "nil", "?", "."]

    init(header: String) { self.header = header }

    mutating func add(_ cell: [UInt8]) {
        records += 1
        guard !cell.isEmpty else { return }
        if cell.count <= 9 {
            let text = String(decoding: cell, as: UTF8.self)
            let folded = CellReading.folded(text)
            if Self.plainNullWords.contains(folded) || Self.doubtfulNullWords.contains(folded) {
                nullWords[text, default: 0] += 1
                return
            }
        }
        filled += 1
        if let known = words[cell] {
            words[cell] = known + 1
        } else if words.count < Self.mostWords, cell.count <= 80 {
            words[cell] = 1
        } else {
            hasManyWords = true
        }
        let form = CellForm.of(cell)
        if form.isDate {
            dated += 1
            for format in form.dates { dates[format, default: 0] += 1 }
            withTime += form.hasTime ? 1 : 0
        } else if !form.numbers.isEmpty {
            addNumber(cell, form)
        } else {
            emails += Self.isEmail(cell) ? 1 : 0
        }
        nationalIDs += Self.isNationalID(cell) ? 1 : 0
    }

    private mutating func addNumber(_ cell: [UInt8], _ form: CellForm) {
        numeric += 1
        for way in form.numbers { numbers[way, default: 0] += 1 }
        percents += form.isPercent ? 1 : 0
        inParentheses += form.isInParentheses ? 1 : 0
        if form.digits == 8, let day = CellForm.bareDay(cell, .compact), -25_567...47_481 ~= day { compactDays += 1 }
        if form.digits == 5, let day = CellForm.bareDay(cell, .serial), -15_700...34_700 ~= day { serialDays += 1 }
        let bytes = form.isPercent ? cell.dropLast() : cell[...]
        guard let way = form.numbers.first,
            let value = Array(bytes).withUnsafeBytes({ way.value($0, parentheses: true) })
        else { return }
        largest = max(largest ?? value, value)
        smallest = min(smallest ?? value, value)
        if value < 0 { negatives += 1 }
        if value % 1_000_000 == 0 { whole += 1 }
    }

    private static func isEmail(_ cell: [UInt8]) -> Bool {
        guard let at = cell.firstIndex(of: UInt8(ascii: "@")), at > 0, at == cell.lastIndex(of: UInt8(ascii: "@"))
        else {
            return false
        }
        return cell[(at + 1)...].contains(UInt8(ascii: ".")) && !cell.contains(0x20)
    }

    /// Digits that begin with a day of birth, as the Nordic national ids do: `17095612345`, `170956-1234`,
    /// `19560917-1234`.
    private static func isNationalID(_ cell: [UInt8]) -> Bool {
        let digits = cell.filter { 48...57 ~= $0 }
        guard
            (cell.count == digits.count && digits.count == 11)
                || (cell.count == digits.count + 1 && 10...12 ~= digits.count
                    && cell.contains { $0 == 0x2D || $0 == 0x2B })
        else { return false }
        func two(_ place: Int) -> Int { Int(digits[place] - 48) * 10 + Int(digits[place + 1] - 48) }
        func isDay(_ day: Int, _ month: Int) -> Bool {
            // Days from 41 and months from 41 and 81 are those of provisional and invented numbers.
            (1...31 ~= day || 41...71 ~= day) && (1...12 ~= month || 41...52 ~= month || 81...92 ~= month)
        }
        if digits.count == 12 { return isDay(two(6), two(4)) }
        return isDay(two(0), two(2)) || (digits.count == 10 && isDay(two(4), two(2)))
    }

    // MARK: what the column may be

    /// Null words that may be told: words that no cell of a person is, and others only beside dates and numbers.
    var usableNullWords: [String] {
        let isTyped = filled > 0 && (dated + numeric) * 10 >= filled * 9
        return nullWords.keys.filter { isTyped || Self.plainNullWords.contains(CellReading.folded($0)) }.sorted()
    }

    /// Nearly all cells are dates, or digits that can be days.
    var isDates: Bool { filled > 0 && max(dated, compactDays, serialDays) * 10 >= filled * 8 }
    /// Nearly all cells are numbers.
    var isNumbers: Bool { filled > 0 && numeric * 10 >= filled * 8 }
    var isEmpty: Bool { filled == 0 }
    /// Hardly an empty cell, and most rows have another one than the others.
    var isDistinct: Bool {
        filled > 0 && filled * 10 >= records * 9 && (hasManyWords || words.count * 2 > filled)
    }
    /// A list of words that several rows have each.
    var isShared: Bool { filled > 0 && !hasManyWords && words.count * 2 <= filled }
    /// Nearly all cells are e-mail addresses.
    var isEmails: Bool { filled > 0 && emails * 2 > filled }
    var isNationalIDs: Bool { filled >= 3 && nationalIDs * 10 >= filled * 9 }

    /// The words that at least one cell in a hundred holds; the rest are strays. Empty where the column is no list of words.
    var commonWords: [String] {
        guard !hasManyWords else { return [] }
        return words.filter { $0.value * 100 >= filled }.keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// Nearly all cells say yes or no.
    var isTruths: Bool {
        let words = commonWords.map(CellReading.folded)
        return !words.isEmpty && words.count <= 4
            && words.allSatisfy { TruthWords.yes.contains($0) || TruthWords.no.contains($0) }
    }
}

/// Words for yes and no, folded.
enum TruthWords {
    static let yes: Set<String> = [
        "true", "1", "y", "yes", "ja", "j", "x", "sant", "wahr", "sand", "sann", "t", "on",
    ]
    static let no: Set<String> = [
        "false", "0", "n", "no", "nei", "nej", "nein", "usant", "falsch", "falsk", "f", "off",
    ]
}

/// Up to where a draft looks and tells.
public enum OnboardingLimits {
    /// A word of a column is written down only where at least so many rows have it, and so many persons where the export
    /// tells persons apart, so that it points at nobody.
    public static let fewestRowsOfACode = 5
    /// A column of more different words is no code list.
    public static let mostCodes = 25
    /// Similarity of a header, 0 to 1, from which a column is mapped without being asked for.
    public static let nearEnough = 0.85
    /// Similarity from which a header is named as a candidate.
    public static let worthNaming = 0.7
    /// Share of rows, in 1/1,000, that may contradict a key.
    public static let keyConflictsPerThousand = 5
}
