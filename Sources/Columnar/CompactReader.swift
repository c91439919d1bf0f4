/// Reads Thrift's compact protocol from bytes that may be forged: every length is held against what is left,
/// nesting is limited, field numbers must rise, and nothing is allocated ahead of the bytes that pay for it.
struct CompactReader {
    typealias Kind = CompactWriter.Kind

    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    private static let deepest = 12

    mutating func byte() throws(FormatFault) -> UInt8 {
        guard position < bytes.count else { throw .damaged("a structure ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func varint() throws(FormatFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || (shift == 63 && next <= 1) else { throw .damaged("a number has more than 64 bits") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    mutating func integer() throws(FormatFault) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func i32() throws(FormatFault) -> Int32 {
        guard let value = Int32(exactly: try integer()) else { throw .damaged("a number has more than 32 bits") }
        return value
    }

    mutating func i8() throws(FormatFault) -> Int8 { Int8(bitPattern: try byte()) }

    /// A number that counts bytes or rows.
    mutating func size() throws(FormatFault) -> Int {
        let value = try integer()
        guard value >= 0 else { throw .damaged("a size or offset is negative") }
        return Int(value)
    }

    mutating func binary() throws(FormatFault) -> UnsafeRawBufferPointer {
        let count = try varint()
        guard count <= UInt64(remaining) else { throw .damaged("a text is longer than what is left") }
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + Int(count))])
    }

    mutating func text() throws(FormatFault) -> String {
        guard let text = String(validating: try binary(), as: UTF8.self) else { throw .damaged("a text is not UTF-8") }
        return text
    }

    /// The next field of a struct, nil at its end.
    mutating func field(after last: inout Int16) throws(FormatFault) -> (id: Int16, kind: UInt8)? {
        let first = try byte()
        if first == 0 { return nil }
        let kind = first & 15
        var id: Int64 = Int64(last) + Int64(first >> 4)
        if first >> 4 == 0 { id = try integer() }
        guard let number = Int16(exactly: id), number > last else { throw .damaged("fields are out of order") }
        guard kind >= Kind.yes, kind <= Kind.structure else { throw .damaged("a field has an unknown type") }
        last = number
        return (number, kind)
    }

    /// The number of elements of a list of `kind`.
    mutating func list(of kind: UInt8) throws(FormatFault) -> Int {
        let (found, count) = try listHeader()
        guard found == kind || count == 0 else { throw .damaged("a list has an unexpected type") }
        return count
    }

    private mutating func listHeader() throws(FormatFault) -> (kind: UInt8, count: Int) {
        let first = try byte()
        var count = UInt64(first >> 4)
        if count == 15 { count = try varint() }
        // No element is shorter than a byte.
        guard count <= UInt64(remaining) else { throw .damaged("a list is longer than what is left") }
        return (first & 15, Int(count))
    }

    /// Passes over a value of a field.
    mutating func skip(_ kind: UInt8) throws(FormatFault) { try skip(kind, depth: 0, element: false) }

    private mutating func skip(_ kind: UInt8, depth: Int, element: Bool) throws(FormatFault) {
        guard depth < Self.deepest else { throw .damaged("structures are nested too deep") }
        switch kind {
        case Kind.yes, Kind.no: if element { _ = try byte() }
        case Kind.byte: _ = try byte()
        case Kind.i16, Kind.i32, Kind.i64: _ = try varint()
        case Kind.double:
            guard remaining >= 8 else { throw .damaged("a structure ends too early") }
            position += 8
        case Kind.binary: _ = try binary()
        case Kind.list, Kind.set:
            let (inner, count) = try listHeader()
            for _ in 0..<count { try skip(inner, depth: depth + 1, element: true) }
        case Kind.map:
            let count = try varint()
            guard count <= UInt64(remaining) else { throw .damaged("a map is longer than what is left") }
            if count == 0 { return }
            let kinds = try byte()
            for _ in 0..<count {
                try skip(kinds >> 4, depth: depth + 1, element: true)
                try skip(kinds & 15, depth: depth + 1, element: true)
            }
        case Kind.structure:
            var last: Int16 = 0
            while let next = try field(after: &last) { try skip(next.kind, depth: depth + 1, element: false) }
        default: throw .damaged("a field has an unknown type")
        }
    }
}
