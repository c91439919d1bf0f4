import CSV
import Configuration

/// What is done with a cell before it is read: only a part of it counts, or it means nothing.
struct CellPreparation {
    private var nullWords = NullWords([])
    private var part = SourceDescription.Part.whole
    private var mark: [UInt8] = []
    private var isPercent = false

    init() {}

    init(_ cell: CellPlan) {
        nullWords = NullWords(cell.nullWords)
        part = cell.part
        isPercent = cell.isPercent
        switch cell.part {
        case .before(let text), .after(let text): mark = Array(text.utf8)
        case .whole, .inParentheses: break
        }
    }

    /// `field` without blanks around it → the part that counts; empty where it means nothing, `missingPart` where the
    /// part is not there.
    func prepared(_ field: FieldSpan) -> FieldSpan {
        if field.count == 0 || nullWords.contains(field) { return FieldSpan(start: field.start, count: 0) }
        var field = part == .whole ? field : cut(field)
        guard isPercent else { return field }
        if field.count > 1, field.start[field.count - 1] == UInt8(ascii: "%") {
            field.count -= 1
            field = field.trimmed
            // No-break spaces, U+00A0 and U+202F.
            let bytes = field.bytes
            if bytes.count > 2, bytes[bytes.count - 2] == 0xC2, bytes[bytes.count - 1] == 0xA0 { field.count -= 2 }
            if bytes.count > 3, bytes.suffix(3).elementsEqual([0xE2, 0x80, 0xAF]) { field.count -= 3 }
        }
        return field
    }

    private func cut(_ field: FieldSpan) -> FieldSpan {
        let bytes = field.bytes
        var range: Range<Int>?
        switch part {
        case .whole: return field
        case .inParentheses:
            if bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")) {
                range = (open + 1)..<(bytes.count - 1)
            }
        case .before: range = place(in: bytes, first: true).map { 0..<$0 }
        case .after: range = place(in: bytes, first: false).map { ($0 + mark.count)..<bytes.count }
        }
        guard let range else { return .missingPart(at: field.start) }
        let found = FieldSpan(start: field.start + range.lowerBound, count: range.count).trimmed
        return found.count > 0 ? found : .missingPart(at: field.start)
    }

    private func place(in bytes: UnsafeRawBufferPointer, first: Bool) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        let starts = 0...(bytes.count - mark.count)
        func isHere(_ start: Int) -> Bool { bytes[start..<(start + mark.count)].elementsEqual(mark) }
        return first ? starts.first(where: isHere) : starts.last(where: isHere)
    }
}

extension FieldSpan {
    /// Stands for a cell whose part that counts is not there. Its bytes are never read.
    static func missingPart(at start: UnsafePointer<UInt8>) -> FieldSpan { FieldSpan(start: start, count: -1) }

    @inline(__always) var isMissingPart: Bool { count < 0 }
}
