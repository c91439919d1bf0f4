import Configuration
import Ingestion

/// A canonical column and the column of the export that it comes from.
struct ColumnMatch: Equatable {
    var canonical: CanonicalColumn
    /// Place in the export.
    var column: Int
    /// 1: the header is known for it.
    var similarity: Double
    /// Why a header that says little was taken for it, where it was.
    var reason: String?

    var isKnown: Bool { similarity >= 1 }
}

/// How well an export fits one canonical dataset.
struct DatasetMatch {
    var dataset: SourceDescription.Dataset
    var matches: [ColumnMatch] = []
    /// Candidates that are not near enough to be taken.
    var candidates: [ColumnMatch] = []
    var missing: [CanonicalColumn] = []
    var score = 0.0
    /// Whether the files' name or any header speaks for it: a date and a unit are in every table of the world.
    private(set) var isTelling = false
    /// Of time off in columns, one a kind: place in the export, and the class of absence that its header says.
    private(set) var wide: [(column: Int, word: String)] = []

    /// Holds headers against everything that a dataset's columns are called.
    ///
    /// - Parameters:
    ///   - headers: of the row that names the columns.
    ///   - evidence: one a header.
    ///   - stem: the files' name, which often tells the dataset.
    init(
        _ dataset: SourceDescription.Dataset, headers: [String], _ evidence: [ColumnEvidence], stem: String,
        languages: [Language]
    ) {
        self.dataset = dataset
        let loosened = headers.map(HeaderAliases.loosened)
        var pairs: [ColumnMatch] = []
        let known = CanonicalColumn.all(of: dataset)
        for canonical in known {
            let names =
                [canonical.name] + HeaderAliases.headers(of: dataset, canonical.name, languages: languages)
            let aliases = names.map(HeaderAliases.loosened)
            for (place, header) in loosened.enumerated() where !header.isEmpty {
                guard Self.fits(canonical, headers[place], evidence[place]) else { continue }
                let similarity = Self.similarity(header, to: aliases, canonical)
                guard similarity >= OnboardingLimits.worthNaming else { continue }
                pairs.append(ColumnMatch(canonical: canonical, column: place, similarity: similarity))
            }
        }
        settle(pairs, known)
        takeBareNames(headers, loosened, evidence)
        takeWideAbsence(headers, evidence, languages)
        takeCustomValues(headers, loosened, evidence)
        missing = known.filter { canonical in
            canonical.required && !matches.contains { $0.canonical.name == canonical.name }
                && !(canonical.name == "class" && !wide.isEmpty)
        }
        score = matches.reduce(0) { $0 + $1.similarity * ($1.canonical.required ? 2 : 1) }
        score -= Double(missing.count) * 2
        let isHinted = Self.hints(dataset).contains(where: stem.contains)
        if isHinted { score += 2.5 }
        score += Double(wide.count)
        isTelling = isHinted || !wide.isEmpty || matches.contains { !Self.bareNames.contains(loosened[$0.column]) }
        if dataset == .surveyResponses, items(evidence).count >= 3 { score += 2 }
    }

    /// The nearest pairs first; each column of the export once, but for the reason for leaving, which tells class and kind.
    private mutating func settle(_ pairs: [ColumnMatch], _ known: [CanonicalColumn]) {
        func place(_ match: ColumnMatch) -> Int { known.firstIndex { $0.name == match.canonical.name } ?? 0 }
        let sorted = pairs.sorted {
            ($1.similarity, $0.canonical.required ? 0 : 1, place($0), $0.column)
                < ($0.similarity, $1.canonical.required ? 0 : 1, place($1), $1.column)
        }
        for pair in sorted {
            guard !matches.contains(where: { $0.canonical.name == pair.canonical.name }) else { continue }
            let others = matches.filter { $0.column == pair.column }.map(\.canonical.name)
            let isShared = others.allSatisfy { Set([$0, pair.canonical.name]) == ["leave_class", "leave_kind"] }
            guard others.isEmpty || isShared else { continue }
            if pair.similarity >= OnboardingLimits.nearEnough {
                matches.append(pair)
            } else if !candidates.contains(where: { $0.canonical.name == pair.canonical.name }) {
                candidates.append(pair)
            }
        }
        shareReason(known)
        candidates.removeAll { candidate in
            matches.contains { $0.column == candidate.column || $0.canonical.name == candidate.canonical.name }
        }
        matches.sort { place($0) < place($1) }
    }

    /// The reason for leaving tells its class as well, where nothing else does: turnover is told apart by it.
    private mutating func shareReason(_ known: [CanonicalColumn]) {
        guard let kind = matches.first(where: { $0.canonical.name == "leave_kind" }),
            !matches.contains(where: { $0.canonical.name == "leave_class" }),
            let canonical = known.first(where: { $0.name == "leave_class" })
        else { return }
        matches.append(ColumnMatch(canonical: canonical, column: kind.column, similarity: kind.similarity))
    }

    /// Beside a column that only lists of staff have, an `id` that is another in each row is the person's, and the words of a
    /// `unit` that rows share are departments.
    private mutating func takeBareNames(_ headers: [String], _ loosened: [String], _ evidence: [ColumnEvidence]) {
        guard dataset == .employees,
            let telling = matches.first(where: { match in
                guard match.isKnown, match.canonical.name == "hire_date" || match.canonical.name == "termination_date",
                    evidence[match.column].isDates
                else { return false }
                // Absences, courses and projects have a start and an end, too.
                return !Self.daysOfOthers.contains(loosened[match.column])
            })
        else { return }
        let beside = "Beside \(headers[telling.column]), which only lists of staff have,"
        let wanted: [(name: String, headers: Set<String>, fits: (ColumnEvidence) -> Bool, words: String)] = [
            (
                "person", Self.bareIDs, { $0.isDistinct && !$0.isDates && !$0.isEmails && !$0.isNationalIDs },
                "nearly every row has another value"
            ),
            ("department", Self.bareUnits, { $0.isShared && !$0.isDates && !$0.isTruths }, "rows share its words"),
        ]
        for (name, names, fits, words) in wanted {
            guard !matches.contains(where: { $0.canonical.name == name }),
                let canonical = CanonicalColumn.all(of: dataset).first(where: { $0.name == name })
            else { continue }
            let place = headers.indices.first { place in
                names.contains(loosened[place]) && fits(evidence[place])
                    && !matches.contains { $0.column == place }
            }
            guard let place else { continue }
            matches.append(
                ColumnMatch(
                    canonical: canonical, column: place, similarity: 0.9,
                    reason: "\(beside) \(headers[place]) is taken for it: \(words). Look."))
            candidates.removeAll { $0.column == place || $0.canonical.name == name }
        }
        let known = CanonicalColumn.all(of: dataset).map(\.name)
        matches.sort {
            (known.firstIndex(of: $0.canonical.name) ?? 0) < (known.firstIndex(of: $1.canonical.name) ?? 0)
        }
    }

    /// Beside SurveyMonkey's ids of respondents and collectors, which stand in no other table: a collector is a round, and
    /// the first custom value is the department where rows share its words.
    private mutating func takeCustomValues(_ headers: [String], _ loosened: [String], _ evidence: [ColumnEvidence]) {
        guard dataset == .surveyResponses, let collector = loosened.firstIndex(of: "collectorid"),
            matches.contains(where: { $0.canonical.kind == .response && loosened[$0.column] == "respondentid" })
        else { return }
        let wanted: [(name: String, column: Int?, words: String)] = [
            ("wave", collector, "each way in which the survey was sent is a round of its own"),
            (
                "department",
                loosened.firstIndex(of: "customdata1").flatMap {
                    evidence[$0].isShared && !evidence[$0].isDates && !evidence[$0].isTruths ? $0 : nil
                }, "rows share its words"
            ),
        ]
        let known = CanonicalColumn.all(of: dataset)
        for (name, column, words) in wanted {
            guard let column, !matches.contains(where: { $0.canonical.name == name || $0.column == column }),
                let canonical = known.first(where: { $0.name == name })
            else { continue }
            matches.append(
                ColumnMatch(
                    canonical: canonical, column: column, similarity: 0.9,
                    reason: "SurveyMonkey's \(headers[column]): \(words). Look."))
            candidates.removeAll { $0.column == column || $0.canonical.name == name }
        }
        matches.sort {
            (known.map(\.name).firstIndex(of: $0.canonical.name) ?? 0)
                < (known.map(\.name).firstIndex(of: $1.canonical.name) ?? 0)
        }
    }

    /// Columns of amounts beside persons that are called what kinds of absence are called: at least two, for one may be
    /// anything.
    private mutating func takeWideAbsence(_ headers: [String], _ evidence: [ColumnEvidence], _ languages: [Language]) {
        guard dataset == .absences, matches.contains(where: { $0.canonical.kind == .person }),
            !matches.contains(where: { $0.canonical.name == "class" }),
            let canonical = CanonicalColumn.all(of: dataset).first(where: { $0.name == "class" }),
            case .word(let words) = canonical.kind
        else { return }
        var found: [(column: Int, word: String)] = []
        for place in headers.indices where evidence[place].isNumbers && !matches.contains(where: { $0.column == place })
        {
            let kind = Self.withoutUnit(headers[place])
            if let word = CodeGuess.word(for: kind, canonical, dataset, languages, among: words) {
                found.append((place, word))
            }
        }
        if found.count >= 2 { wide = found }
    }

    /// `Vacation (days)` is vacation.
    private static func withoutUnit(_ header: String) -> String {
        var words = header.split { " _()[],".contains($0) }.map(String.init)
        while words.count > 1, let last = words.last?.lowercased(), amounts.contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    private static let amounts: Set<String> = [
        "days", "dager", "dage", "dagar", "tage", "hours", "timer", "timmar", "stunden", "taken", "in", "i",
    ]

    /// What begins and ends elsewhere as well, loosened.
    private static let daysOfOthers = Set(
        ["first_day", "last_day"].flatMap { HeaderAliases.headers(of: .absences, $0) }.map(HeaderAliases.loosened))

    private static let bareUnits: Set<String> = [
        "unit", "section", "division", "group", "area", "branch", "function", "org", "organisation", "organization",
        "orgname", "unitname", "seksjon", "gruppe", "område", "sektion", "grupp", "enhet", "einheit", "team",
    ]

    /// Headers of every kind of table, loosened: none of them tells what one is about.
    private static let bareNames = bareIDs.union(bareUnits).union(daysOfOthers).union([
        "date", "dato", "datum", "day", "dag", "tag", "month", "måned", "månad", "monat", "year", "år", "jahr",
        "period",
        "periode", "name", "navn", "namn", "title", "type", "typ", "art", "kind", "category", "kategori", "kategorie",
        "status", "value", "verdi", "värde", "wert", "amount", "reason", "policy", "comment", "comments", "note",
        "notes",
        "message", "description", "country", "land", "location", "site", "office", "level", "grade", "hours", "timer",
        "timmar", "stunden", "activity", "task",
    ])

    /// Whether the cells can be what the canonical column holds.
    private static func fits(_ canonical: CanonicalColumn, _ header: String, _ evidence: ColumnEvidence) -> Bool {
        if evidence.isEmpty { return true }
        switch canonical.kind {
        case .day, .year: return evidence.isDates
        case .number: return evidence.isNumbers
        case .boolean: return evidence.isTruths
        case .person, .response: return !evidence.isEmails && evidence.dated * 2 < evidence.filled
        case .text, .period: return canonical.name == "department" || evidence.dated * 2 < evidence.filled
        default: return true
        }
    }

    /// The best that `header` comes to, a little less where only a unit parts it from a known name.
    private static func similarity(_ header: String, to aliases: [String], _ canonical: CanonicalColumn) -> Double {
        if aliases.contains(header) { return 1 }
        var best = 0.0
        if case .number = canonical.kind {
            if canonical.name.hasPrefix("minutes"), hours.contains(header) { return 0.95 }
            if let unit = units.first(where: { header.hasSuffix($0) && header.count > $0.count }) {
                best = aliases.contains(String(header.dropLast(unit.count))) ? 0.95 : 0
            }
        }
        // What a table is about is often just its id.
        if canonical.required, canonical.name == "department" || canonical.name == "event", bareIDs.contains(header) {
            best = 0.9
        }
        return aliases.reduce(best) { max($0, nearness($1, header)) }
    }

    private static let units = [
        "percent", "prosent", "procent", "prozent", "percentage", "pct", "%", "hours", "timer", "timmar", "stunden",
        "minutes", "days",
    ]
    private static let hours: Set<String> = ["hours", "timer", "timmar", "stunden", "std", "hrs"]
    private static let bareIDs: Set<String> = ["id", "code", "kode", "kod", "nr", "number", "nummer", "no"]

    /// Short names are near to everything: `hired` is not `fired`.
    private static func nearness(_ alias: String, _ header: String) -> Double {
        let (short, long) = (min(alias.utf8.count, header.utf8.count), max(alias.utf8.count, header.utf8.count))
        // No edit makes up for a length that differs by so much.
        guard short >= 5, Double(short) >= Double(long) * OnboardingLimits.worthNaming * 0.9 else { return 0 }
        return min(NearestName.similarity(alias, header), 0.99)
    }

    /// Words in file names.
    private static func hints(_ dataset: SourceDescription.Dataset) -> [String] {
        (nameWords[dataset] ?? []) + [dataset.rawValue]
    }

    private static let nameWords: [SourceDescription.Dataset: [String]] = [
        .employees: ["employee", "staff", "worker", "ansatt", "medarbe", "mitarbeiter", "personal", "headcount"],
        .departments: ["department", "orgunit", "organisation", "avdeling", "afdeling", "avdelning", "abteilung"],
        .absences: [
            "absence", "leave", "timeoff", "time_off", "sick", "fravær", "fravaer", "frånvaro", "fehlzeit", "abwesen",
        ],
        .events: ["events", "courses", "training", "arrangement", "kurs", "veranstaltung", "schulung"],
        .participation: ["participation", "attendance", "attendees", "deltak", "deltag", "teilnahme", "teilnehmer"],
        .surveyResponses: [
            "survey", "responses", "pulse", "undersøk", "undersøg", "undersök", "umfrage", "befragung",
        ],
        .surveyInvitations: ["invitation", "invited", "distribution", "inviter", "einladung"],
        .absenceTotals: ["sickness"],
        .surveyTotals: ["scores"],
    ]

    /// Columns of a survey that hold answers: small whole numbers, or nothing, in columns that are nothing else.
    func items(_ evidence: [ColumnEvidence]) -> [Int] {
        let filtered = Set(filters(evidence).map(\.column))
        return evidence.indices.filter { place in
            let column = evidence[place]
            guard !matches.contains(where: { $0.column == place }), column.isNumbers, column.whole == column.numeric,
                column.percents == 0, !column.hasManyWords, column.words.count <= 12,
                !HeaderAliases.loosened(column.header).hasSuffix("id"), !filtered.contains(place)
            else { return false }
            // What is the same in many rows is a number of the survey, not what they answered.
            guard column.words.count > 1 || column.filled < 20 else { return false }
            return (column.smallest ?? -1) >= 0 && (column.largest ?? .max) <= 10_000_000
        }
    }

    /// Of Qualtrics: which answers are no previews or tests, and were given to the end.
    func filters(_ evidence: [ColumnEvidence]) -> [(column: Int, keep: [String])] {
        guard dataset == .surveyResponses else { return [] }
        let loosened = evidence.map { HeaderAliases.loosened($0.header) }
        guard loosened.contains("responseid"), let status = loosened.firstIndex(of: "status"),
            let finished = loosened.firstIndex(of: "finished")
        else { return [] }
        return [(status, ["0", "IP Address"]), (finished, ["1", "True"])]
    }

    /// The dataset that fits best, and the next one; nil when none is recognised.
    static func best(
        headers: [String], _ evidence: [ColumnEvidence], stem: String, languages: [Language]
    ) -> (match: DatasetMatch, next: DatasetMatch?)? {
        let all = SourceDescription.Dataset.allCases.map {
            DatasetMatch($0, headers: headers, evidence, stem: stem, languages: languages)
        }
        // The order of the datasets settles ties.
        let sorted = all.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
        let place = sorted.firstIndex { _, match in
            match.isTelling && match.score >= 2 && match.matches.count + match.wide.count >= 2
        }
        guard let place else { return nil }
        let best = sorted[place].element
        return (best, sorted.dropFirst(place + 1).first?.element)
    }
}
