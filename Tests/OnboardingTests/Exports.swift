import Foundation
import Testing

@testable import Configuration
@testable import Onboarding

/// A folder of invented exports for the time of one test.
final class Exports {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trivsel-init-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    /// What is found out about one file.
    func portrait(_ name: String, _ languages: [Language] = Language.allCases) throws -> ExportPortrait {
        let group = try #require(ExportGroup.groups(of: [name]).first)
        return try ExportPortrait(group, folder: path, languages: languages)
    }

    /// The source description of one file.
    func description(_ name: String) throws -> String {
        SourceDraft(try portrait(name), languages: Language.allCases).text
    }
}

extension String {
    /// The line of a key, without the blanks before it.
    func line(_ key: String) -> String? {
        split(separator: "\n").map { $0.drop { $0 == " " } }.first { $0.hasPrefix(key + ":") }.map(String.init)
    }

    /// The value of a key, without its comment.
    func value(_ key: String) -> String? {
        guard let line = line(key) else { return nil }
        let value = line.dropFirst(key.count + 1)
        let end = value.range(of: "  # ")?.lowerBound ?? value.endIndex
        return value[..<end].trimmingCharacters(in: .whitespaces)
    }
}
