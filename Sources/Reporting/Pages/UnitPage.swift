internal import HTML
internal import Results

/// The company page, or the page of one department.
struct UnitPage: Sendable {
    let context: PageContext
    let frame: PageFrame

    func bytes() -> [UInt8] {
        let findings = Findings(context)
        var chapters = [
            PeopleChapter(context: context).chapter(), TurnoverChapter(context: context).chapter(),
            AbsenceChapter(context: context).chapter(), ParticipationChapter(context: context).chapter(),
            SurveyChapter(context: context).chapter(),
        ]
        if let benchmark = BenchmarkChapter(context: context).chapter() { chapters.append(benchmark) }
        if context.dissolution != nil { chapters = Array(chapters.prefix(1)) }
        // In the order of the report, hidden ones in their place; what was not measured follows, a line each.
        let measured = chapters.filter { !$0.isMissing }
        let departments = context.dissolution == nil ? PeopleChapter(context: context).departments() : nil
        let methods = Chapter(id: "methods", title: Wording.methods, rail: [Wording.methodsRail], figures: [])
        let all =
            measured + (departments.map { [$0] } ?? []) + notMeasured(chapters.filter(\.isMissing)) + [
                QualityChapter(context: context).chapter(), methods,
            ]
        return frame.page(context, title: context.name, skip: Wording.skip, skipTarget: "findings") { w in
            FirstScreen(context: context, findings: findings).write(into: &w)
            w.element(.nav, .class("toc"), .label(Wording.chapters)) { w in
                w.element(.ol) { w in
                    for (index, chapter) in all.enumerated() {
                        w.element(.li) { w in
                            w.element(.a, .href(Link(anchor: chapter.id))) { w in
                                w.text(.span, text: String(index + 1))
                                w.text(chapter.title)
                            }
                        }
                    }
                }
            }
            w.newline()
            for (index, chapter) in all.enumerated() {
                chapter.write(number: index + 1, into: &w) { w in
                    if chapter.id == "methods" { definitions(&w) }
                    if chapter.id == "quality" { more("quality.html", Wording.qualityMore, &w) }
                }
            }
        }
    }

    private func notMeasured(_ chapters: [Chapter]) -> [Chapter] {
        guard let first = chapters.first else { return [] }
        if chapters.count == 1 { return [first] }
        return [
            Chapter(
                id: "missing", title: Wording.notMeasuredChapter, rail: [Wording.notMeasuredRail], figures: [],
                lines: chapters.map(\.line).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        ]
    }

    private func more(_ page: String, _ text: String, _ w: inout MarkupWriter) {
        w.element(.p, .class("one np")) { w in w.text(.a, .href(context.page(page)), text: text) }
    }

    /// The headline metrics in short.
    private func definitions(_ w: inout MarkupWriter) {
        w.element(.dl, .class("gloss full")) { w in
            for headline in context.edition.headlines {
                guard let description = context.edition.description(headline.metric) else { continue }
                w.element(.div) { w in
                    w.text(.dt, text: headline.title)
                    w.element(.dd) { w in
                        w.text(description.definition)
                        w.text(" ")
                        if let link = context.definition(headline.metric) {
                            w.element(.a, .href(link)) { w in w.text(.code, text: headline.metric) }
                        }
                    }
                }
            }
        }
        more("methods.html", Wording.methodsMore, &w)
    }
}
