internal import HTML
internal import Results

/// Every department by its place in the tree.
struct IndexPage: Sendable {
    /// Rows that leave a page under 300 KiB.
    static let most = 1200
    let context: PageContext
    let frame: PageFrame

    func bytes() -> [UInt8] {
        let edition = context.edition
        let shown = Self.units(edition.publication)
        let all = edition.publication.departments.count
        return frame.page(
            context, title: Wording.allUnits(context.isPublic), skip: Wording.skipToContent, skipTarget: "content"
        ) {
            w in
            w.element(.div, .class("plainpage"), .id("content")) { w in
                w.text(.h1, text: Wording.allUnits(context.isPublic))
                w.text(
                    .p, .class("stand"),
                    text: Wording.indexCount(Format.count(all), context.isPublic) + ". " + Wording.indexStand)
                if shown.count < all {
                    w.text(.p, .class("note"), text: Wording.indexCut(Format.count(shown.count), Format.count(all)))
                }
                if shown.contains(where: { !edition.hasPage[$0] }) { w.text(.p, .class("note"), text: Wording.noPage) }
                let columns = edition.headlines
                // The newest month that is closed for all of them.
                let periods = columns.map { edition.period(of: $0, in: shown) }
                var readings: [Reading] = []
                let rows = shown.map { unit -> DataTable.Row in
                    let ended = edition.flags.dissolution(of: unit)
                    let name =
                        ended.map { Wording.listedDissolved(edition.name(unit), Format.month($0.month)) }
                        ?? edition.name(unit)
                    return DataTable.Row(
                        cells: [.name(name, context.page(of: unit))]
                            + zip(columns, periods).map { headline, period -> TableCell in
                                if ended != nil { return .number("") }
                                let reading = edition.reading(headline.metric, unit, period)
                                readings.append(reading)
                                return .reading(reading, edition.unit(headline.metric))
                            },
                        names: unit == edition.root ? "us" : "", indent: edition.publication.departments[unit].depth)
                }
                DataTable(
                    columns: [.init(title: Wording.unitColumn(context.isPublic), isNumber: false)]
                        + zip(columns, periods).map { headline, period in
                            .init(
                                title: period == headline.period
                                    ? headline.title : Wording.titleAt(headline.title, period.short),
                                definition: context.definition(headline.metric))
                        }, rows: rows, isPlain: true
                ).write(
                    label: Wording.table(Wording.allUnits(context.isPublic)),
                    names: columns.isEmpty ? "tree" : "wide tree",
                    into: &w)
                if readings.contains(where: { $0.isHidden }) {
                    w.text(.p, .class("note"), text: Wording.hatchNote(readings.filter { $0.isHidden }))
                }
            }
        }
    }

    /// As many whole levels of the tree as a page can hold, and at least the first.
    static func units(_ publication: Publication) -> [Int] {
        let departments = publication.departments
        guard departments.count > Self.most else { return Array(departments.indices) }
        let depths = departments.map(\.depth).sorted()
        // None of the level that has no room as a whole; always the first level.
        let depth = max(1, (depths.last { $0 < depths[Self.most] }) ?? 1)
        return Array(departments.indices.filter { departments[$0].depth <= depth }.prefix(Self.most))
    }
}

/// Sources, reasons, findings, what is missing, settings.
struct QualityPage: Sendable {
    let context: PageContext
    let frame: PageFrame

    func bytes() -> [UInt8] {
        let publication = context.edition.publication
        let chapter = QualityChapter(context: context)
        return frame.page(context, title: Wording.dataQuality, skip: Wording.skipToContent, skipTarget: "content") {
            w in
            w.element(.div, .class("plainpage"), .id("content")) { w in
                w.text(.h1, text: Wording.dataQuality)
                w.text(.p, .class("stand"), text: Wording.qualityStand)
                w.text(.h2, text: Wording.rowsHeading)
                chapter.sources(byFile: publication.sources.count <= 400).write(into: &w)
                if let reasons = chapter.reasons() {
                    w.text(.h2, text: Wording.reasonsTitle)
                    reasons.write(into: &w)
                }
                if let headcount = chapter.headcount() {
                    w.text(.h2, text: Wording.headcountHeading)
                    headcount.write(into: &w)
                }
                w.text(.h2, text: Wording.findingsTitle)
                if publication.findings.isEmpty {
                    w.text(.p, text: Wording.findingsNone)
                } else {
                    chapter.findings(publication.findings).write(into: &w)
                }
                w.text(.h2, text: Wording.missingTitle)
                if publication.missing.isEmpty {
                    w.text(.p, text: Wording.missingNone)
                } else {
                    w.element(.ul, .class("one")) { w in
                        for line in publication.missing { w.text(.li, text: line) }
                    }
                }
                if !publication.settings.isEmpty {
                    w.text(.h2, text: Wording.settingsTitle)
                    DataTable(
                        columns: [
                            .init(title: Wording.setting, isNumber: false),
                            .init(title: Wording.settingValue, isNumber: false),
                        ],
                        rows: publication.settings.map { DataTable.Row(cells: [.text($0.name), .text($0.value)]) }
                    ).write(label: Wording.table(Wording.settingsTitle), into: &w)
                }
            }
        }
    }
}

/// Every metric of the catalogue, and the rules of the report itself.
struct MethodsPage: Sendable {
    let context: PageContext
    let frame: PageFrame

    func bytes() -> [UInt8] {
        let catalogue = context.edition.publication.catalogue
        return frame.page(context, title: Wording.methods, skip: Wording.skipToContent, skipTarget: "content") { w in
            w.element(.div, .class("plainpage"), .id("content")) { w in
                w.text(.h1, text: Wording.methods)
                w.text(.p, .class("stand"), text: Wording.methodsStand)
                w.text(.h2, .id("rules"), text: Wording.rulesTitle)
                w.element(.dl, .class("gloss")) { w in
                    let rules = [
                        Wording.ruleFindings(FlagMinimumWords(context.edition.publication.settings)),
                        Wording.ruleHidden,
                        Wording.rulePeriods, Wording.ruleRounding,
                        Wording.ruleCharts,
                    ]
                    for (name, rule) in zip(Wording.rulesNames, rules) {
                        w.element(.div) { w in
                            w.text(.dt, text: name)
                            w.text(.dd, text: rule)
                        }
                    }
                }
                if catalogue.isEmpty { w.text(.p, text: Wording.catalogueEmpty) }
                var families: [String] = []
                for metric in catalogue where !families.contains(metric.family) { families.append(metric.family) }
                var seen: Set<String> = []
                for family in families {
                    w.text(.h2, text: family)
                    w.element(.dl, .class("gloss")) { w in
                        for metric in catalogue where metric.family == family {
                            guard seen.insert(metric.id).inserted else { continue }
                            entry(metric, &w)
                        }
                    }
                }
            }
        }
    }

    private func entry(_ metric: MetricDescription, _ w: inout MarkupWriter) {
        w.element(.div, .class("def"), .id("m-" + metric.id)) { w in
            w.text(.dt, text: metric.title)
            w.element(.dd) { w in
                w.text(metric.definition + " " + Wording.directionWords(metric.direction))
                w.empty(.br)
                w.text(.code, text: metric.id)
                func line(_ name: String, _ words: String) {
                    guard !words.isEmpty else { return }
                    w.empty(.br)
                    w.text(.span, .class("src"), text: name + ": " + words)
                }
                line(Wording.formula, metric.formula)
                line(Wording.unitLabel, metric.unit)
                line(Wording.grain, metric.grain)
                line(Wording.intervalLabel, metric.interval.isEmpty ? Wording.none : metric.interval)
                line(Wording.sourceLabel, metric.source)
                if let base = metric.variantOf {
                    line(
                        Wording.variantLabel,
                        [base, metric.variant ?? ""].filter { !$0.isEmpty }.joined(separator: ", "))
                }
                line(Wording.stageLabel, (metric.stages ?? []).map(Wording.stageWord).joined(separator: ", "))
                line(Wording.factorLabel, (metric.factors ?? []).map(Wording.factorWords).joined(separator: ", "))
            }
        }
        w.newline()
    }
}

extension Wording {
    static let rowsHeading = "Rows"
}
