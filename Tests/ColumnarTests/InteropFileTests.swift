import Columnar
import Glibc
import Testing

/// Writes tables with what they must contain, for other readers: Tests/Interop/columnar_interop.py DIR opens them
/// with pyarrow and DuckDB. Runs when TRIVSEL_INTEROP_DIR names a folder.
struct InteropFileTests {
    private static let folder = getenv("TRIVSEL_INTEROP_DIR").map { String(cString: $0) }

    @Test(.enabled(if: InteropFileTests.folder != nil, "TRIVSEL_INTEROP_DIR is not set"))
    func filesForOtherReaders() throws {
        guard let folder = Self.folder else { return }
        try DurableFolder.create(folder)
        let cases: [(String, SampleTable, Int, PageCompression)] = [
            ("required", SampleTable(rows: 1003, optional: false, seed: 1), 250, .none),
            ("optional", SampleTable(rows: 1003, optional: true, seed: 2), 250, .none),
            ("optional-zstd", SampleTable(rows: 1003, optional: true, seed: 3), 500, .zstd(level: 3)),
            ("one-row", SampleTable(rows: 1, optional: true, distinct: 1, seed: 4), 1, .none),
            ("no-rows", SampleTable(rows: 0, optional: true, seed: 5), 1, .none),
            ("all-absent", SampleTable(rows: 30, optional: true, present: 0, distinct: 0, seed: 6), 16, .none),
            ("all-absent-zstd", SampleTable(rows: 30, optional: true, present: 0, seed: 6), 16, .zstd(level: 3)),
            ("all-present", SampleTable(rows: 30, optional: true, present: 100, seed: 7), 16, .none),
            ("codes-16", SampleTable(rows: 3000, optional: true, distinct: 2500, seed: 8), 3000, .none),
            ("codes-32", SampleTable(rows: 122_885, optional: false, distinct: 70_000, seed: 9), 122_880, .none),
            ("numbers-8", SampleTable(rows: 3000, optional: true, repeated: 200, seed: 10), 1500, .none),
            ("numbers-16", SampleTable(rows: 30_000, optional: false, repeated: 3000, seed: 11), 20_000, .none),
            (
                "numbers-16-zstd", SampleTable(rows: 9000, optional: true, repeated: 900, seed: 12), 9000,
                .zstd(level: 3)
            ),
            (
                "codes-32-zstd", SampleTable(rows: 90_000, optional: true, present: 97, distinct: 70_000, seed: 9),
                122_880, .zstd(level: 1)
            ),
        ]
        for (name, sample, groupRows, compression) in cases {
            _ = try sample.write(to: "\(folder)/\(name).parquet", groupRows: groupRows, compression: compression)
            try expected(sample, to: "\(folder)/\(name).csv")
        }
    }

    /// Absent values are `\N`; days and numbers in decimal, floating-point values as their bits in hexadecimal.
    private func expected(_ sample: SampleTable, to path: String) throws {
        let file = try CheckedFile(path: path, mode: 0o644, storing: .never)
        try file.write(SampleTable.columns.map(\.name).joined(separator: ",") + "\n")
        let texts = (0..<Int32(sample.pool.count)).map { sample.pool.string($0) }
        for row in 0..<sample.rows {
            var cells: [String] = []
            for column in SampleTable.columns.indices {
                guard sample.isPresent(column, row) else {
                    cells.append("\\N")
                    continue
                }
                switch column {
                case 0: cells.append(sample.bools[row] == 1 ? "true" : "false")
                case 1: cells.append(String(sample.small[row]))
                case 2: cells.append(String(sample.numbers[row]))
                case 3: cells.append(String(sample.days[row]))
                case 4: cells.append(String(sample.large[row]))
                case 5: cells.append(String(sample.floats[row].bitPattern, radix: 16))
                case 6: cells.append(String(sample.wide[row]))
                case 7: cells.append(quoted(texts[Int(sample.codes[row])]))
                default: cells.append(quoted(sample.constant))
                }
            }
            try file.write(cells.joined(separator: ",") + "\n")
        }
        try file.commit()
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
