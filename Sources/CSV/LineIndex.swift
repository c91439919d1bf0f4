/// Lines of chosen records of a block.
public enum LineIndex {
    /// For each ordinal of `ordinals` (rising), the line, counted from 0 in the block, on which the record begins, or
    /// on which the quote stands that makes it faulty.
    public static func lines(of ordinals: [Int], in bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> [Int] {
        var walker = RecordWalker(bytes, dialect)
        var lines: [Int] = []
        var next = 0
        var ordinal = 0
        var counted = 0
        var line = 0
        while next < ordinals.count, let step = walker.next() {
            guard !step.isBlank else { continue }
            if ordinal == ordinals[next] {
                let place = step.faultyQuote ?? step.start
                line += ByteScan.census(UnsafeRawBufferPointer(rebasing: bytes[counted..<place])).lines
                counted = place
                lines.append(line)
                next += 1
            }
            ordinal += 1
        }
        while lines.count < ordinals.count { lines.append(line) }
        return lines
    }

    /// Blank lines of a block.
    public static func blankLines(in bytes: UnsafeRawBufferPointer, _ dialect: CSVDialect) -> Int {
        var walker = RecordWalker(bytes, dialect)
        var blank = 0
        while let step = walker.next() { blank += step.isBlank ? 1 : 0 }
        return blank
    }
}
