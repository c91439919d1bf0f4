/// JSON with its keys in the order they were given, so that a file is the same byte for byte on every run.
indirect enum JSONText {
    case null
    case bool(Bool)
    case int(Int)
    case string(String)
    case array([JSONText])
    case object([(String, JSONText)])

    /// Objects are written a key a line down to `depth`, everything below on one line.
    func text(indentedTo depth: Int) -> String {
        var out = ""
        write(to: &out, level: 0, depth: depth)
        out += "\n"
        return out
    }

    private func write(to out: inout String, level: Int, depth: Int) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .int(let value): out += String(value)
        case .string(let value): Self.quote(value, to: &out)
        case .array(let values):
            Self.list(values, open: "[", close: "]", to: &out, level: level, depth: depth) { value, out in
                value.write(to: &out, level: level + 1, depth: depth)
            }
        case .object(let members):
            Self.list(members, open: "{", close: "}", to: &out, level: level, depth: depth) { member, out in
                Self.quote(member.0, to: &out)
                out += ": "
                member.1.write(to: &out, level: level + 1, depth: depth)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], open: String, close: String, to out: inout String, level: Int, depth: Int,
        each: (Element, inout String) -> Void
    ) {
        let broken = level < depth && !elements.isEmpty
        out += open
        for (index, element) in elements.enumerated() {
            if index > 0 { out += broken ? "," : ", " }
            if broken { out += "\n" + String(repeating: "  ", count: level + 1) }
            each(element, &out)
        }
        if broken { out += "\n" + String(repeating: "  ", count: level) }
        out += close
    }

    private static func quote(_ value: String, to out: inout String) {
        out += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
