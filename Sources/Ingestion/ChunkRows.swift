import Columnar
import Glibc

/// One column of the rows of a chunk.
struct ChunkColumn {
    var kind: ColumnKind
    var width: Int
    var values: UnsafeMutableRawPointer
    var valid: UnsafeMutablePointer<UInt8>
    /// Texts of a string column.
    var pool: TextPool?
    /// Whether any cell writes it; else all rows are without a value.
    var isUsed = false
}

/// The rows that a chunk gave, column by column, in the table's order without the provenance.
final class ChunkRows: @unchecked Sendable {
    private(set) var columns: [ChunkColumn] = []
    /// Ordinal of the record in the chunk, a row.
    private(set) var ordinals: UnsafeMutablePointer<Int32>
    private(set) var capacity: Int
    var count = 0

    init(_ schema: TableSchema, capacity: Int) {
        self.capacity = max(capacity, 64)
        ordinals = .allocate(capacity: self.capacity)
        for field in schema.fields.dropLast(2) {
            let width = Self.width(field.kind)
            columns.append(
                ChunkColumn(
                    kind: field.kind, width: width,
                    values: .allocate(byteCount: self.capacity * width, alignment: 16),
                    valid: .allocate(capacity: self.capacity), pool: field.kind == .string ? TextPool() : nil))
        }
    }

    deinit {
        ordinals.deallocate()
        for column in columns {
            column.values.deallocate()
            column.valid.deallocate()
        }
    }

    /// Bytes of a value in memory.
    static func width(_ kind: ColumnKind) -> Int {
        switch kind {
        case .bool, .int8: 1
        case .int32, .day, .string: 4
        case .int64, .float64: 8
        case .int128: 16
        }
    }

    func use(_ field: Int) { columns[field].isUsed = true }

    /// Twice the room.
    func grow() {
        let larger = capacity * 2
        let moved = UnsafeMutablePointer<Int32>.allocate(capacity: larger)
        moved.update(from: ordinals, count: count)
        ordinals.deallocate()
        ordinals = moved
        for i in columns.indices {
            let column = columns[i]
            let values = UnsafeMutableRawPointer.allocate(byteCount: larger * column.width, alignment: 16)
            let valid = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
            if column.isUsed {
                memcpy(values, column.values, count * column.width)
                memcpy(valid, column.valid, count)
            }
            column.values.deallocate()
            column.valid.deallocate()
            columns[i].values = values
            columns[i].valid = valid
        }
        capacity = larger
    }
}
