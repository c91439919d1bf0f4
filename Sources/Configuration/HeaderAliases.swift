/// Headers that HR exports of several languages use for the canonical columns.
public enum HeaderAliases {
    /// What a column is called in `languages`, in their order and without repetition. Lower case, words parted by blanks;
    /// headers are compared as `loosened` makes them. Empty where nobody knows a name.
    public static func headers(
        of dataset: SourceDescription.Dataset, _ column: String, languages: [Language] = Language.allCases
    ) -> [String] {
        var found: [String] = []
        for language in languages {
            for header in entry(dataset, column)?.spellings[language] ?? [] where !found.contains(header) {
                found.append(header)
            }
        }
        return found
    }

    /// A header without what writers of exports vary: case, blanks, and the marks between and behind its words
    /// (`Employee_No.` and `employee no` are one).
    public static func loosened(_ header: String) -> String {
        String(header.lowercased().filter { !$0.isWhitespace && !marks.contains($0) })
    }

    private static let marks: Set<Character> = ["_", "-", ".", ":", "/", "*", "\u{2013}"]

    private static func entry(_ dataset: SourceDescription.Dataset, _ column: String) -> VocabularyText.Entry? {
        vocabulary.entries(of: dataset.rawValue).first { $0.name == column }
            ?? vocabulary.entries(of: everywhere).first { $0.name == column }
    }

    /// Names that a column has in each dataset which has it, unless the dataset has an entry of its own.
    static let everywhere = "*"

    static let vocabulary = VocabularyText(HeaderVocabulary.text)
}
