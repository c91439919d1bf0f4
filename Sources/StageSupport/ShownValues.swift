internal import ArgumentParser
internal import Columnar
internal import Glibc

/// `--show-values`: cells may be shown to a person who looks at a terminal, and must not end in a file or a log.
public enum ShownValues {
    /// One line on the terminal; control and direction characters of the cell are made visible.
    public static func show(
        file: String, record: Int, line: Int, column: String, expected: String, value: String
    ) throws {
        let place = "\(file): record \(record), line \(line), column \"\(column)\""
        let told = "expected \(VisibleText.escaped(expected)), found: \(VisibleText.escaped(value))"
        try CheckedOutput.standardOutput("\(VisibleText.escaped(place)): \(told)\n")
    }

    /// - Throws: `ValidationError` (64) when values are asked for and standard output is no terminal.
    static func check(_ isAsked: Bool) throws {
        guard isAsked, isatty(STDOUT_FILENO) != 1 else { return }
        throw ValidationError(
            "--show-values: expected a terminal as standard output, found a file or a pipe; cells of persons are shown on "
                + "a terminal alone")
    }
}
