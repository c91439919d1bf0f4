import FoundationEssentials
import Glibc
import Testing

/// The checkout that these tests were built from, and the package as the package manager describes it.
enum Checkout {
    static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(path)")), as: UTF8.self)
    }

    /// Swift files below a folder, as paths from the root, sorted.
    static func swiftFiles(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }.sorted()
    }

    /// Whether the text holds the word anywhere; quick, for a first look at a whole file.
    static func mentions(_ text: String, _ word: String) -> Bool {
        text.withCString { strstr($0, word) != nil }
    }

    /// Files known to git, as paths from the root.
    static func trackedFiles() throws -> [String] {
        String(decoding: try output("git -C '\(root)' ls-files -z"), as: UTF8.self)
            .split(separator: "\0").map(String.init)
    }

    /// `swift package dump-package` with a scratch path of its own: the usual one is locked while tests run.
    static func package() throws -> PackageDump {
        let swift = getenv("SWIFT").map { String(cString: $0) } ?? "swift"
        let command =
            "\(swift) package --package-path '\(root)' --scratch-path '\(root)/.build-dump' dump-package 2>/dev/null"
        return try JSONDecoder().decode(PackageDump.self, from: Data(try output(command)))
    }

    /// Everything a command writes to standard output; the pipe is drained before the child is waited for.
    private static func output(_ command: String) throws -> [UInt8] {
        guard let pipe = popen(command, "r") else { throw CommandFailed(command: command, status: -1) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&block, 1, block.count, pipe)
            if count == 0 { break }
            bytes += block[..<count]
        }
        let status = pclose(pipe)
        guard status == 0 else { throw CommandFailed(command: command, status: status) }
        return bytes
    }

    struct CommandFailed: Error {
        var command: String
        var status: Int32
    }
}

/// The part of the dump that the walls are made of.
struct PackageDump: Decodable {
    struct Target: Decodable {
        struct Dependency: Decodable {
            var name: String
            private enum Kind: String, CodingKey, CaseIterable { case byName, product, target }

            init(from decoder: any Decoder) throws {
                let kinds = try decoder.container(keyedBy: Kind.self)
                let kind = try #require(kinds.allKeys.first)
                var parts = try kinds.nestedUnkeyedContainer(forKey: kind)
                name = try parts.decode(String.self)
            }
        }
        struct Resource: Decodable {}

        var name: String
        var type: String
        var dependencies: [Dependency]
        var resources: [Resource]

        var imports: Set<String> { Set(dependencies.map(\.name)) }
    }
    struct Source: Decodable {
        struct Checkout: Decodable { var identity: String }
        var sourceControl: [Checkout]
    }

    var targets: [Target]
    var dependencies: [Source]

    /// Targets that are delivered, by name: all but tests.
    var delivered: [String: Set<String>] {
        Dictionary(uniqueKeysWithValues: targets.filter { $0.type != "test" }.map { ($0.name, $0.imports) })
    }

    /// Everything that a target reaches through its imports.
    func reach(of name: String) -> Set<String> {
        var reached: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            for dependency in delivered[next] ?? [] where reached.insert(dependency).inserted {
                open.append(dependency)
            }
        }
        return reached
    }
}
