import Configuration

/// Nodes as a file of settings would give them, with a line and column for each.
enum Nodes {
    static let file = "nightly.yaml"

    static func at(_ line: Int, _ column: Int = 1) -> ConfigPosition {
        ConfigPosition(file: file, line: line, column: column)
    }

    static func text(_ text: String, quoted: Bool = false, line: Int = 1) -> ConfigNode {
        ConfigNode(.scalar(text, quoted: quoted), at: at(line, 10))
    }

    static func list(_ texts: [String], line: Int = 1) -> ConfigNode {
        ConfigNode(.list(texts.map { text($0, line: line) }), at: at(line, 5))
    }

    static func map(_ pairs: [(String, ConfigNode)], line: Int = 1) -> ConfigNode {
        ConfigNode(
            .map(
                pairs.enumerated().map { index, pair in
                    ConfigNode.Entry(key: pair.0, position: at(line + index, 3), value: pair.1)
                }), at: at(line, 1))
    }

    /// The smallest source that is complete.
    static func departments(_ more: [(String, ConfigNode)] = []) -> ConfigNode {
        map(
            [
                ("dataset", text("departments")), ("files", text("departments_*.csv")),
                ("columns", map([("department", text("id"))], line: 30)),
            ] + more, line: 20)
    }

    static func pipeline(_ more: [(String, ConfigNode)] = [], sources: [ConfigNode] = [departments()]) -> ConfigNode {
        map([("trivsel", text("1")), ("sources", ConfigNode(.list(sources), at: at(2, 3)))] + more, line: 1)
    }

    static func decode(
        _ node: ConfigNode, files: [String: ConfigNode] = [:], texts: [String: String] = [:]
    ) throws -> Pipeline {
        try PipelineDecoder.pipeline(node, name: "nightly") { path, position in
            guard let node = files[path] else { throw ConfigurationError.conflict(at: position, problem: "no \(path)") }
            return node
        } bytes: { path, position in
            guard let text = texts[path] else { throw ConfigurationError.conflict(at: position, problem: "no \(path)") }
            return Array(text.utf8)
        }
    }

    /// The message with which a pipeline is refused; nil when it is not.
    static func refusal(
        _ node: ConfigNode, files: [String: ConfigNode] = [:], texts: [String: String] = [:]
    ) -> String? {
        do {
            _ = try decode(node, files: files, texts: texts)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
