/// A place in a settings file; line and column count from 1.
public struct ConfigPosition: Sendable, Equatable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file): line \(line), column \(column)" }
}

/// What a settings file holds, whatever format it was written in: text, lists and maps, each with its place.
///
/// Scalars are the text as written. What `yes`, `1` or `010` means is decided by the key that takes it, never by the format.
public struct ConfigNode: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        /// `quoted` tells `"12"` from `12`.
        case scalar(String, quoted: Bool)
        case list([ConfigNode])
        case map([Entry])
    }

    public struct Entry: Sendable, Equatable {
        public var key: String
        public var position: ConfigPosition
        public var value: ConfigNode

        public init(key: String, position: ConfigPosition, value: ConfigNode) {
            self.key = key
            self.position = position
            self.value = value
        }
    }

    public var content: Content
    public var position: ConfigPosition

    public init(_ content: Content, at position: ConfigPosition) {
        self.content = content
        self.position = position
    }

    /// In words, for messages that name what was found.
    var kind: String {
        switch content {
        case .scalar("", quoted: false): "nothing"
        case .scalar(let text, quoted: let quoted): quoted || text.utf8.count > 40 ? "text" : "\"\(text)\""
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// The value of a key, when this is a map that has it.
    func value(_ key: String) -> ConfigNode? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
