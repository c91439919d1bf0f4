/// Why a pipeline file, source description or questionnaire is refused. Exit code 78.
public enum ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A name that is not known in its place: a key, a dataset, a canonical column.
    case unknown(at: ConfigPosition, what: String, name: String, nearest: String?, known: [String])
    case duplicateKey(at: ConfigPosition, key: String, firstLine: Int)
    case missingKey(at: ConfigPosition, key: String, meaning: String)
    case wrongValue(at: ConfigPosition, key: String, found: String, expected: String)
    /// Two settings that do not go together, or one that is not allowed here.
    case conflict(at: ConfigPosition, problem: String)
    /// Values are `TODO`: somebody has to give them first.
    case openQuestions(file: String, [OpenQuestions.Question])
    /// The file is no YAML.
    case syntax(at: ConfigPosition, problem: String)
    /// The file as a whole: empty, not UTF-8, too large, not readable.
    case file(path: String, problem: String)

    public var exitCode: Int32 { 78 }

    public var description: String {
        switch self {
        case .unknown(let position, let what, let name, let nearest, let known):
            if let nearest {
                "\(position): unknown \(what) \"\(Self.short(name))\"; did you mean \"\(nearest)\"?"
            } else {
                "\(position): unknown \(what) \"\(Self.short(name))\"; expected \(Self.choice(known))"
            }
        case .duplicateKey(let position, let key, let firstLine):
            "\(position): key \"\(Self.short(key))\" is already set on line \(firstLine); keep one of the two"
        case .missingKey(let position, let key, let meaning):
            "\(position): key \"\(key)\" is missing (\(meaning))"
        case .wrongValue(let position, let key, let found, let expected):
            "\(position): key \"\(Self.short(key))\": expected \(expected), found \(found)"
        case .conflict(let position, let problem): "\(position): \(problem)"
        case .openQuestions(let file, let questions): Self.told(questions, in: file)
        case .syntax(let position, let problem): "\(position): not readable as YAML: \(problem)"
        case .file(let path, let problem): "\(path): \(problem)"
        }
    }

    /// Every one of them with its file and line, up to a number that nobody reads through.
    private static func told(_ questions: [OpenQuestions.Question], in file: String) -> String {
        let shown = questions.prefix(60).map { "\($0.position.file):\($0.position.line) \"\(short($0.key))\"" }
        let more = questions.count > shown.count ? " and \(questions.count - shown.count) more" : ""
        let count = questions.count == 1 ? "1 open question" : "\(questions.count) open questions"
        return
            "\(file): \(count), marked \(OpenQuestions.mark): \(shown.joined(separator: ", "))\(more); answer them and run again"
    }

    private static func short(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars.prefix(80) {
            text += scalar.value < 32 || scalar.value == 127 ? " " : String(scalar)
        }
        return text
    }

    /// `a, b or c`; long lists are cut.
    static func choice(_ names: [String]) -> String {
        guard names.count > 1 else { return names.first ?? "none" }
        if names.count > 40 { return names.prefix(40).joined(separator: ", ") + " …" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
