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
        ("fragment of a page", Array("<h1>502 Bad Gateway</h1>".utf8)),
        ("page behind a comment", Array("<!-- x -->\n<!-- y --> <table border=1>".utf8)),
        ("comment", Array("<!-- cut".utf8)), ("RTF", Array("{\\rtf1\\ansi".utf8)),
        ("empty ZIP", [0x50, 0x4B, 0x05, 0x06, 0, 0]), ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
        ("RAR", Array("Rar!".utf8) + [0x1A, 0x07, 0]), ("LZ4", [0x04, 0x22, 0x4D, 0x18]),
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
        for text in [
            "id,name\n1,<b>\n", "", "{id};x\n", "PA,R1\n", "<id>,<name>\n", "<hired>;x\n", "<p\n", "{\\x};y\n",
        ] {
            #expect(OtherFormat(beginning: Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func zeroBytesTellTheByteOrder() {
        let text = Array("id,hired,unit\n1,2026-01-01,Æ€Š\n".utf16)
        let little = text.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = text.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(OtherFormat.byteOrder(of: little) == .utf16LE)
        #expect(OtherFormat.byteOrder(of: big) == .utf16BE)
        #expect(OtherFormat.byteOrder(of: Array("id,hired".utf8)) == nil)
        #expect(OtherFormat.byteOrder(of: Array("id,hi".utf8) + [0, 0, 0, 0, 0, 0]) == nil)
    }
}
