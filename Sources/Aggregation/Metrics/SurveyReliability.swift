internal import Disclosure
internal import Framework
internal import Results
internal import Statistics

/// Survey: how far an index measures one thing, and how alike those of one unit answer.
enum SurveyReliability {
    static func metrics(of questionnaire: Questionnaire) -> [Metric] {
        questionnaire.indices.enumerated().flatMap { place, index in
            let items = questionnaire.items.count { $0.index == index.id }
            return items == 0
                ? [] : [alpha(place, index)] + agreements(place, index)
        }
    }

    /// What is said of the reliability of an index of so few items.
    static func note(items: Int) -> String? {
        switch items {
        case 1: "The index is a single item: there is nothing to hold it against."
        case 2: "The index has two items: the figure is Spearman and Brown's."
        default: nil
        }
    }

    private static func alpha(_ place: Int, _ index: Questionnaire.Index) -> Metric {
        metric(
            "alpha", "Reliability", index,
            "Cronbach's alpha of the items of the index over the persons who answered all of them; of two items Spearman and Brown's 2r ÷ (1 + r), of one none. Weak where it is below 0.6 with 50 persons or more.",
            formula: "k ÷ (k − 1) × (1 − Σ items' variances ÷ variance of their sum)",
            denominator: "persons who answered all items", source: "Cronbach 1951; Feldt 1965; Eisinga 2013",
            interval: "Feldt, from three items", protection: .reliability(place), survey: .reliability(place)
        ) { figures, node, wave in
            guard let survey = figures.survey, let all = survey.reliabilities[place] else {
                return Figure(value: nil, n: 0)
            }
            let cell = all[node * survey.waves.count + wave]
            return Figure(
                value: cell.value, denominator: Double(cell.n), n: Int(cell.n), low: cell.interval?.low,
                high: cell.interval?.high)
        }
    }

    private static func agreements(_ place: Int, _ index: Questionnaire.Index) -> [Metric] {
        func agreement(
            _ name: String, _ title: String, _ definition: String, formula: String, source: String,
            _ value: @escaping @Sendable (UnitAgreement) -> Double?
        ) -> Metric {
            metric(
                name, title, index, definition, formula: formula, denominator: "persons in the units compared",
                source: source, interval: "", protection: .agreement(place)
            ) { figures, node, wave in
                guard let waves = figures.survey?.waves.count, let all = figures.agreement[place] else {
                    return Figure(value: nil, n: 0)
                }
                let cell = all[node * waves + wave]
                return Figure(value: value(cell), denominator: Double(cell.n), n: cell.n)
            }
        }
        let units = "the lowest published units, without the direct members of units above them"
        return [
            agreement(
                "icc1", "Differences between units",
                "The share of the variance of persons' indices that lies between \(units): ICC(1), negative where units differ less than chance would have it.",
                formula: "(MSB − MSW) ÷ (MSB + (k − 1) MSW), k the harmonic mean of the units' persons",
                source: "Bartko 1976; Bliese 2000"
            ) { $0.icc1 },
            agreement(
                "icc2", "Reliability of units' means",
                "How far the means of \(units), can be told apart: ICC(2).", formula: "(MSB − MSW) ÷ MSB",
                source: "Bartko 1976; Bliese 2000"
            ) { $0.icc2 },
            agreement(
                "rwg", "Agreement within units",
                "How alike those of one unit answer the items of the index: the median of \(units), of r_wg(j) against answers spread evenly; less agreement than that counts as 0.",
                formula: "j(1 − q) ÷ (j(1 − q) + q), q the mean over j items of variance ÷ ((A² − 1) ÷ 12)",
                source: "James, Demaree and Wolf 1984"
            ) { $0.rwg },
        ]
    }

    private static func metric(
        _ name: String, _ title: String, _ index: Questionnaire.Index, _ definition: String, formula: String,
        denominator: String, source: String, interval: String, protection: Metric.Protection,
        survey: Metric.SurveyNeed? = nil, figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: "survey.\(name):\(index.id)", family: "Survey", title: "\(title): \(index.title)",
                unit: "coefficient",
                definition: definition, formula: formula, numerator: "", denominator: denominator,
                grain: "department × wave", direction: 0, source: source, interval: interval, sensitive: true,
                decimals: 2),
            slots: .waves, protection: protection, survey: survey, figure: figure)
    }
}

/// How alike the answers within the units below one are.
struct UnitAgreement: Sendable {
    var icc1: Double?
    var icc2: Double?
    var rwg: Double?
    /// Persons with an index in the units compared.
    var n = 0
}

/// The units below each unit that are compared with each other: of those that are shown, the ones with no shown unit
/// below them. They are a partition of their persons, and what is worked out from them follows from published figures.
struct ComparedUnits: Sendable {
    /// By unit.
    let below: [[Int]]

    init(mask: Mask, tree: TreeShape) {
        var below = [[Int]](repeating: [], count: tree.count)
        for node in stride(from: tree.count - 1, through: 0, by: -1) {
            var child = node + 1
            while child < Int(tree.end[node]) {
                if !below[child].isEmpty {
                    below[node] += below[child]
                } else if mask[child] == nil {
                    below[node].append(child)
                }
                child = Int(tree.end[child])
            }
        }
        self.below = below
    }

    /// Of an index in a wave, by unit; nil for fewer than two units.
    func agreements(_ index: Int, wave: Int, _ survey: SurveyStates) -> [UnitAgreement?] {
        let members = survey.members(index).filter { survey.item(0, wave, $0)[0] > 0 }
        var agreement = [Double?](repeating: nil, count: below.count)
        for node in Set(below.joined()) {
            agreement[node] = rwg(
                items: members.map { place in
                    let state = survey.item(node, wave, place)
                    return (
                        UnitSums(n: Int(state[0]), sum: Int128(state[1]), sumOfSquares: Int128(state[2])),
                        survey.items[place].scale.range.count
                    )
                })
        }
        return below.map { units in
            guard units.count >= 2 else { return nil }
            let sums = units.map { unit in
                let state = survey.index(unit, wave, index)
                return UnitSums(n: Int(state.n), sum: state.sum, sumOfSquares: state.squares)
            }
            let correlation = intraclassCorrelation(sums)
            return UnitAgreement(
                icc1: correlation?.icc1, icc2: correlation?.icc2,
                rwg: medianType7(units.compactMap { agreement[$0] }.sorted()), n: sums.reduce(0) { $0 + $1.n })
        }
    }
}
