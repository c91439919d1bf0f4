/// Words that ship with the program, written down as text that can be read like a table:
///
///     [list]
///     entry
///       en: a spelling | another one
///       nb: …
///
/// A spelling stands for its entry; several lines of one language add up.
struct VocabularyText: Sendable {
    struct Entry: Sendable {
        var name: String
        var spellings: [Language: [String]] = [:]
    }

    /// Lists by name, entries as written.
    private(set) var lists: [String: [Entry]] = [:]
    /// Lines that say nothing; a test holds the shipped texts to have none.
    private(set) var unread: [String] = []

    init(_ text: String) {
        var list = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("["), line.hasSuffix("]") {
                list = String(line.dropFirst().dropLast())
            } else if !line.hasPrefix(" "), !list.isEmpty {
                lists[list, default: []].append(Entry(name: String(line)))
            } else if !add(line, to: list) {
                unread.append(String(line))
            }
        }
    }

    private mutating func add(_ line: Substring, to list: String) -> Bool {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].hasPrefix("  "),
            let language = Language(rawValue: String(parts[0].dropFirst(2))),
            let last = lists[list]?.indices.last
        else { return false }
        let spellings = parts[1].split(separator: "|", omittingEmptySubsequences: false).map { part in
            var word = part.drop { $0 == " " }
            while word.last == " " { word.removeLast() }
            return String(word)
        }
        lists[list]?[last].spellings[language, default: []] += spellings
        return !spellings.contains("")
    }

    func entries(of list: String) -> [Entry] { lists[list] ?? [] }
}
