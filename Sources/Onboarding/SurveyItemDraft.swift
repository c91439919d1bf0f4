/// A question of a survey, as far as its answers tell.
struct SurveyItemDraft: Equatable {
    var id: String
    var header: String
    /// As asked, where the header is the question; else nil.
    var question: String?
    var scale: Decision<String>

    private static let answerMark = " / Response"

    init(_ column: ColumnEvidence, header: String, used: inout Set<String>) {
        self.header = header
        // Below a question with one answer SurveyMonkey writes that it is one.
        let asked = header.hasSuffix(Self.answerMark) ? String(header.dropLast(Self.answerMark.count)) : header
        question = asked.split(separator: " ").count >= 3 ? asked : nil
        var id = ""
        for scalar in header.lowercased().unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic || 48...57 ~= scalar.value {
                id.unicodeScalars.append(scalar)
            } else if !id.isEmpty, id.last != "_" {
                id += "_"
            }
        }
        while id.last == "_" { id.removeLast() }
        if question != nil || id.isEmpty || id.count > 30 || id.first?.isLetter != true || used.contains(id) {
            var number = used.count + 1
            while used.contains("item_\(number)") { number += 1 }
            id = "item_\(number)"
        }
        used.insert(id)
        self.id = id
        scale = Self.scale(column, id: id, header: header)
    }

    private static func scale(_ column: ColumnEvidence, id: String, header: String) -> Decision<String> {
        // A stray answer does not make a scale.
        let answers = column.commonWords.compactMap { Int($0) }.sorted()
        guard let smallest = answers.first, let largest = answers.last else {
            return Decision(question: "4, 5, 7, 0-10, enps or yes_no? No answers to go by")
        }
        let range = "answers from \(smallest) to \(largest)"
        let name = header.lowercased()
        if smallest == 0, largest <= 1 { return Decision("yes_no", range) }
        if smallest == 0 || largest > 7 {
            let asks = ["enps", "nps", "recommend", "anbefal", "rekommend", "empfehl"].contains { name.contains($0) }
            return Decision(asks ? "enps" : "0-10", range)
        }
        if largest == 5 { return Decision("5", range) }
        if largest > 5 { return Decision("7", range) }
        return Decision(question: "4, 5 or 7? \(range)")
    }
}
