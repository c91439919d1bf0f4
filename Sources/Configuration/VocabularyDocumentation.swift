/// The built-in headers and codes as Markdown: tables that `docs/sources.md` holds.
public enum VocabularyDocumentation {
    public static var markdown: String {
        var text =
            "### Headers\n\nFor a column of any dataset that has it, where the dataset has no line of its own below.\n"
        text += table(HeaderAliases.vocabulary.entries(of: HeaderAliases.everywhere), first: "column")
        for dataset in SourceDescription.Dataset.allCases {
            let entries = HeaderAliases.vocabulary.entries(of: dataset.rawValue)
            if !entries.isEmpty { text += "\n#### \(dataset.rawValue)\n\(table(entries, first: "column"))" }
        }
        text += "\n### Words\n\n`dataset.column` where a dataset has a list of its own.\n"
        for list in CodeLists.vocabulary.lists.keys.sorted() {
            text += "\n#### \(list)\n\(table(CodeLists.vocabulary.entries(of: list), first: "word"))"
        }
        return text
    }

    private static func table(_ entries: [VocabularyText.Entry], first: String) -> String {
        let languages = Language.allCases
        var text = "\n| \(first) | " + languages.map(\.rawValue).joined(separator: " | ") + " |\n"
        text += "|---" + String(repeating: "|---", count: languages.count) + "|\n"
        for entry in entries {
            let cells = languages.map { (entry.spellings[$0] ?? []).joined(separator: ", ") }
            text += "| `\(entry.name)` | " + cells.joined(separator: " | ") + " |\n"
        }
        return text
    }
}
