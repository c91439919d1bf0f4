/// Values that somebody still has to give: a plain `TODO`, as `trivsel init` writes where only a person can know.
public enum OpenQuestions {
    /// The value of a key that is an open question. In quotes it is a text like any other.
    public static let mark = "TODO"

    /// One of them: where, and the key that it stands for.
    public struct Question: Sendable, Equatable {
        public var position: ConfigPosition
        public var key: String
    }

    /// The open questions in `node` and in the files that its sources and its questionnaire name, in the order in which
    /// they stand there.
    ///
    /// - Throws: `ConfigurationError`, or what `load` throws.
    static func all(
        in node: ConfigNode, load: (_ path: String, _ at: ConfigPosition) throws -> ConfigNode
    ) throws -> [Question] {
        var questions: [Question] = []
        find(in: node, key: "", &questions)
        var files: [ConfigNode] = []
        if let questionnaire = node.value("questionnaire") { files.append(questionnaire) }
        if let sources = node.value("sources"), case .list(let nodes) = sources.content {
            files += nodes.map { $0.value(SourceReading.useKey) ?? $0 }
        }
        var seen: Set<String> = []
        for file in files {
            guard case .scalar(let path, let quoted) = file.content, !path.isEmpty, quoted || path != mark,
                seen.insert(path).inserted
            else { continue }
            find(in: try load(path, file.position), key: "", &questions)
        }
        return questions
    }

    private static func find(in node: ConfigNode, key: String, _ questions: inout [Question]) {
        switch node.content {
        case .scalar(mark, quoted: false): questions.append(Question(position: node.position, key: key))
        case .scalar: break
        case .list(let nodes): for node in nodes { find(in: node, key: key, &questions) }
        case .map(let entries): for entry in entries { find(in: entry.value, key: entry.key, &questions) }
        }
    }
}
