// The only place that knows the format of settings files; libyaml can be replaced here.
internal import CYAML
internal import Configuration

/// A YAML text on its way to nodes, event by event.
///
/// Depth and number of values are counted as they come, aliases with all that they stand for, and a key is text before
/// anything is done with it: a few hundred bytes of aliases could else stand for more values than there is time for.
struct YAMLText {
    private static let mostValues = 100_000
    private static let deepest = 64

    /// A node, with all aliases in it replaced by what they stand for.
    private struct Composed {
        var node: ConfigNode
        /// Values in it and itself.
        var count = 1
        /// Levels below it.
        var height = 0
    }

    private let file: String
    private let parser: OpaquePointer
    private var event = trivsel_yaml_event()
    private var left = mostValues
    private var anchors: [String: Composed] = [:]

    private init(file: String, parser: OpaquePointer) {
        self.file = file
        self.parser = parser
    }

    /// The nodes of a text in UTF-8, without its byte order mark. `file` is for messages.
    ///
    /// - Throws: `ConfigurationError`.
    static func node(_ bytes: ArraySlice<UInt8>, file: String) throws -> ConfigNode {
        try bytes.withUnsafeBufferPointer { bytes in
            guard let parser = trivsel_yaml_open(bytes.baseAddress, bytes.count) else {
                throw ConfigurationError.file(path: file, problem: "no memory to read it; free some and run again")
            }
            defer { trivsel_yaml_close(parser) }
            var text = YAMLText(file: file, parser: parser)
            return try text.root()
        }
    }

    private mutating func root() throws -> ConfigNode {
        try advance()
        guard event.kind == TRIVSEL_YAML_DOCUMENT else {
            throw ConfigurationError.file(path: file, problem: "the file is empty")
        }
        try advance()
        let root = try composed(depth: 0).node
        try advance()
        guard event.kind == TRIVSEL_YAML_END else {
            throw ConfigurationError.syntax(
                at: position, problem: "expected a single document in the stream, but found another document")
        }
        return root
    }

    // MARK: events

    private mutating func advance() throws {
        event = trivsel_yaml_next(parser)
        switch event.kind {
        case TRIVSEL_YAML_OUT_OF_MEMORY:
            throw ConfigurationError.file(
                path: file, problem: "not readable as YAML: too deep, or no memory to read it")
        case TRIVSEL_YAML_UNREADABLE:
            throw ConfigurationError.file(
                path: file, problem: "not readable as YAML: \(text) at byte \(event.offset)")
        case TRIVSEL_YAML_FAULTY:
            let context = event.context.map { String(cString: $0) + ", " } ?? ""
            throw ConfigurationError.syntax(at: position, problem: context + text)
        default: break
        }
    }

    private var position: ConfigPosition {
        ConfigPosition(file: file, line: Int(event.line) + 1, column: Int(event.column) + 1)
    }

    private var text: String {
        String(decoding: UnsafeRawBufferPointer(start: event.text, count: event.length), as: UTF8.self)
    }

    // MARK: nodes

    /// The node that begins with the event at hand.
    private mutating func composed(depth: Int) throws -> Composed {
        if event.kind == TRIVSEL_YAML_ALIAS { return try aliased(depth: depth) }
        let start = position
        let anchor = event.anchor.map { String(cString: $0) }
        try spend(1, depth: depth)
        let whole =
            switch event.kind {
            case TRIVSEL_YAML_SCALAR:
                Composed(node: ConfigNode(.scalar(text, quoted: event.plain == 0), at: start))
            case TRIVSEL_YAML_LIST: try list(at: start, depth: depth)
            default: try map(at: start, depth: depth)
            }
        // Only now: a node does not hold itself.
        if let anchor { anchors[anchor] = whole }
        return whole
    }

    private mutating func spend(_ count: Int, depth: Int) throws {
        left -= count
        guard left > 0, depth < Self.deepest else {
            throw ConfigurationError.syntax(at: position, problem: "too deep or too many values")
        }
    }

    private mutating func aliased(depth: Int) throws -> Composed {
        guard let known = anchors[text] else {
            throw ConfigurationError.syntax(at: position, problem: "found undefined alias")
        }
        try spend(known.count, depth: depth + known.height)
        return known
    }

    private mutating func list(at start: ConfigPosition, depth: Int) throws -> Composed {
        var elements: [ConfigNode] = []
        var whole = Composed(node: ConfigNode(.list([]), at: start))
        try advance()
        while event.kind != TRIVSEL_YAML_CLOSE {
            let element = try composed(depth: depth + 1)
            elements.append(element.node)
            whole.count += element.count
            whole.height = max(whole.height, element.height + 1)
            try advance()
        }
        whole.node.content = .list(elements)
        return whole
    }

    private mutating func map(at start: ConfigPosition, depth: Int) throws -> Composed {
        var entries: [ConfigNode.Entry] = []
        var lines: [String: Int] = [:]
        var whole = Composed(node: ConfigNode(.map([]), at: start))
        try advance()
        while event.kind != TRIVSEL_YAML_CLOSE {
            let place = position
            guard event.kind == TRIVSEL_YAML_SCALAR || event.kind == TRIVSEL_YAML_ALIAS,
                case .scalar(let key, _) = try composed(depth: depth + 1).node.content
            else { throw ConfigurationError.syntax(at: place, problem: "a key must be text") }
            if let first = lines.updateValue(place.line, forKey: key) {
                throw ConfigurationError.duplicateKey(at: place, key: key, firstLine: first)
            }
            try advance()
            let value = try composed(depth: depth + 1)
            entries.append(ConfigNode.Entry(key: key, position: place, value: value.node))
            whole.count += value.count + 1
            whole.height = max(whole.height, value.height + 1)
            try advance()
        }
        whole.node.content = .map(entries)
        return whole
    }
}
