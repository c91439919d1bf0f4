internal import Calendars

/// What one kind of value looks like in a settings file: its name in the documentation, its JSON schema, how it is read
/// and how it is told again. A key takes exactly one shape.
struct ValueShape<Value>: Sendable {
    /// `whole number 1…4096`, `list of text`; completes "expected a …" in messages.
    var name: String
    var schema: JSONValue
    /// Throws `Mismatch` or a `ConfigurationError` with a place of its own.
    var read: @Sendable (ConfigNode, ReadingContext) throws -> Value
    var tell: @Sendable (Value) -> JSONValue
    /// Tables of keys that the value holds, for the documentation.
    var tables: [KeyTableDescription] = []
}

/// The value is not of the shape. The key that was read adds its name and place.
struct Mismatch: Error {
    var found: String
    init(_ node: ConfigNode) { found = node.kind }
    init(found: String) { self.found = found }
}

/// What reading needs besides the node at hand.
final class ReadingContext {
    /// Reads another settings file, named relative to the first one's folder.
    let load: (_ path: String, _ at: ConfigPosition) throws -> ConfigNode

    /// Reads a file that is no settings file, named in the same way.
    let bytes: (_ path: String, _ at: ConfigPosition) throws -> [UInt8]

    init(
        load: @escaping (_ path: String, _ at: ConfigPosition) throws -> ConfigNode,
        bytes: @escaping (_ path: String, _ at: ConfigPosition) throws -> [UInt8]
    ) {
        self.load = load
        self.bytes = bytes
    }
}

func schema(type: String, _ more: [JSONValue.Member] = []) -> JSONValue {
    .object([.init("type", .string(type))] + more)
}

extension ConfigNode {
    /// The text of a scalar; nothing is no text.
    func text() throws -> String {
        guard case .scalar(let text, let quoted) = content, quoted || !text.isEmpty else { throw Mismatch(self) }
        return text
    }

    /// The number of a plain scalar of digits.
    func wholeNumber() throws -> Int {
        guard case .scalar(let text, quoted: false) = content, text.utf8.count <= 18,
            text.utf8.allSatisfy({ 48...57 ~= $0 || $0 == 45 }), let number = Int(text)
        else { throw Mismatch(self) }
        return number
    }

    func elements() throws -> [ConfigNode] {
        guard case .list(let nodes) = content else { throw Mismatch(self) }
        return nodes
    }

    func entries() throws -> [Entry] {
        guard case .map(let entries) = content else { throw Mismatch(self) }
        return entries
    }
}

extension ValueShape where Value == Bool {
    static let flag = ValueShape(
        name: "true or false", schema: Configuration.schema(type: "boolean"),
        read: { node, _ in
            switch node.content {
            case .scalar("true", quoted: false): true
            case .scalar("false", quoted: false): false
            default: throw Mismatch(node)
            }
        },
        tell: { .bool($0) })
}

extension ValueShape where Value == String {
    static let text = ValueShape(
        name: "text", schema: .object([.init("type", .array([.string("string"), .string("number")]))]),
        read: { node, _ in try node.text() }, tell: { .string($0) })

    static func choice(_ words: [String]) -> ValueShape {
        ValueShape(
            name: ConfigurationError.choice(words), schema: .object([.init("enum", .array(words.map { .string($0) }))]),
            read: { node, _ in
                let text = try node.text()
                guard words.contains(text) else {
                    throw ConfigurationError.unknown(
                        at: node.position, what: "value", name: text,
                        nearest: NearestName.of(text, among: words), known: words)
                }
                return text
            },
            tell: { .string($0) })
    }

    /// A country or German state whose public holidays are known, or `none`.
    static let country = ValueShape(
        name: "country like NO, SE, DK, FI, IS, SI, DE, DE-BY, UK, US or none",
        schema: Configuration.schema(type: "string"),
        read: { node, _ in
            let text = try node.text()
            guard WorkCalendar.holidays(country: text, years: 2024...2024) != nil else { throw Mismatch(node) }
            return text
        },
        tell: { .string($0) })

    /// `#rrggbb`.
    static let colour = ValueShape(
        name: "colour like \"#1f4e79\"",
        schema: Configuration.schema(type: "string", [.init("pattern", .string("^#[0-9a-fA-F]{6}$"))]),
        read: { node, _ in
            let text = try node.text()
            guard text.utf8.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy({ $0.isHexDigit }) else {
                throw Mismatch(node)
            }
            return text.lowercased()
        },
        tell: { .string($0) })

    /// A file name without a folder part is not asked for; the text is checked for what no path can hold.
    static let path = ValueShape(
        name: "path", schema: Configuration.schema(type: "string"),
        read: { node, _ in
            let text = try node.text()
            guard !text.isEmpty, !text.utf8.contains(where: { $0 < 32 }) else { throw Mismatch(node) }
            return text
        },
        tell: { .string($0) })

    /// Lower-case letters, digits and `_`: names of columns and metrics are made of it.
    static let identifier = ValueShape(
        name: "short name of a–z, 0–9 and _",
        schema: Configuration.schema(type: "string", [.init("pattern", .string("^[a-z0-9_]{1,64}$"))]),
        read: { node, _ in
            let text = try node.text()
            guard 1...64 ~= text.utf8.count,
                text.utf8.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 })
            else { throw Mismatch(node) }
            return text
        },
        tell: { .string($0) })

    /// What comes behind a file's name: `.done`.
    static let fileEnding = ValueShape(
        name: "ending of a file name like .done",
        schema: Configuration.schema(type: "string", [.init("pattern", .string("^[.][A-Za-z0-9._-]{1,32}$"))]),
        read: { node, _ in
            let text = try node.text()
            let isPlain = text.utf8.allSatisfy {
                48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || $0 == 46 || $0 == 95 || $0 == 45
            }
            guard text.hasPrefix("."), 2...33 ~= text.utf8.count, isPlain else { throw Mismatch(node) }
            return text
        },
        tell: { .string($0) })

    /// A factor, kept as the text it is: no binary fraction comes between.
    static let factor = ValueShape(
        name: "number like 0.01", schema: .object([.init("type", .array([.string("string"), .string("number")]))]),
        read: { node, _ in
            let text = try node.text()
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard 1...2 ~= parts.count, text.utf8.count <= 18,
                parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 } }),
                text.utf8.contains(where: { 49...57 ~= $0 })
            else { throw Mismatch(node) }
            return text
        },
        tell: { .string($0) })
}

extension ValueShape where Value == Int {
    static func whole(_ range: ClosedRange<Int>) -> ValueShape {
        ValueShape(
            name: range.upperBound == .max
                ? "whole number from \(range.lowerBound)" : "whole number \(range.lowerBound)…\(range.upperBound)",
            schema: Configuration.schema(
                type: "integer",
                [.init("minimum", .int(range.lowerBound))]
                    + (range.upperBound == .max ? [] : [.init("maximum", .int(range.upperBound))])),
            read: { node, _ in
                let number = try node.wholeNumber()
                guard range.contains(number) else { throw Mismatch(found: String(number)) }
                return number
            },
            tell: { .int($0) })
    }

    /// `2023-11`, as `year * 12 + month − 1`.
    static let month = ValueShape(
        name: "month like 2023-11",
        schema: Configuration.schema(type: "string", [.init("pattern", .string("^[0-9]{4}-[0-9]{2}$"))]),
        read: { node, _ in
            let text = try node.text()
            guard text.utf8.count == 7, let date = CivilDate(iso: text + "-01") else { throw Mismatch(node) }
            return date.year * 12 + date.month - 1
        },
        tell: { .string(String(CivilDate(day: CivilDate.firstDay(ofMonth: $0)).description.prefix(7))) })

    /// Hours of a week, as minutes.
    static let weekHours = ValueShape(
        name: "hours from 1 to 80, like 37.5", schema: Configuration.schema(type: "number"),
        read: { node, _ in
            let parts = try node.text().split(separator: ".", omittingEmptySubsequences: false)
            guard 1...2 ~= parts.count, parts.allSatisfy({ 1...2 ~= $0.utf8.count }), let hours = Int(parts[0]),
                let hundredths = parts.count == 1 ? 0 : Int(parts[1]).map({ parts[1].utf8.count == 1 ? $0 * 10 : $0 }),
                hours >= 0, hundredths >= 0
            else { throw Mismatch(node) }
            let sixtieths = (hours * 100 + hundredths) * 60
            guard sixtieths % 100 == 0, 60...4800 ~= sixtieths / 100 else { throw Mismatch(node) }
            return sixtieths / 100
        },
        tell: { .double(Double($0) / 60) })
}

extension ValueShape where Value == Int32 {
    /// `2026-03-31`, as days since 1970-01-01.
    static let day = ValueShape(
        name: "date like 2026-03-31",
        schema: Configuration.schema(type: "string", [.init("format", .string("date"))]),
        read: { node, _ in
            guard let date = CivilDate(iso: try node.text()) else { throw Mismatch(node) }
            return date.day
        },
        tell: { .string(CivilDate(day: $0).description) })
}

extension ValueShape where Value == UInt8 {
    /// One character, some of them by name.
    static func character(_ choices: [(word: String, byte: UInt8)]) -> ValueShape {
        let words = choices.map(\.word)
        return ValueShape(
            name: ConfigurationError.choice(words.map { "\"\($0)\"" }),
            schema: .object([.init("enum", .array(words.map { .string($0) }))]),
            read: { node, _ in
                let text = try node.text()
                guard let choice = choices.first(where: { $0.word == text }) else { throw Mismatch(node) }
                return choice.byte
            },
            tell: { byte in .string(choices.first { $0.byte == byte }?.word ?? "") })
    }
}

extension ValueShape {
    /// A list of what `element` is.
    static func list<Element>(
        _ element: ValueShape<Element>, atLeast: Int = 0, atMost: Int = .max
    ) -> ValueShape<[Element]> {
        ValueShape<[Element]>(
            name: "list of \(element.name)",
            schema: Configuration.schema(
                type: "array",
                [.init("items", element.schema)] + (atLeast > 0 ? [.init("minItems", .int(atLeast))] : [])
                    + (atMost < .max ? [.init("maxItems", .int(atMost))] : [])),
            read: { node, context in
                let nodes = try node.elements()
                guard nodes.count >= atLeast else { throw Mismatch(found: "an empty list") }
                guard nodes.count <= atMost else { throw Mismatch(found: "\(nodes.count) entries, at most \(atMost)") }
                return try nodes.map { node in
                    do {
                        return try element.read(node, context)
                    } catch let mismatch as Mismatch {
                        throw ConfigurationError.wrongValue(
                            at: node.position, key: "(list)", found: mismatch.found, expected: element.name)
                    }
                }
            },
            tell: { .array($0.map(element.tell)) }, tables: element.tables)
    }

    /// So many whole numbers, or any number of them, each greater than the one before.
    static func rising(_ range: ClosedRange<Int>, count: Int? = nil) -> ValueShape<[Int]> {
        let numbers = ValueShape<[Int]>.list(
            ValueShape<Int>.whole(range), atLeast: count ?? 1, atMost: count ?? .max)
        return ValueShape<[Int]>(
            name: "list of \(count.map { "\($0) " } ?? "")rising whole numbers", schema: numbers.schema,
            read: { node, context in
                let values = try numbers.read(node, context)
                guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
                    throw Mismatch(found: "numbers that do not rise")
                }
                return values
            },
            tell: numbers.tell)
    }

    /// One value or a list of them.
    static func oneOrMore<Element>(_ element: ValueShape<Element>) -> ValueShape<[Element]> {
        let list = ValueShape<[Element]>.list(element, atLeast: 1)
        return ValueShape<[Element]>(
            name: "\(element.name) or list of \(element.name)",
            schema: .object([.init("anyOf", .array([element.schema, list.schema]))]),
            read: { node, context in
                if case .scalar = node.content { return [try element.read(node, context)] }
                return try list.read(node, context)
            },
            tell: list.tell)
    }

    /// A value that may be left unset; an unset one is left out of the file, not written as nothing.
    static func optional<Wrapped>(_ shape: ValueShape<Wrapped>) -> ValueShape<Wrapped?> {
        ValueShape<Wrapped?>(
            name: shape.name, schema: shape.schema, read: { node, context in try shape.read(node, context) },
            tell: { $0.map(shape.tell) ?? .null }, tables: shape.tables)
    }

    /// The cases of an enumeration by their raw values.
    static func word<Word: RawRepresentable & CaseIterable & Sendable>(_: Word.Type) -> ValueShape<Word>
    where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue)
        let choice = ValueShape<String>.choice(words)
        return ValueShape<Word>(
            name: choice.name, schema: choice.schema,
            read: { node, context in
                guard let word = Word(rawValue: try choice.read(node, context)) else { throw Mismatch(node) }
                return word
            },
            tell: { .string($0.rawValue) })
    }

    /// A map with free keys and text values.
    static func dictionary(_ key: String, _ value: String) -> ValueShape<[String: String]> {
        ValueShape<[String: String]>(
            name: "map of \(key) to \(value)",
            schema: Configuration.schema(
                type: "object", [.init("additionalProperties", ValueShape<String>.text.schema)]),
            read: { node, _ in
                var result: [String: String] = [:]
                for entry in try node.entries() {
                    guard let text = try? entry.value.text() else {
                        throw ConfigurationError.wrongValue(
                            at: entry.value.position, key: entry.key, found: entry.value.kind, expected: "text")
                    }
                    result[entry.key] = text
                }
                return result
            },
            tell: { map in
                .object(map.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
            })
    }
}
