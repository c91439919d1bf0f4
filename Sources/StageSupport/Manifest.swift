internal import Calendars
internal import Columnar
internal import Configuration
internal import Glibc
internal import Runs

/// `manifest.json` of a stage: what went in, what came out, by which program and settings. Counts and hashes, no cells.
struct Manifest {
    var stage: RunFolder.Stage
    var asOf: Int32
    var pipeline: String
    var settingsSHA256: String
    var report: StageReport
    /// Where the stage's input came from.
    var lineage: Lineage
    /// Wall time.
    var seconds: Double

    static let version = 1

    var json: JSONValue {
        .object([
            .init("manifest", .int(Self.version)),
            .init("program", .string("trivsel")),
            .init("version", .string(ProgramVersion.text)),
            .init("stage", .string(stage.rawValue)),
            .init("as_of", .string(CivilDate(day: asOf).description)),
            .init("pipeline", .string(pipeline)),
            .init("settings_sha256", .string(settingsSHA256)),
            .init("files", .array(report.files.map(Self.file))),
            .init("earlier_files", .array(report.earlier.map(Self.file))),
            .init("inputs", .array(report.inputs.map(Self.table))),
            .init("outputs", .array(report.outputs.map(Self.table))),
            .init("lineage", told),
            .init("rows", rows),
            .init("findings", .array(report.findings.map(Self.finding))),
            .init("seconds", .double((seconds * 1000).rounded() / 1000)),
            .init("peak_memory_bytes", Self.peakMemory().map { .int($0) } ?? .null),
        ])
    }

    private var told: JSONValue {
        .object([
            .init(
                "files",
                .array(
                    lineage.files.map {
                        .object([
                            .init("dataset", .string($0.dataset)), .init("file", .string($0.file)),
                            .init("sha256", .string($0.sha256)), .init("rows", .int($0.rows)),
                        ])
                    })),
            .init(
                "tables",
                .array(
                    lineage.tables.map {
                        .object([
                            .init("stage", .string($0.stage)), .init("name", .string($0.name)),
                            .init("rows", .int($0.rows)), .init("footer_sha256", .string($0.footerSHA256)),
                        ])
                    })),
        ])
    }

    private var rows: JSONValue {
        func sum(_ count: (FileCount) -> Int) -> JSONValue { .int(report.files.reduce(0) { $0 + count($1) }) }
        let tables = JSONValue.int(report.outputs.reduce(0) { $0 + $1.rows })
        guard !report.files.isEmpty else {
            return .object([
                .init("in", .int(report.inputs.reduce(0) { $0 + $1.rows })), .init("out", tables),
            ])
        }
        return .object([
            .init("in", sum(\.rowsIn)), .init("out", sum(\.rowsOut)), .init("quarantined", sum(\.quarantined)),
            .init("duplicates", sum(\.duplicates)), .init("filtered", sum(\.filtered)),
        ])
    }

    private static func file(_ count: FileCount) -> JSONValue {
        .object([
            .init("dataset", .string(count.dataset)), .init("file", .string(count.file)),
            .init("sha256", .string(count.sha256)), .init("bytes", .int(count.bytes)),
            .init("rows_in", .int(count.rowsIn)), .init("rows_out", .int(count.rowsOut)),
            .init("quarantined", .int(count.quarantined)), .init("duplicates", .int(count.duplicates)),
            .init("filtered", .int(count.filtered)),
            .init("reasons", .object(count.reasons.map { .init($0.reason, .int($0.rows)) })),
        ])
    }

    private static func table(_ count: TableCount) -> JSONValue {
        .object([
            .init("name", .string(count.name)), .init("schema", .string(count.schema)),
            .init("version", .int(count.version)), .init("rows", .int(count.rows)), .init("bytes", .int(count.bytes)),
            .init("footer_sha256", count.footerSHA256.isEmpty ? .null : .string(count.footerSHA256)),
        ])
    }

    private static func finding(_ finding: Finding) -> JSONValue {
        .object([
            .init("category", .string(finding.category)), .init("severity", .string(finding.severity.rawValue)),
            .init("location", .string(finding.location)), .init("message", .string(finding.message)),
            .init("count", .int(finding.count)),
        ])
    }

    /// `storing`: `.withFolder` in a stage's folder that is not published yet.
    func write(to path: String, storing: CheckedFile.Storing) throws(ColumnarError) {
        let file = try CheckedFile(path: path, storing: storing)
        try file.write(json.indented)
        try file.commit()
    }

    /// The most memory that the process has held so far (VmHWM).
    static func peakMemory() -> Int? {
        guard let descriptor = Optional(open("/proc/self/status", O_RDONLY | O_CLOEXEC)), descriptor >= 0 else {
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("VmHWM:") {
            let digits = line.filter(\.isNumber)
            return Int(digits).map { $0 * 1024 }
        }
        return nil
    }
}
