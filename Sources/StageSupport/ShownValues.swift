internal import ArgumentParser
internal import Glibc

/// `--show-values`: cells may be shown to a person who looks at a terminal, and must not end in a file or a log.
enum ShownValues {
    /// - Throws: `ValidationError` (64) when values are asked for and standard output is no terminal.
    static func check(_ isAsked: Bool) throws {
        guard isAsked, isatty(STDOUT_FILENO) != 1 else { return }
        throw ValidationError(
            "--show-values: expected a terminal as standard output, found a file or a pipe; cells of persons are shown on "
                + "a terminal alone")
    }
}
