public import Configuration
// The only place that knows the format of settings files; Yams can be replaced here.
internal import Yams

/// A pipeline file, read with everything that it names.
public struct PipelineFile: Sendable {
    public var pipeline: Pipeline
    /// As given on the command line.
    public var path: String
    /// The folder that relative paths in the file start from.
    public var folder: String

    /// - Throws: `ConfigurationError` (78), or `StageFailure` (66) when there is no such file.
    public init(path: String) throws {
        self.path = path
        let folder = Self.folder(of: path)
        self.folder = folder
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let stem = name.hasSuffix(".yaml") ? name.dropLast(5) : name.hasSuffix(".yml") ? name.dropLast(4) : name[...]
        // The name becomes part of the lock's file name.
        guard !stem.isEmpty, stem.first != ".", stem.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
            throw ConfigurationError.file(path: path, problem: "expected a file name like nightly.yaml")
        }
        let node = try Self.node(at: path, shown: path, missing: nil)
        pipeline = try PipelineDecoder.pipeline(node, name: String(stem)) { other, position in
            try Self.node(at: Self.join(folder, other), shown: other, missing: position)
        }
    }

    /// `path`, seen from the pipeline's folder.
    public func resolve(_ path: String) -> String { Self.join(folder, path) }

    /// Reads one file. `shown` is its name in messages; `missing` is where a file that is not there was named.
    private static func node(at path: String, shown: String, missing: ConfigPosition?) throws -> ConfigNode {
        let bytes: [UInt8]
        do {
            bytes = try SmallFile.read(path, limit: 1 << 22)
        } catch let fault {
            if let missing {
                throw ConfigurationError.conflict(at: missing, problem: "\(fault)")
            }
            throw fault
        }
        return try parse(bytes, file: shown)
    }

    /// The nodes of a YAML text.
    ///
    /// - Throws: `ConfigurationError`.
    static func parse(_ bytes: [UInt8], file: String) throws -> ConfigNode {
        var bytes = bytes[...]
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw ConfigurationError.file(path: file, problem: "found UTF-16, expected UTF-8; save it as UTF-8")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError.file(path: file, problem: "expected UTF-8, found other bytes; save it as UTF-8")
        }
        do {
            guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
                throw ConfigurationError.file(path: file, problem: "the file is empty")
            }
            var budget = 100_000
            return try convert(root, file: file, depth: 0, budget: &budget)
        } catch let error as YamlError {
            throw translated(error, file: file)
        }
    }

    private static func convert(_ node: Node, file: String, depth: Int, budget: inout Int) throws -> ConfigNode {
        let mark = node.mark
        let position = ConfigPosition(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
        budget -= 1
        guard budget > 0, depth < 64 else {
            throw ConfigurationError.syntax(at: position, problem: "too deep or too many values")
        }
        switch node {
        case .scalar(let scalar):
            return ConfigNode(
                .scalar(scalar.string, quoted: scalar.style != .plain && scalar.style != .any), at: position)
        case .sequence(let sequence):
            var nodes: [ConfigNode] = []
            for element in sequence {
                nodes.append(try convert(element, file: file, depth: depth + 1, budget: &budget))
            }
            return ConfigNode(.list(nodes), at: position)
        case .mapping(let mapping):
            var entries: [ConfigNode.Entry] = []
            var lines: [String: Int] = [:]
            for (key, value) in mapping {
                let place = ConfigPosition(
                    file: file, line: key.mark?.line ?? position.line, column: key.mark?.column ?? position.column)
                guard case .scalar(let scalar) = key else {
                    throw ConfigurationError.syntax(at: place, problem: "a key must be text")
                }
                if let first = lines[scalar.string] {
                    throw ConfigurationError.duplicateKey(at: place, key: scalar.string, firstLine: first)
                }
                lines[scalar.string] = place.line
                entries.append(
                    ConfigNode.Entry(
                        key: scalar.string, position: place,
                        value: try convert(value, file: file, depth: depth + 1, budget: &budget)))
            }
            return ConfigNode(.map(entries), at: position)
        case .alias:
            throw ConfigurationError.syntax(at: position, problem: "an alias to nothing")
        }
    }

    private static func translated(_ error: YamlError, file: String) -> ConfigurationError {
        func place(_ mark: Mark) -> ConfigPosition {
            ConfigPosition(file: file, line: mark.line, column: mark.column)
        }
        func sentence(_ context: YamlError.Context?, _ problem: String) -> String {
            let words = (context.map { "\($0.text.trimmed), " } ?? "") + problem.trimmed
            return String(words.map { $0.isNewline ? " " : $0 })
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return .syntax(at: place(mark), problem: sentence(context, problem))
        case .duplicatedKeysInMapping(let duplicates, let context):
            return .conflict(
                at: place(context.mark),
                problem: "key \"\(duplicates.first ?? "")\" is set twice in this section; keep one of the two")
        case .reader(let problem, let offset, _, _):
            return .file(
                path: file,
                problem: "not readable as YAML: \(problem)" + (offset.map { " at byte \($0)" } ?? ""))
        default: return .file(path: file, problem: "not readable as YAML")
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func join(_ folder: String, _ path: String) -> String {
        path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
    }
}

extension String {
    fileprivate var trimmed: String {
        var part = self[...]
        while let last = part.last, last.isWhitespace { part.removeLast() }
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        return String(part)
    }
}
