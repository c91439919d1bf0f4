import Configuration

/// A settings file as it is written: keys, values and the evidence for them as comments.
struct SettingsText {
    private(set) var text = ""
    /// Open questions in it.
    private(set) var questions = 0

    var isEmpty: Bool { text.isEmpty }

    /// A comment of its own, on as many lines as it needs.
    mutating func comment(_ words: String, indent: Int = 0) {
        let lead = String(repeating: " ", count: indent) + "#"
        var line = lead
        for word in Self.oneLine(words).split(separator: " ") {
            if line.count + word.count > 110, line.count > lead.count {
                text += line + "\n"
                line = lead + "   "
            }
            line += " " + word
        }
        text += line + "\n"
    }

    /// Puts the lines of `other` behind these.
    mutating func append(_ other: SettingsText) {
        text += other.text
        questions += other.questions
    }

    /// `key: value  # why`; the value is written as it is.
    mutating func key(_ key: String, _ value: String, _ evidence: String = "", indent: Int = 0) {
        text += String(repeating: " ", count: indent) + key + ":" + (value.isEmpty ? "" : " " + value)
        text += evidence.isEmpty ? "\n" : "  # " + Self.oneLine(evidence) + "\n"
    }

    /// `key: TODO  # what has to be known`.
    mutating func question(_ key: String, _ words: String, indent: Int = 0) {
        questions += 1
        self.key(key, OpenQuestions.mark, words, indent: indent)
    }

    /// An element of a list, written as it is.
    mutating func element(_ value: String, _ evidence: String = "", indent: Int = 2) {
        text += String(repeating: " ", count: indent) + "- " + value
        text += evidence.isEmpty ? "\n" : "  # " + Self.oneLine(evidence) + "\n"
    }

    /// A decision under its key: `TODO` where it is a question, nothing where it is what a run assumes anyway.
    mutating func decision<Value>(
        _ key: String, _ decision: Decision<Value>, unless standard: Value?, indent: Int = 0,
        _ shown: (Value) -> String
    ) {
        guard let value = decision.value else { return question(key, decision.evidence, indent: indent) }
        if value != standard { self.key(key, shown(value), decision.evidence, indent: indent) }
    }

    // MARK: scalars

    /// A text as a scalar of YAML that is read as exactly this text.
    static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || 0x7F...0xA0 ~= scalar.value || !isPrintable(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// `[a, b]`.
    static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

    private static let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "todo"]

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        guard first.properties.isAlphabetic, last != " ", !words.contains(text.lowercased()) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || 48...57 ~= scalar.value || " _-./()".unicodeScalars.contains(scalar)
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// Comments are one line, and nothing in them steers a terminal.
    static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isPrintable($0) ? $0 : " " }))
    }
}
