import CSV
import Columnar
import Configuration

/// Cells whose value takes more than a look at a table.
extension ChunkDecoder {
    /// An answer written as `4.0` or `04`.
    func longItem(
        _ operation: CellOperation, _ field: FieldSpan, _ row: Int
    ) -> CellStop? {
        guard case .value(let answer) = decimals.read(field, numerator: 1, denominator: 1) else { return .badNumber }
        // 3.5 is none.
        guard case .value = decimals.read(field, numerator: 1, denominator: 1, isExact: true),
            answer >= operation.lowest, answer <= operation.highest
        else { return .answerOutsideScale }
        operation.values.storeBytes(of: Int8(truncatingIfNeeded: answer), toByteOffset: row, as: Int8.self)
        return nil
    }

    /// A year, a quarter or a month, kept as it is printed.
    func period(
        _ operation: CellOperation, _ field: FieldSpan, _ row: Int
    ) -> CellStop? {
        guard DayCell.isPeriod(field) else { return .badDate }
        let code = operation.pool?._withUnsafeGuaranteedRef { $0.code(field) } ?? -1
        guard code >= 0 else { return .badDate }
        operation.values.storeBytes(of: code, toByteOffset: row &* 4, as: Int32.self)
        return nil
    }

    func number(
        _ operation: CellOperation, _ field: FieldSpan, _ row: Int
    ) -> CellStop? {
        // Half a person is a mistake; minutes made of hours are rounded.
        let isCount = operation.numerator == 1 && operation.denominator == 1
        let (outcome, excess) = decimals.readWithExcess(
            field, numerator: operation.numerator, denominator: operation.denominator, isExact: isCount)
        switch outcome {
        case .malformed: return .badNumber
        case .outOfRange: return .outOfRange
        case .value(let read):
            // The lowest number has no opposite.
            guard !operation.isNegated || read > .min else { return .outOfRange }
            let value = operation.isNegated ? -read : read
            guard value >= operation.lowest, value <= operation.highest else { return .outOfRange }
            if excess != 0 {
                // 1.00001 is above 1, however it is rounded.
                let isAbove = (excess > 0) != operation.isNegated
                guard value != (isAbove ? operation.highest : operation.lowest) else { return .outOfRange }
            }
            if operation.width == 8 {
                operation.values.storeBytes(of: value, toByteOffset: row &* 8, as: Int64.self)
            } else {
                operation.values.storeBytes(
                    of: Int32(truncatingIfNeeded: value), toByteOffset: row &* 4, as: Int32.self)
            }
            return nil
        }
    }

    func breakdown(
        _ place: Int, _ operation: CellOperation, _ field: FieldSpan, _ row: Int
    ) -> CellStop? {
        guard case .breakdown(let name, let totals, let codes, let otherwise) = plan.cells[place].action
        else {
            return .unknownCode
        }
        let found = String(decoding: field.bytes, as: UTF8.self)
        if breakdowns[found] == nil {
            let folded = CanonicalText.folded(found)
            if totals.contains(folded) {
                breakdowns[found] = .some(nil)
            } else if codes.isEmpty {
                breakdowns[found] = "\(name)=\(found)"
            } else {
                guard let word = codes[folded] ?? otherwise else { return .unknownCode }
                breakdowns[found] = "\(name)=\(word)"
            }
        }
        guard let kept = breakdowns[found] ?? nil else {
            clear(operation, row)
            return nil
        }
        let code = operation.pool?._withUnsafeGuaranteedRef { $0.code(kept) } ?? -1
        operation.values.storeBytes(of: code, toByteOffset: row &* 4, as: Int32.self)
        return nil
    }
}
