@testable import CSV
import Foundation
import Testing

/// Files that nobody of this project wrote; see the README of the shared data.
@Suite struct PublicFilesTests {
    static var shared: String? {
        let given = ProcessInfo.processInfo.environment["TRIVSEL_SHARED_DATA"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = given ?? root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func isPresent() -> Bool {
        if shared == nil { print("skipped: shared data is absent; set TRIVSEL_SHARED_DATA") }
        return shared != nil
    }

    @Test(.enabled(if: isPresent(), "shared data is absent"), arguments: CSVEngine.allCases)
    func spectrum(engine: CSVEngine) throws {
        let folder = try #require(Self.shared) + "/csv/csv-spectrum"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/csvs").sorted()
        #expect(names.count == 11)
        for name in names {
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/csvs/\(name)")))
            let json = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/json/\(name.dropLast(4)).json"))
            let expected = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: String]])
            let header = try bytes.withUnsafeBytes { (bytes) throws in
                var walker = RecordWalker(bytes, CSVDialect())
                let next = walker.next()
                let step = try #require(next)
                let record = UnsafeRawBufferPointer(rebasing: bytes[step.start..<step.end])
                return try #require(try HeaderRecord.fields(of: record, CSVDialect(), maximumFields: 100)?.first)
            }
            let parsed = try #require(
                try RecordedRecords.parse(bytes, CSVDialect(), columns: header.count, engine: engine, chunk: 1 << 20))
            let found = parsed.entries.dropFirst().map { entry in
                Dictionary(uniqueKeysWithValues: zip(header, entry.fields.map { String(decoding: $0, as: UTF8.self) }))
            }
            #expect(found == expected, "\(name)")
        }
    }

    /// libcsv's own inputs: what a bare call of libcsv reports, records of each number of columns in turn.
    @Test(.enabled(if: isPresent(), "shared data is absent"), arguments: CSVEngine.allCases)
    func libcsvInputs(engine: CSVEngine) throws {
        let folder = try #require(Self.shared) + "/csv/libcsv/tests"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }.sorted()
        #expect(names.count == 12)
        var records = 0
        var faulty: [String] = []
        for name in names {
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let (reported, isWhole) = try #require(BareLibCSV.records(of: bytes))
            if !isWhole { faulty.append(name) }
            records += reported.count
            for columns in Set(reported.map(\.count)).union([1]) {
                let found = try #require(
                    try RecordedRecords.parse(bytes, CSVDialect(), columns: columns, engine: engine, chunk: 1 << 20))
                // Where libcsv stops, the record is set aside.
                #expect(found.entries.count == reported.count + (isWhole ? 0 : 1), "\(name)")
                if !isWhole { #expect(found.entries.last?.fault == .quoting, "\(name)") }
                for (entry, record) in zip(found.entries, reported) {
                    if record.count == columns {
                        #expect(entry.fields == record && entry.fault == nil, "\(name)")
                    } else if entry.fault == nil {
                        // One delimiter too many at the end is passed over.
                        #expect(record.count == columns + 1 && record.last == [], "\(name)")
                    } else {
                        #expect(entry.fault == (record.count < columns ? .tooFewFields : .tooManyFields), "\(name)")
                    }
                }
            }
        }
        #expect(records >= 9)
        // Text behind a closing quote, which libcsv takes as it is when it is not strict.
        #expect(faulty == ["test_07.csv", "test_08.csv"])
    }

    @Test(.enabled(if: isPresent(), "shared data is absent")) func enginesAgreeOnEveryFile() throws {
        let folder = try #require(Self.shared)
        var files = 0
        let paths = FileManager.default.enumerator(atPath: folder)
        while let path = paths?.nextObject() as? String {
            guard path.hasSuffix(".csv") else { continue }
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")).prefix(1 << 20))
            for (delimiter, columns) in [(UInt8(ascii: ","), 7), (UInt8(ascii: ";"), 21), (0x09, 2)] {
                let dialect = CSVDialect(delimiter: delimiter)
                let slow = try RecordedRecords.parse(
                    bytes, dialect, columns: columns, engine: .libcsv, chunk: 1 << 20)
                let fast = try RecordedRecords.parse(bytes, dialect, columns: columns, engine: .fast, chunk: 50_000)
                guard let slow, let fast else { continue }
                #expect(slow.entries == fast.entries, "\(path)")
                #expect(slow.outcome == fast.outcome, "\(path)")
            }
            files += 1
        }
        #expect(files > 60)
    }
}
