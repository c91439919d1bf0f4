/// A JSON text under construction; members keep the order they were given.
public enum JSONValue: Sendable, Equatable {
    public struct Member: Sendable, Equatable {
        public var name: String
        public var value: JSONValue
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One line, no spaces: the form that hashes are taken of.
    public var compact: String {
        var text = ""
        write(into: &text, indent: nil)
        return text
    }

    /// Two spaces of indent and a line feed at the end, for files that people read.
    public var indented: String {
        var text = ""
        write(into: &text, indent: 0)
        return text + "\n"
    }

    /// `text` in quotation marks, with everything escaped that JSON wants escaped.
    public static func quoted(_ text: String) -> String {
        var result = "\""
        result.reserveCapacity(text.utf8.count + 2)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1f}", "\u{7f}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private func write(into text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.isFinite ? value.description : "null"
        case .string(let value): text += Self.quoted(value)
        case .array(let values):
            Self.write("[", "]", values.count, into: &text, indent: indent) { index, text, indent in
                values[index].write(into: &text, indent: indent)
            }
        case .object(let members):
            Self.write("{", "}", members.count, into: &text, indent: indent) { index, text, indent in
                text += Self.quoted(members[index].name) + (indent == nil ? ":" : ": ")
                members[index].value.write(into: &text, indent: indent)
            }
        }
    }

    private static func write(
        _ open: String, _ close: String, _ count: Int, into text: inout String, indent: Int?,
        element: (Int, inout String, Int?) -> Void
    ) {
        text += open
        let inner = indent.map { $0 + 2 }
        for index in 0..<count {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            element(index, &text, inner)
        }
        if count > 0, let indent { text += "\n" + String(repeating: " ", count: indent) }
        text += close
    }
}
