import Foundation
import Framework
import Results
import Testing

@testable import Aggregation

/// `docs/metrics.md` says what the program counts. Run with `TRIVSEL_RECORD=1` to write it anew; a run that writes fails,
/// so that the change is looked at.
@Suite struct MetricDocumentationTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/metrics.md")
    private static let begin = "<!-- metrics: generated -->\n"
    private static let end = "<!-- metrics: end -->"

    @Test func thePageIsInStep() throws {
        let found = try String(contentsOf: Self.page, encoding: .utf8)
        let parts = found.split(separator: Self.begin, maxSplits: 1, omittingEmptySubsequences: false)
        let rest = try #require(parts.last).split(separator: Self.end, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2 && rest.count == 2, "the markers of the generated part are gone")
        let text = parts[0] + Self.begin + "\n" + MetricDocumentation.markdown + Self.end + rest[1]
        if found == text { return }
        if ProcessInfo.processInfo.environment["TRIVSEL_RECORD"] == "1" {
            try Data(text.utf8).write(to: Self.page)
            Issue.record("docs/metrics.md was written anew; look at the change")
        } else {
            Issue.record("docs/metrics.md differs from the catalogue; run this test with TRIVSEL_RECORD=1")
        }
    }

    @Test func everyMetricSaysWhatItIs() {
        for metric in MetricDocumentation.catalogue {
            for text in [metric.title, metric.unit, metric.definition, metric.formula, metric.grain, metric.source] {
                #expect(!text.isEmpty, "\(metric.id)")
            }
            #expect(metric.definition.hasSuffix("."), "\(metric.id): a sentence")
        }
    }

    @Test func everyMetricSaysWhichEndIsBetterAndWhatItTellsOf() {
        for metric in MetricDocumentation.catalogue {
            #expect((-1...1).contains(metric.direction), "\(metric.id)")
            let stages = metric.stages ?? []
            #expect(!stages.isEmpty, "\(metric.id): no stage; give it one in MetricTags.swift")
            #expect(stages.allSatisfy { LifecycleStage(rawValue: $0) != nil }, "\(metric.id)")
            #expect(metric.factors?.allSatisfy { ExperienceFactor(rawValue: $0) != nil } == true, "\(metric.id)")
        }
        #expect(MetricTags.of("nothing.that_is_known") == nil)
    }

    @Test func aVariantIsOneOfAMetricThatThereIs() throws {
        let catalogue = MetricDocumentation.catalogue
        let ids = Set(catalogue.map(\.id))
        for metric in catalogue {
            #expect((metric.variantOf == nil) == (metric.variant == nil), "\(metric.id)")
            guard let base = metric.variantOf else { continue }
            #expect(ids.contains(base) && base != metric.id, "\(metric.id) is a variant of \(base)")
        }
        #expect(catalogue.count { $0.variantOf != nil } >= 30)
        let rolling = try #require(catalogue.first { $0.id == "turnover.rolling12.voluntary.two_point" })
        #expect(rolling.variantOf == "turnover.rolling12.voluntary" && rolling.variant == "two points")
        #expect(rolling.stages == ["retention", "offboarding"], "as the metric that it is a variant of")
    }

    @Test(arguments: [
        ("headcount.average", ["retention"], []), ("hires.gri_401_1", ["recruitment"], []),
        ("turnover.first_90_days", ["onboarding"], []), ("flow.moves_in", ["development"], []),
        ("flow.leavers", ["offboarding"], []), ("absence.rate_no", ["retention"], ["wellbeing"]),
        ("span_of_control.mean", ["retention"], ["manager"]), ("participation.reach12", ["retention"], ["culture"]),
        ("participation.response_rate", ["retention"], []), ("survey.enps", ["retention"], []),
        ("survey.score:q1", ["development"], ["wellbeing"]), ("survey.item:q2#4", ["onboarding"], ["manager"]),
        ("survey.change:score:q3", ["retention"], []), ("survey.index.growth", ["development"], ["wellbeing"]),
        ("survey.index.growth.item_mean", ["development"], ["wellbeing"]),
        ("survey.driver:enps:growth", ["development"], ["wellbeing"]),
        ("survey.alpha:engagement", ["retention"], []),
    ])
    func whatAMetricTellsOf(id: String, stages: [String], factors: [String]) throws {
        let questionnaire = Questionnaire(
            id: "s", title: "S",
            items: [
                .init(id: "q1", text: "One", scale: .points(5), index: "growth"),
                .init(
                    id: "q2", text: "Two", scale: .points(5), index: "growth", stage: .onboarding, factor: .manager),
                .init(id: "q3", text: "Three", scale: .points(5)),
            ],
            indices: [
                .init(id: "engagement", title: "Engagement"),
                .init(id: "growth", title: "Growth", stage: .development, factor: .wellbeing),
            ])
        let tags = try #require(MetricTags.of(id, questionnaire: questionnaire))
        #expect(tags.stages.map(\.rawValue) == stages && tags.factors.map(\.rawValue) == factors)
    }

    @Test(arguments: [
        ("scheduled minutes", "scheduled minutes"), ("(opening + closing) ÷ 2", "((opening + closing) ÷ 2)"),
        ("average headcount (person-days ÷ days)", "average headcount (person-days ÷ days)"),
        ("minutes worked + absent minutes", "(minutes worked + absent minutes)"),
        ("FTE-days ÷ 365.25", "(FTE-days ÷ 365.25)"), ("full-time equivalents", "full-time equivalents"),
    ])
    func partsOfFormulasHaveOneReading(words: String, part: String) {
        #expect(FormulaWords.part(words) == part)
    }

    /// Files of versions that did not say what a metric tells of are read as ever.
    @Test func descriptionsOfEarlierVersionsAreRead() throws {
        let metric = try #require(MetricDocumentation.catalogue.first { $0.variantOf != nil })
        let text = String(decoding: try JSONEncoder().encode(metric), as: UTF8.self)
        #expect(try JSONDecoder().decode(MetricDescription.self, from: Data(text.utf8)) == metric)
        var fields = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        for name in ["stages", "factors", "variantOf", "variant"] { #expect(fields.removeValue(forKey: name) != nil) }
        let earlier = try JSONDecoder().decode(
            MetricDescription.self, from: try JSONSerialization.data(withJSONObject: fields))
        #expect(earlier.id == metric.id && earlier.stages == nil && earlier.variantOf == nil)
    }
}
