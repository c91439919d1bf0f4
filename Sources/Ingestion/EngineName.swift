public import CSV

extension IngestStage {
    /// The engine by its name on the command line, `fast` or `libcsv`; both give the same tables.
    public static func engine(_ name: String) -> CSVEngine { CSVEngine(rawValue: name) ?? .fast }
}
