import Configuration
import Foundation
import Runs
import Testing

@testable import Ingestion

/// Files that are no CSV are called the same wherever they are met.
@Suite struct OtherFormatTests {
    private static let heads: [(name: String, bytes: [UInt8])] = [
        ("workbook", [0x50, 0x4B, 0x03, 0x04, 0x14, 0]), ("old workbook", [0xD0, 0xCF, 0x11, 0xE0]),
        ("bzip2", Array("BZh9".utf8)), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A]), ("PDF", Array("%PDF-1.7\n".utf8)),
        ("Parquet", Array("PAR1".utf8)), ("page", Array("  <!DOCTYPE html><html>".utf8)),
        ("marked page", [0xEF, 0xBB, 0xBF] + Array("<HTML>".utf8)), ("JSON", Array("{\"error\": 1}".utf8)),
        ("wide page", [0xFF, 0xFE] + Array("<html>".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
    ]

    @Test(arguments: heads.indices) func aRefusalSaysWhatItIs(place: Int) throws {
        let (name, bytes) = Self.heads[place]
        let format = try #require(OtherFormat(beginning: bytes), "\(name)")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(bytes).write(to: folder.appendingPathComponent("a.csv"))
        do {
            _ = try OpenedExport(ExportFile(folder: folder.path, name: "a.csv"), SourceDescription(), IngestLimits())
            Issue.record("\(name) was taken for CSV")
        } catch let error as IngestError {
            #expect(error.description == "a.csv: not CSV: found \(format.found), expected text; \(format.advice)")
        }
    }

    @Test func textIsNone() {
        for text in ["id,name\n1,<b>\n", "", "{id};x\n", "PA,R1\n"] {
            #expect(OtherFormat(beginning: Array(text.utf8)) == nil, "\(text)")
        }
    }
}
