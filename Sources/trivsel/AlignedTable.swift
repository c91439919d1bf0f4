import StageSupport

/// Text in columns for a terminal.
struct AlignedTable {
    struct Column {
        var title: String
        /// Numbers stand to the right.
        var right = false
    }

    var columns: [Column]
    var rows: [[String]] = []
    var widest = 60

    /// Lines with a title line above; control characters are shown, long cells cut.
    func text(indent: String = "") -> String {
        let cells = rows.map { row in row.map(cell) }
        var widths = columns.map { $0.title.count }
        for row in cells {
            for (index, cell) in row.enumerated() where index < widths.count {
                widths[index] = max(widths[index], cell.count)
            }
        }
        var text = Self.line(columns.map(\.title), columns, widths, indent)
        for row in cells { text += Self.line(row, columns, widths, indent) }
        return text
    }

    private static func line(_ cells: [String], _ columns: [Column], _ widths: [Int], _ indent: String) -> String {
        var line = indent
        for (index, cell) in cells.enumerated() where index < columns.count {
            let gap = String(repeating: " ", count: max(0, widths[index] - cell.count))
            line += columns[index].right ? gap + cell : cell + gap
            line += "  "
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line + "\n"
    }

    private func cell(_ text: String) -> String {
        let visible = VisibleText.escaped(text)
        return visible.count > widest ? visible.prefix(widest - 1) + "…" : visible
    }
}
