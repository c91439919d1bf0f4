import FuzzSupport

@testable import Columnar

/// One column of one row group, read in all ways that there are.
struct ColumnCheck {
    let reader: TableReader
    let group: Int
    let field: Field

    func check() throws(ColumnarError) {
        if let bounds = reader.bounds(group: group, column: field.name) {
            require(bounds.min <= bounds.max, "bounds \(bounds)")
        }
        let rows = try reader.readGroup(group, columns: [field.name])
        require(rows.rowCount == reader.rowCount(ofGroup: group), "\(rows.rowCount) rows")
        switch field.kind {
        case .bool:
            let view = try rows.bool(field.name)
            for row in sample(view) { require(view.values[row] <= 1, "a bool of \(view.values[row])") }
        case .int8: _ = sample(try rows.int8(field.name))
        case .int32:
            let view = try rows.int32(field.name)
            let packed = try reader.packedInt32(field.name, ofGroup: group)
            for row in sample(view) { require(packed[row] == view[row], "packed row \(row)") }
        case .day: _ = sample(try rows.int32(field.name))
        case .int64: _ = sample(try rows.int64(field.name))
        case .float64:
            let view = try rows.float64(field.name)
            let packed = try reader.packedFloat64(field.name, ofGroup: group)
            for row in sample(view) {
                require(packed[row]?.bitPattern == view[row]?.bitPattern, "packed row \(row)")
            }
        case .int128: _ = sample(try rows.int128(field.name))
        case .string: try checkTexts(try rows.strings(field.name))
        }
    }

    /// Looks at rows of the view, all of them when they are few, and gives their numbers.
    private func sample<T: BitwiseCopyable>(_ view: ColumnView<T>) -> [Int] {
        require(view.count == view.rowGroup.rowCount && view.valid?.count ?? view.count == view.count, "counts")
        let rows = chosen(view.count)
        for row in rows {
            let isPresent = view.valid.map { $0[row] } ?? 1
            require(isPresent <= 1, "a validity of \(isPresent)")
            let isZero = withUnsafeBytes(of: view.values[row]) { $0.allSatisfy { $0 == 0 } }
            require(isPresent == 1 || isZero, "row \(row) is absent and not 0")
        }
        return rows
    }

    private func checkTexts(_ column: StringColumn) throws(ColumnarError) {
        let texts = try reader.texts(field.name, ofGroup: group)
        require(texts.count == column.dictionaryCount, "\(texts.count) texts, \(column.dictionaryCount) codes")
        for code in chosen(texts.count) {
            let bytes = column.bytes(Int32(code))
            require(texts[code].utf8.elementsEqual(bytes), "text \(code)")
            require(String(validating: bytes, as: UTF8.self) != nil, "text \(code) is no UTF-8")
        }
        for row in chosen(column.count) {
            let code = column.codes[row]
            require(code >= -1 && code < column.dictionaryCount, "code \(code) of \(column.dictionaryCount)")
            require(code >= 0 || field.optional, "row \(row) is absent in a column that is not optional")
        }
    }

    /// All of 0..<count, or about 300 of them with both ends.
    private func chosen(_ count: Int) -> [Int] {
        guard count > 300 else { return Array(0..<count) }
        return Array(0..<50) + stride(from: 50, to: count - 50, by: (count - 100) / 200 + 1) + (count - 50..<count)
    }
}
