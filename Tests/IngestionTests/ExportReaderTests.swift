import Configuration
import Foundation
import Testing

@testable import Ingestion

@Suite struct ExportReaderTests {
    /// What is read while the lines before the header are passed over fits into the first chunk, however small chunks are.
    @Test(arguments: [64, 100, 1000, 5000, 1 << 20]) func linesBeforeTheHeaderLeaveRoom(recordBytes: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = (0..<2000).map { "\($0),a\n" }.joined()
        try "made by x\nid,unit\n\(rows)".write(
            to: folder.appendingPathComponent("x.csv"), atomically: true, encoding: .utf8)
        var source = SourceDescription()
        source.preambleLines = 1
        var limits = IngestLimits()
        limits.recordBytes = recordBytes
        let reader = try ExportReader(ExportFile(folder: folder.path, name: "x.csv"), source, limits)
        let chunk = ExportChunk(capacity: reader.capacity)
        var text = ""
        while !reader.isDone {
            _ = try reader.next(into: chunk)
            text += String(decoding: chunk.used, as: UTF8.self)
        }
        #expect(text == "id,unit\n\(rows)")
    }
}
