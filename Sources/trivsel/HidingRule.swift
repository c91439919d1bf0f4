import Results

/// Which rule hides a cell, in words: its settings and nothing about the cell.
struct HidingRule {
    private let reason: SuppressionReason
    private let description: MetricDescription
    private let publication: Publication

    init(_ reason: SuppressionReason, _ description: MetricDescription, _ publication: Publication) {
        self.reason = reason
        self.description = description
        self.publication = publication
    }

    private func setting(_ name: String, _ otherwise: String) -> String {
        publication.settings.first { $0.name == name }?.value ?? otherwise
    }

    var lines: [(String, String)] {
        [("rule", rule), ("counts", "none are told: they would tell what is hidden.")]
    }

    private var rule: String {
        let minimum = setting("disclosure.minimum", String(publication.minimumPersons))
        switch reason {
        // One text for all that protects persons, so that which of them it was says no more than that it was one.
        case .groupMinimum, .remainder, .dominance, .extremeShare:
            return
                "A figure is shown of \(minimum) persons or more"
                + (description.sensitive
                    ? " (\(setting("disclosure.minimum_shares", "10")) for shares, reasons and answers), not where one or two persons make it up or nearly everybody is like the others, and not where it could be worked out from figures that are shown: of units above and below, of groups, of periods."
                    : ".")
        case .openPeriod:
            return
                "Sensitive figures are shown of closed periods only: a month is closed "
                + "\(setting("disclosure.close_after_days", "10")) days after its end, a wave at its closing date. Others are shown of running "
                + "periods for large units."
        case .grain:
            return
                "Absence is shown by month from an average headcount of \(setting("disclosure.absence_month_from", "50")), by "
                + "quarter from \(setting("disclosure.absence_quarter_from", "25")), over twelve months from "
                + "\(setting("disclosure.absence_year_from", "10"))."
        case .publisher: return "The publisher of the imported table left it blank; its own rules are its protection."
        case .incomplete: return "A sum is shown where every part of it was published."
        case .insufficientHistory:
            return
                "A window is shown where it begins with the first month of which the data tell, or later; what lies before is "
                + "unknown and not 0. A change is shown from the second period or wave on."
        }
    }
}
