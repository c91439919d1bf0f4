public import Configuration

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
        } bytes: { other, position in
            try Self.bytes(at: Self.join(folder, other), missing: position)
        }
    }

    /// `path`, seen from the pipeline's folder.
    public func resolve(_ path: String) -> String { Self.join(folder, path) }

    /// Reads one file. `shown` is its name in messages; `missing` is where a file that is not there was named.
    private static func node(at path: String, shown: String, missing: ConfigPosition?) throws -> ConfigNode {
        try parse(bytes(at: path, missing: missing), file: shown)
    }

    private static func bytes(at path: String, missing: ConfigPosition?) throws -> [UInt8] {
        do {
            return try SmallFile.read(path, limit: 1 << 22)
        } catch let fault {
            if let missing {
                throw ConfigurationError.conflict(at: missing, problem: "\(fault)")
            }
            throw fault
        }
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
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ConfigurationError.file(path: file, problem: "expected UTF-8, found other bytes; save it as UTF-8")
        }
        return try YAMLText.node(bytes, file: file)
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func join(_ folder: String, _ path: String) -> String {
        path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
    }
}
