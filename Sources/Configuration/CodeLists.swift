/// Words that HR exports of several languages use for ours.
public enum CodeLists {
    /// Two words that one spelling stands for.
    public struct Clash: Error, Equatable {
        public var spelling: String
        public var words: [String]
    }

    /// Spelling → word for the values of `column`, in `languages`. Spellings are lower case. Of `boolean` columns the words
    /// are `true` and `false`. Empty where the column has no list.
    ///
    /// - Throws: `Clash` where a spelling means one thing in one of the languages and another thing in another.
    public static func codes(
        of dataset: SourceDescription.Dataset, _ column: String, languages: [Language]
    ) throws(Clash) -> [String: String] {
        try codes(of: dataset, column, languages: languages, in: vocabulary)
    }

    static func codes(
        of dataset: SourceDescription.Dataset, _ column: String, languages: [Language], in vocabulary: VocabularyText
    ) throws(Clash) -> [String: String] {
        var codes: [String: String] = [:]
        guard let list = list(of: dataset, column) else { return codes }
        for entry in vocabulary.entries(of: list) {
            for language in languages {
                for spelling in entry.spellings[language] ?? [] {
                    if let other = codes.updateValue(entry.name, forKey: spelling), other != entry.name {
                        throw Clash(spelling: spelling, words: [other, entry.name].sorted())
                    }
                }
            }
        }
        return codes
    }

    /// Whether there is a list for the values of `column`.
    public static func has(_ dataset: SourceDescription.Dataset, _ column: String) -> Bool {
        list(of: dataset, column) != nil
    }

    /// The list for a column: its own in the dataset, the one of its name, or that of yes and no.
    static func list(of dataset: SourceDescription.Dataset, _ column: String) -> String? {
        guard let kind = CanonicalColumn.all(of: dataset).first(where: { $0.name == column })?.kind else { return nil }
        switch kind {
        case .boolean: return boolean
        case .text, .word:
            return ["\(dataset.rawValue).\(column)", column].first { !vocabulary.entries(of: $0).isEmpty }
        default: return nil
        }
    }

    static let boolean = "boolean"
    static let vocabulary = VocabularyText(CodeVocabulary.text)
}
