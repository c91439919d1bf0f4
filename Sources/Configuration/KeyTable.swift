/// One key of a section: everything that is said of it, in one place.
struct Key<Target>: Sendable {
    let name: String
    let meaning: String
    let mandatory: Bool
    /// Where things lie, not what they are: left out of the settings that are hashed.
    let isPlace: Bool
    let shapeName: String
    let schema: JSONValue
    let tables: [KeyTableDescription]
    /// Reads a node into the target. Throws `ConfigurationError`.
    let read: @Sendable (ConfigNode, inout Target, ReadingContext) throws -> Void
    let tell: @Sendable (Target) -> JSONValue

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Target, Value> & Sendable, _ shape: ValueShape<Value>,
        mandatory: Bool = false, isPlace: Bool = false, _ meaning: String
    ) {
        self.init(
            name, shape, mandatory: mandatory, isPlace: isPlace, meaning, get: { $0[keyPath: path] },
            set: { $0[keyPath: path] = $1 })
    }

    /// For what is not one property of the target.
    init<Value>(
        _ name: String, _ shape: ValueShape<Value>, mandatory: Bool = false, isPlace: Bool = false, _ meaning: String,
        get: @escaping @Sendable (Target) -> Value, set: @escaping @Sendable (inout Target, Value) -> Void
    ) {
        self.name = name
        self.meaning = meaning
        self.mandatory = mandatory
        self.isPlace = isPlace
        shapeName = shape.name
        schema = shape.schema
        tables = shape.tables
        read = { node, target, context in
            do {
                set(&target, try shape.read(node, context))
            } catch let mismatch as Mismatch {
                throw ConfigurationError.wrongValue(
                    at: node.position, key: name, found: mismatch.found, expected: shape.name)
            } catch ConfigurationError.wrongValue(let position, "(list)", let found, let expected) {
                throw ConfigurationError.wrongValue(at: position, key: name, found: found, expected: expected)
            }
        }
        tell = { shape.tell(get($0)) }
    }

    /// A section within the section: what it does not say keeps its default.
    init<Part>(_ name: String, _ path: any WritableKeyPath<Target, Part> & Sendable, _ table: KeyTable<Part>) {
        self.name = name
        meaning = table.meaning
        mandatory = false
        isPlace = false
        shapeName = "map, see “\(table.title)”"
        schema = table.schema
        tables = table.descriptions
        read = { node, target, context in
            try table.read(node, key: name, into: &target[keyPath: path], context)
        }
        tell = { table.tell($0[keyPath: path]) }
    }
}

/// The keys of one section, declared once: reading, refusing, documentation and schema come from here.
struct KeyTable<Target: Sendable>: Sendable {
    let title: String
    let meaning: String
    /// A target in which nothing is set; the defaults that the documentation shows are taken from it.
    let initial: Target
    /// In the order in which they are read, whatever the order of the file: later ones may rest on earlier ones.
    let keys: [Key<Target>]

    /// Reads a map into the target. `extra` names keys that somebody else takes care of.
    func read(
        _ node: ConfigNode, key: String? = nil, into target: inout Target, _ context: ReadingContext,
        requireAll: Bool = true, extra: [String] = []
    ) throws {
        guard case .map(let entries) = node.content else {
            throw ConfigurationError.wrongValue(
                at: node.position, key: key ?? title, found: node.kind, expected: "a map of settings")
        }
        let known = extra + keys.map(\.name)
        for entry in entries where !known.contains(entry.key) {
            throw ConfigurationError.unknown(
                at: entry.position, what: "key", name: entry.key,
                nearest: NearestName.of(entry.key, among: known), known: known)
        }
        for key in keys {
            if let entry = entries.first(where: { $0.key == key.name }) {
                try key.read(entry.value, &target, context)
            } else if key.mandatory, requireAll {
                throw ConfigurationError.missingKey(at: node.position, key: key.name, meaning: key.meaning)
            }
        }
    }

    /// The section as JSON, every key in the declared order.
    func tell(_ target: Target) -> JSONValue {
        .object(keys.filter { !$0.isPlace }.map { JSONValue.Member($0.name, $0.tell(target)) })
    }

    var schema: JSONValue {
        let mandatory = keys.filter(\.mandatory).map { JSONValue.string($0.name) }
        return Configuration.schema(
            type: "object",
            [
                .init("additionalProperties", .bool(false)),
                .init(
                    "properties",
                    .object(
                        keys.map { key in
                            guard case .object(let members) = key.schema else { return .init(key.name, key.schema) }
                            return .init(key.name, .object(members + [.init("description", .string(key.meaning))]))
                        })),
            ] + (mandatory.isEmpty ? [] : [.init("required", .array(mandatory))]))
    }

    /// The table itself, then those of the sections within it.
    var descriptions: [KeyTableDescription] {
        let rows = keys.map { key in
            KeyTableDescription.Row(
                name: key.name, type: key.shapeName, standard: key.mandatory ? "required" : shown(key.tell(initial)),
                meaning: key.meaning)
        }
        return [KeyTableDescription(title: title, meaning: meaning, rows: rows)] + keys.flatMap(\.tables)
    }

    private func shown(_ value: JSONValue) -> String {
        switch value {
        case .null, .string(""), .array([]), .object: "–"
        case .string(let text): "`\(text)`"
        default: "`\(value.compact)`"
        }
    }
}

/// A section's keys as the documentation shows them.
public struct KeyTableDescription: Sendable, Equatable {
    public struct Row: Sendable, Equatable {
        public var name: String
        public var type: String
        /// The default.
        public var standard: String
        public var meaning: String
    }
    public var title: String
    public var meaning: String
    public var rows: [Row]
}
