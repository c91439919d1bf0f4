import CSV
import Columnar
import Configuration

/// A cell plan made ready for one chunk: plain values and borrowed tables, so that a cell costs no reference count.
struct CellOperation {
    enum Tag: UInt8 {
        case person, personWithCheck, otherPerson, response, text, word, day, year, period, number, boolean,
            written, item, breakdown, filter
    }

    var tag: Tag
    var required: Bool
    /// Its cells are cut or looked up before they are read.
    var isPrepared = false
    /// The sign of a number is turned.
    var isNegated = false
    /// Place among the wanted columns; −1 = the constant.
    var slot: Int
    /// Place in the table; −1 for filters.
    var field: Int
    /// Bytes of a value.
    var width: Int
    var values: UnsafeMutableRawPointer
    var valid: UnsafeMutablePointer<UInt8>
    var lowest: Int64
    var highest: Int64
    var numerator: Int64
    var denominator: Int64
    var pool: Unmanaged<TextPool>?
    var table: Unmanaged<CodeTable>?
    var constant: FieldSpan
}

/// Two day columns of one chunk of which the second must not lie before the first.
struct DayRange {
    var startField: Int
    var endField: Int
    /// Of the end, for messages.
    var operation: Int
    var start: UnsafeRawPointer
    var startValid: UnsafeMutablePointer<UInt8>
    var end: UnsafeRawPointer
    var endValid: UnsafeMutablePointer<UInt8>
}

/// Words that mean "no value", found by length first.
struct NullWords {
    /// Bit n: some word has n bytes.
    private(set) var lengths: UInt64 = 0
    private let words: [[UInt8]]

    init(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }
        for word in self.words where word.count < 64 { lengths |= 1 << UInt64(word.count) }
    }

    @inline(__always)
    func contains(_ field: FieldSpan) -> Bool {
        guard lengths != 0, field.count < 64, lengths >> UInt64(field.count) & 1 == 1 else { return false }
        return search(field)
    }

    private func search(_ field: FieldSpan) -> Bool {
        words.contains { $0.count == field.count && $0.elementsEqual(field.bytes) }
    }
}

/// The value of a measure column of a wide export, and 1 where there is one.
struct MeasuredValue: BitwiseCopyable {
    var value: Int64
    var valid: UInt8
}

/// Why a cell stops its record.
enum CellStop: UInt8 {
    case filtered, missingValue, badKey, badDate, implausibleDate, badNumber, outOfRange, badBoolean, unknownCode
    case answerOutsideScale, missingPart, undeclaredNull, totalRow, otherQuotes, damagedText, repeatedHeader

    var quarantine: QuarantineReason {
        switch self {
        case .filtered, .missingValue: .missingValue
        case .badKey: .badKey
        case .badDate: .badDate
        case .implausibleDate: .implausibleDate
        case .badNumber: .badNumber
        case .outOfRange: .outOfRange
        case .badBoolean: .badBoolean
        case .unknownCode: .unknownCode
        case .answerOutsideScale: .answerOutsideScale
        case .missingPart: .missingPart
        case .undeclaredNull: .undeclaredNullWord
        case .totalRow: .totalRow
        case .otherQuotes: .otherQuotes
        case .damagedText: .badEncoding
        case .repeatedHeader: .repeatedHeader
        }
    }
}

extension FieldSpan {
    /// Blanks inside quotes survive the parser.
    @inline(__always) var trimmed: FieldSpan {
        var field = self
        while field.count > 0, field.start[0] <= 32, field.start[0] == 32 || field.start[0] == 9 {
            field.start += 1
            field.count &-= 1
        }
        while field.count > 0, field.start[field.count &- 1] <= 32,
            field.start[field.count &- 1] == 32 || field.start[field.count &- 1] == 9
        {
            field.count &-= 1
        }
        return field
    }

    /// Whether it is `text`, letters of ASCII in whatever case.
    func isText(_ text: String) -> Bool {
        text.utf8.count == count
            && zip(text.utf8, bytes).allSatisfy { a, b in
                a == b || a ^ b == 0x20 && a | 0x20 >= UInt8(ascii: "a") && a | 0x20 <= UInt8(ascii: "z")
            }
    }
}
