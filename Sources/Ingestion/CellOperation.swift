import CSV
import Columnar
import Configuration

/// A cell plan made ready for one chunk: plain values and borrowed tables, so that a cell costs no reference count.
struct CellOperation {
    enum Tag: UInt8 {
        case person, personWithCheck, response, text, word, day, year, number, boolean, written, item, breakdown, filter
    }

    var tag: Tag
    var required: Bool
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
