import Configuration
import Ingestion

/// Words of exports that mean one of ours in every system.
enum CodeGuess {
    /// The canonical word that `word` is: its own spelling, or the only one that code lists of the languages have for it. Nil
    /// when a person has to say.
    static func word(
        for word: String, _ canonical: CanonicalColumn, _ dataset: SourceDescription.Dataset?, _ languages: [Language],
        among words: [String]
    ) -> String? {
        let folded = CellReading.folded(word)
        if let own = words.first(where: { HeaderAliases.loosened($0) == HeaderAliases.loosened(word) }) { return own }
        guard let dataset else { return nil }
        var meanings: Set<String> = []
        for language in languages {
            // A list of one language does not contradict itself; that is a test of the vocabulary.
            let codes = (try? CodeLists.codes(of: dataset, canonical.name, languages: [language])) ?? [:]
            if let meaning = codes[folded] { meanings.insert(meaning) }
        }
        guard meanings.count == 1, let meaning = meanings.first, words.contains(meaning) else { return nil }
        return meaning
    }
}
