import Configuration
import Results

/// The settings of the run that shaped a figure, as aggregate echoed them. What is known to have no part in it is left out;
/// whatever is not known to have none is told.
struct ShapingSettings {
    let description: MetricDescription
    let breakdown: String
    let publication: Publication

    var lines: [(String, String)] {
        var lines = [("as_of", publication.asOf)]
        if publication.synthetic {
            lines.append(("synthetic", "true: the reporting minimum is 1 person"))
        }
        if publication.publicData { lines.append(("public_data", "true")) }
        return lines + publication.settings.filter { shapes($0.name) }.map { ($0.name, $0.value) }
    }

    private func shapes(_ setting: String) -> Bool {
        let id = description.id
        let family = description.family
        switch setting {
        case "calendar.country", "calendar.full_time_week_minutes": return family == "Absence"
        case "calendar.first_month", "calendar.fiscal_year_from": return family != "Survey" && family != "Benchmark"
        case "disclosure.close_after_days": return family != "Survey" && family != "Benchmark"
        case "disclosure.survey_open_days": return family == "Survey" || id == "participation.response_rate"
        case "disclosure.minimum_shares": return description.sensitive
        case "metrics.age_bands": return breakdown.hasPrefix("age_band=")
        case "metrics.tenure_bands": return breakdown.hasPrefix("tenure_band=")
        case "metrics.breakdowns": return !breakdown.isEmpty && PersonCounting.unit(of: breakdown) == nil
        case "metrics.bradford_bands": return id.hasPrefix("absence.bradford.")
        case "metrics.driver_replicates": return id.hasPrefix("survey.driver")
        case "metrics.index_answered_percent":
            return ["survey.index.", "survey.change:index", "survey.icc", "survey.driver"].contains(where: id.hasPrefix)
        case "metrics.short_absence_days":
            return ["absence.short", "absence.long", "absence.by_spell_length"].contains(where: id.hasPrefix)
        case "metrics.leaver_cost": return id.hasPrefix("turnover.cost")
        case "metrics.absence_classes", "metrics.merge_spells": return family == "Absence"
        default: break
        }
        if setting.hasPrefix("disclosure.absence_") { return family == "Absence" }
        if setting.hasPrefix("sources.") {
            if setting.hasSuffix(".leave_class") || setting.hasSuffix(".leave_kind") {
                return family == "Turnover" || id == "flow.leavers"
            }
            if setting.hasSuffix(".class") { return family == "Absence" }
        }
        return true
    }
}

/// What was left out before anything was counted, in the whole company: rows of the exports, and what the stages found.
struct LeftOut {
    let description: MetricDescription
    let publication: Publication

    /// Nothing where the publication names no sources.
    var text: String {
        let datasets = MetricInputs.datasets(of: description)
        let sources = publication.sources.filter { datasets?.contains($0.dataset) ?? true }
        guard !sources.isEmpty else { return "" }
        var table = AlignedTable(columns: [
            .init(title: "export"), .init(title: "rows read", right: true), .init(title: "passed on", right: true),
            .init(title: "set aside", right: true), .init(title: "duplicates", right: true),
            .init(title: "filtered", right: true),
        ])
        table.widest = 80
        for source in sources {
            table.rows.append(
                [source.file]
                    + [source.rowsIn, source.rowsOut, source.quarantined, source.duplicates, source.filtered]
                    .map { String($0) })
        }
        var text = "\nLeft out before counting, in the whole company\n" + table.text(indent: "  ")
        for source in sources where !source.reasons.isEmpty {
            let reasons = source.reasons.map { "\($0.reason) \($0.rows)" }.joined(separator: ", ")
            text += NamedLines.text([("set aside", "of \(source.file): \(reasons)")], indent: "  ")
        }
        let findings = publication.findings.filter { isAbout($0, sources, datasets) }
        if !findings.isEmpty {
            text += NamedLines.text(findings.map { (String($0.count), "\($0.location): \($0.message)") }, indent: "  ")
        }
        return text
    }

    private func isAbout(_ finding: QualityFinding, _ sources: [SourceQuality], _ datasets: Set<String>?) -> Bool {
        guard let datasets else { return true }
        return datasets.contains(finding.location) || sources.contains { $0.file == finding.location }
            || datasets.contains { finding.category.hasPrefix("\($0).") }
    }
}
