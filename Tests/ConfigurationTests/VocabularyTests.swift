import Testing

@testable import Configuration

@Suite struct VocabularyTests {
    @Test func everyLineOfTheShippedTextsIsRead() {
        #expect(HeaderAliases.vocabulary.unread == [])
        #expect(CodeLists.vocabulary.unread == [])
    }

    @Test func aLineThatSaysNothingIsTold() {
        let text = VocabularyText("[a]\nb\n  en: c | d\n  fr: e\n  en: f || g\nh")
        #expect(text.unread == ["  fr: e", "  en: f || g"])
        #expect(text.entries(of: "a").map(\.name) == ["b", "h"])
        #expect(text.entries(of: "a").first?.spellings[.english]?.prefix(2) == ["c", "d"])
    }

    @Test(arguments: SourceDescription.Dataset.allCases)
    func everyColumnHasANameInEveryLanguage(dataset: SourceDescription.Dataset) {
        for column in CanonicalColumn.all(of: dataset) {
            for language in Language.allCases {
                let names = HeaderAliases.headers(of: dataset, column.name, languages: [language])
                #expect(!names.isEmpty, "\(dataset.rawValue) \(column.name) \(language.rawValue)")
            }
        }
    }

    /// A header must say one thing, or a source with aliases would take a column for another.
    @Test(arguments: SourceDescription.Dataset.allCases)
    func noHeaderNamesTwoColumns(dataset: SourceDescription.Dataset) {
        var columnOf: [String: String] = [:]
        for column in CanonicalColumn.all(of: dataset) {
            for header in HeaderAliases.headers(of: dataset, column.name) {
                let other = columnOf.updateValue(column.name, forKey: HeaderAliases.loosened(header))
                #expect(other == nil || other == column.name, "\(dataset.rawValue): \(header)")
            }
        }
    }

    @Test func entriesBelongToColumns() {
        let datasets = SourceDescription.Dataset.allCases
        let everywhere = Set(datasets.flatMap { CanonicalColumn.all(of: $0).map(\.name) })
        for (list, entries) in HeaderAliases.vocabulary.lists {
            let dataset = SourceDescription.Dataset(rawValue: list)
            #expect(dataset != nil || list == HeaderAliases.everywhere, "\(list)")
            let columns = dataset.map { Set(CanonicalColumn.all(of: $0).map(\.name)) } ?? everywhere
            #expect(Set(entries.map(\.name)).subtracting(columns) == [])
            #expect(Set(entries.map(\.name)).count == entries.count, "\(list) has an entry twice")
        }
    }

    @Test func nationalIdentityNumbersAreNoIds() {
        for header in ["fødselsnummer", "personnummer", "cpr-nummer", "cpr nr", "Sozialversicherungsnummer", "SSN"] {
            for dataset in SourceDescription.Dataset.allCases {
                for column in CanonicalColumn.all(of: dataset) {
                    let names = HeaderAliases.headers(of: dataset, column.name).map(HeaderAliases.loosened)
                    #expect(!names.contains(HeaderAliases.loosened(header)), "\(dataset.rawValue) \(column.name)")
                }
            }
        }
    }

    @Test(arguments: [
        ("Ansattnummer", "person"), ("Medarbejdernummer", "person"), ("Anställningsnummer", "person"),
        ("Personalnummer", "person"), ("Mitarbeiter-Nr.", "person"), ("EMPLOYEE_NO", "person"),
        ("Stillingsprosent", "fte"), ("Beschäftigungsgrad", "fte"), ("Sluttdato", "termination_date"),
        ("Fratrædelsesdato", "termination_date"), ("Austrittsdatum", "termination_date"), ("Avdeling", "department"),
        ("Kostenstelle", "department"), ("Nærmeste leder", "manager"),
    ])
    func headersOfEmployeesExportsAreKnown(header: String, column: String) {
        let names = HeaderAliases.headers(of: .employees, column).map(HeaderAliases.loosened)
        #expect(names.contains(HeaderAliases.loosened(header)))
    }

    @Test func languagesAreKeptApart() {
        let german = HeaderAliases.headers(of: .employees, "person", languages: [.german])
        #expect(german.contains("personalnummer") && !german.contains("ansattnummer"))
        let both = HeaderAliases.headers(of: .employees, "country", languages: [.norwegian, .danish])
        #expect(both.filter { $0 == "land" }.count == 1)
    }

    // MARK: code lists

    static let lists: [(SourceDescription.Dataset, String)] = SourceDescription.Dataset.allCases.flatMap { dataset in
        CanonicalColumn.all(of: dataset).filter { CodeLists.has(dataset, $0.name) }.map { (dataset, $0.name) }
    }

    @Test(arguments: lists)
    func aSpellingMeansOneWord(dataset: SourceDescription.Dataset, column: String) throws {
        for language in Language.allCases {
            #expect(try !CodeLists.codes(of: dataset, column, languages: [language]).isEmpty)
        }
        _ = try CodeLists.codes(of: dataset, column, languages: Language.allCases)
    }

    @Test func spellingsAreFolded() {
        for (list, entries) in CodeLists.vocabulary.lists {
            for spelling in entries.flatMap({ $0.spellings.values.joined() }) {
                #expect(spelling == spelling.lowercased(), "\(list)")
            }
        }
    }

    @Test(arguments: lists)
    func listsLeadToWordsOfTheirColumn(dataset: SourceDescription.Dataset, column: String) throws {
        let canonical = try #require(CanonicalColumn.all(of: dataset).first { $0.name == column })
        let words = Set(try CodeLists.codes(of: dataset, column, languages: Language.allCases).values)
        switch canonical.kind {
        case .word(let known): #expect(words.subtracting(known) == [])
        case .boolean: #expect(words == ["true", "false"])
        default: #expect(canonical.kind == .text)
        }
    }

    @Test func aSpellingWithTwoMeaningsIsRefused() throws {
        let text = VocabularyText("[gender]\nwoman\n  en: f\n  nb: k\nman\n  da: k")
        func codes(_ languages: [Language]) throws -> [String: String] {
            try CodeLists.codes(of: .employees, "gender", languages: languages, in: text)
        }
        #expect(try codes([.english, .norwegian]) == ["f": "woman", "k": "woman"])
        #expect(throws: CodeLists.Clash(spelling: "k", words: ["man", "woman"])) { try codes([.norwegian, .danish]) }
    }

    @Test func columnsOfYesAndNoShareAList() throws {
        let words = try CodeLists.codes(of: .participation, "attended", languages: [.german])
        #expect(words["ja"] == "true" && words["nein"] == "false")
        #expect(!CodeLists.has(.employees, "department"))
    }
}
