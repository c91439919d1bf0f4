internal import Results
internal import Statistics

/// Openings, applications and offers, by the department of the opening.
enum Recruiting {
    /// - Parameter sources: how candidates came who accepted an offer, a point each.
    static func metrics(sources: [String]) -> [Metric] {
        [
            days(
                "recruitment.time_to_fill", "Time to fill",
                "Of the openings whose first offer was accepted in the period, the median of the days since they were approved.",
                of: "the median of the days from approval to acceptance (type 7)", .fills
            ) { $0.fill($1, $2) },
            days(
                "recruitment.time_to_hire", "Time to hire",
                "Of the offers accepted in the period, the median of the days since the application.",
                of: "the median of the days from application to acceptance (type 7)", .hires
            ) { $0.hire($1, $2) },
            metric(
                "recruitment.offer_acceptance", "Recruitment", "Offers accepted",
                "Of every 100 offers decided in the period, those accepted.", of: ("offers accepted", "offers decided"),
                interval: "Wilson", .offers
            ) { .share($0.sum(.offersAccepted, $1, $2), of: $0.sum(.offersDecided, $1, $2)) },
            applicants,
            metric(
                "development.internal_fill", "Development", "Openings filled from inside",
                "Of every 100 offers accepted in the period of which the origin is known, those by candidates who were employed "
                    + "already.",
                of: ("offers accepted by employees", "offers accepted, origin known"), interval: "Wilson", .origins
            ) { .share($0.sum(.hiredInside, $1, $2), of: $0.sum(.originKnown, $1, $2)) },
        ] + sources.enumerated().map(source)
    }

    private static let applicants = metric(
        "recruitment.applicants_per_opening", "Recruitment", unit: "applications", "Applicants per opening",
        "Applications so far for the openings posted in the period, else approved in it, ÷ these openings.",
        of: ("applications", "openings"), interval: "ratio of sums that cluster in openings", .openings,
        direction: 0, decimals: 1
    ) { figures, node, window in
        let openings = figures.sum(.openings, node, window)
        let applications = figures.sum(.applications, node, window)
        guard openings > 0 else { return Figure(value: nil, numerator: 0, denominator: 0, n: 0) }
        let estimate = clusteredRatio(
            n: Int(openings), a: Int128(applications), s: Int128(openings),
            aa: Int128(figures.sum(.applicationsSquared, node, window)), as: Int128(applications),
            ss: Int128(openings), contributors: Int(figures.sum(.openingsApplied, node, window)),
            quantiles: figures.t)
        return Figure(
            value: Double(applications) / Double(openings), numerator: Double(applications),
            denominator: Double(openings), n: Int(openings), low: estimate?.interval.low,
            high: estimate?.interval.high)
    }

    private static func source(_ place: Int, _ name: String) -> Metric {
        metric(
            "recruitment.source_mix#\(name)", "Recruitment", "Hires that came by \(name)",
            "Of every 100 offers accepted in the period, those of candidates who came by \(name).",
            of: ("offers accepted from \(name)", "offers accepted"), interval: "Wilson", .source(place), direction: 0
        ) { figures, node, window in
            .share(
                figures.recruitment?.hires(from: place, node, window, figures.grid) ?? 0,
                of: figures.sum(.offersAccepted, node, window))
        }
    }

    private static func days(
        _ id: String, _ title: String, _ definition: String, of what: String, _ protection: Metric.Activity,
        summary: @escaping @Sendable (RecruitmentFigures, Int, Int) -> SpellLengths.Summary?
    ) -> Metric {
        metric(
            id, "Recruitment", unit: "days", title, definition, of: (what, "1"), formula: what,
            source: "ISO 30414; Hyndman and Fan, type 7", interval: "", protection, direction: -1
        ) { figures, node, window in
            guard let found = figures.recruitment.flatMap({ summary($0, node, window) }), found.count > 0 else {
                return Figure(value: nil, n: 0)
            }
            return Figure(value: found.median, n: Int(found.count))
        }
    }

    private static func metric(
        _ id: String, _ family: String, unit: String = "%", _ title: String, _ definition: String,
        of parts: (String, String), formula: String? = nil, source: String = "ISO 30414", interval: String,
        _ protection: Metric.Activity, direction: Int = 1, decimals: Int = 0,
        figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        .ofWorkingLife(
            id, family, title, unit: unit, definition, of: parts, formula: formula, source: source,
            interval: interval, needs: .recruitment, protection: protection, direction: direction,
            decimals: decimals, figure: figure)
    }
}
