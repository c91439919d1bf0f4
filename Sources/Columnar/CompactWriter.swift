/// Writes Thrift's compact protocol, as far as Parquet needs it.
struct CompactWriter {
    enum Kind {
        static let yes: UInt8 = 1
        static let no: UInt8 = 2
        static let byte: UInt8 = 3
        static let i16: UInt8 = 4
        static let i32: UInt8 = 5
        static let i64: UInt8 = 6
        static let double: UInt8 = 7
        static let binary: UInt8 = 8
        static let list: UInt8 = 9
        static let set: UInt8 = 10
        static let map: UInt8 = 11
        static let structure: UInt8 = 12
    }

    private(set) var bytes: [UInt8] = []
    private var last: Int16 = 0

    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func zigzag(_ value: Int64) { varint(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    private mutating func header(_ id: Int16, _ kind: UInt8) {
        let step = id - last
        if step > 0, step <= 15 {
            bytes.append(UInt8(step) << 4 | kind)
        } else {
            bytes.append(kind)
            zigzag(Int64(id))
        }
        last = id
    }

    mutating func bool(_ id: Int16, _ value: Bool) { header(id, value ? Kind.yes : Kind.no) }
    mutating func i8(_ id: Int16, _ value: Int8) {
        header(id, Kind.byte)
        bytes.append(UInt8(bitPattern: value))
    }
    mutating func i32(_ id: Int16, _ value: Int32) {
        header(id, Kind.i32)
        zigzag(Int64(value))
    }
    mutating func i64(_ id: Int16, _ value: Int) {
        header(id, Kind.i64)
        zigzag(Int64(value))
    }
    mutating func binary(_ id: Int16, _ value: some Collection<UInt8>) {
        header(id, Kind.binary)
        binaryElement(value)
    }
    mutating func binaryElement(_ value: some Collection<UInt8>) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }
    mutating func structure(_ id: Int16, _ body: (inout CompactWriter) -> Void) {
        header(id, Kind.structure)
        element(body)
    }
    /// One struct of a list, or the outermost.
    mutating func element(_ body: (inout CompactWriter) -> Void) {
        let outer = last
        last = 0
        body(&self)
        bytes.append(0)
        last = outer
    }
    mutating func list(_ id: Int16, of kind: UInt8, count: Int) {
        header(id, Kind.list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | kind)
        } else {
            bytes.append(0xF0 | kind)
            varint(UInt64(count))
        }
    }
}
