import Configuration
import Framework
import Testing

@Suite struct QuestionnaireKeysTests {
    private func item(_ id: String, _ more: [(String, ConfigNode)] = []) -> ConfigNode {
        Nodes.map([("id", Nodes.text(id)), ("text", Nodes.text("How is it?"))] + more)
    }

    private func pipeline(_ items: [ConfigNode], indices: [(String, String)] = []) -> ConfigNode {
        Nodes.pipeline([
            (
                "questionnaire",
                Nodes.map([
                    ("id", Nodes.text("pulse")), ("title", Nodes.text("Pulse")),
                    ("items", ConfigNode(.list(items), at: Nodes.at(5))),
                    (
                        "indices",
                        ConfigNode(
                            .list(indices.map { Nodes.map([("id", Nodes.text($0.0)), ("title", Nodes.text($0.1))]) }),
                            at: Nodes.at(6))
                    ),
                ])
            )
        ])
    }

    @Test func scalesIndicesAndReversal() throws {
        let node = pipeline(
            [
                item("q1", [("index", Nodes.text("engagement"))]), item("q2", [("scale", Nodes.text("7"))]),
                item("q3", [("scale", Nodes.text("enps"))]), item("q4", [("scale", Nodes.text("0-10"))]),
                item("q5", [("scale", Nodes.text("yes_no")), ("reversed", Nodes.text("true"))]),
            ], indices: [("engagement", "Engagement")])
        let questionnaire = try #require(try Nodes.decode(node).questionnaire)
        #expect(questionnaire.items.map(\.scale) == [.points(5), .points(7), .enps, .zeroToTen, .yesNo])
        #expect(questionnaire.items.map(\.index) == ["engagement", nil, nil, nil, nil])
        #expect(questionnaire.items.map(\.reversed) == [false, false, false, false, true])
        #expect(questionnaire.indices == [.init(id: "engagement", title: "Engagement")])
    }

    @Test func stagesAndFactors() throws {
        let index = Nodes.map([
            ("id", Nodes.text("growth")), ("title", Nodes.text("Growth")), ("stage", Nodes.text("development")),
            ("factor", Nodes.text("purpose")),
        ])
        func pulse(_ stage: String) -> ConfigNode {
            Nodes.pipeline([
                (
                    "questionnaire",
                    Nodes.map([
                        ("id", Nodes.text("pulse")),
                        (
                            "items",
                            ConfigNode(
                                .list([item("q1", [("stage", Nodes.text(stage))]), item("q2")]), at: Nodes.at(5))
                        ), ("indices", ConfigNode(.list([index]), at: Nodes.at(6))),
                    ])
                )
            ])
        }
        let questionnaire = try #require(try Nodes.decode(pulse("onboarding")).questionnaire)
        #expect(questionnaire.items.map(\.stage) == [.onboarding, nil])
        #expect(questionnaire.items.map(\.factor) == [nil, nil])
        #expect(questionnaire.indices.map(\.stage) == [.development])
        #expect(questionnaire.indices.map(\.factor) == [.purpose])
        let error = #expect(throws: ConfigurationError.self) { try Nodes.decode(pulse("onbording")) }
        #expect("\(try #require(error))".contains("onboarding"))
    }

    @Test func theItemOfTheIntentToStay() throws {
        let stay = Nodes.map([
            ("id", Nodes.text("pulse")), ("title", Nodes.text("Pulse")), ("intent_to_stay", Nodes.text("q1")),
            ("items", ConfigNode(.list([item("q1")]), at: Nodes.at(5))),
        ])
        let node = Nodes.pipeline([("questionnaire", stay)])
        #expect(try Nodes.decode(node).questionnaire?.intentToStay == "q1")
        #expect(try Nodes.decode(pipeline([item("q1")])).questionnaire?.intentToStay == nil)
    }

    /// Published engagement indices have the shape that their publishers gave them.
    @Test func publishedEngagementIndices() throws {
        func refusal(_ more: [(String, ConfigNode)], items: Int = 5, scale: String = "5") -> String? {
            let names = ["leaders", "supervisors", "work", "empty"]
            let asked = names.dropLast().flatMap { name in
                (0..<items).map {
                    item("\(name)\($0)", [("index", Nodes.text(name)), ("scale", Nodes.text(scale))])
                }
            }
            let questionnaire = Nodes.map(
                [
                    ("id", Nodes.text("pulse")), ("title", Nodes.text("Pulse")),
                    ("items", ConfigNode(.list(asked), at: Nodes.at(5))),
                    (
                        "indices",
                        ConfigNode(
                            .list(names.map { Nodes.map([("id", Nodes.text($0)), ("title", Nodes.text($0))]) }),
                            at: Nodes.at(6))
                    ),
                ] + more)
            return Nodes.refusal(Nodes.pipeline([("questionnaire", questionnaire)]))
        }
        func fevs(_ names: [String]) -> [(String, ConfigNode)] { [("fevs_engagement", Nodes.list(names))] }
        #expect(refusal(fevs(["leaders", "supervisors", "work"])) == nil)
        #expect(refusal(fevs(["leaders", "supervisors"]))?.contains("expected three different indices") == true)
        #expect(refusal(fevs(["leaders", "leaders", "work"]))?.contains("expected three different indices") == true)
        #expect(refusal(fevs(["leaders", "supervisors", "empty"]))?.contains("expected three different") == true)
        #expect(refusal(fevs(["leaders", "supervisor", "work"]))?.contains("did you mean \"supervisors\"?") == true)
        let csps = [("csps_engagement", Nodes.text("work"))]
        #expect(refusal(csps) == nil)
        #expect(refusal(csps, items: 4)?.contains("expected five on 5 points") == true)
        #expect(refusal(csps, scale: "7")?.contains("expected five on 5 points") == true)
        #expect(refusal([("csps_engagement", Nodes.text("works"))])?.contains("did you mean \"work\"?") == true)
    }

    @Test func aScaleForAllItems() throws {
        let node = Nodes.pipeline([
            (
                "questionnaire",
                Nodes.map([
                    ("trivsel", Nodes.text("1")), ("id", Nodes.text("pulse")), ("scale", Nodes.text("7")),
                    (
                        "items",
                        ConfigNode(.list([item("q1"), item("q2", [("scale", Nodes.text("enps"))])]), at: Nodes.at(5))
                    ),
                ])
            )
        ])
        #expect(try Nodes.decode(node).questionnaire?.items.map(\.scale) == [.points(7), .enps])
    }

    @Test func whatDoesNotHoldTogetherIsRefused() {
        #expect(Nodes.refusal(pipeline([item("q1"), item("q1")]))?.contains("id \"q1\" is used twice") == true)
        #expect(
            Nodes.refusal(pipeline([item("q1", [("index", Nodes.text("engagment"))])], indices: [("engagement", "E")]))?
                .contains("did you mean \"engagement\"?") == true)
        #expect(Nodes.refusal(pipeline([item("Q 1")]))?.contains("expected short name") == true)
        #expect(
            Nodes.refusal(pipeline([item("q1", [("scale", Nodes.text("6"))])]))?.contains("expected 4, 5, 7") == true)
        #expect(Nodes.refusal(pipeline([]))?.contains("found an empty list") == true)
        let stay = Nodes.map([
            ("id", Nodes.text("pulse")), ("title", Nodes.text("Pulse")), ("intent_to_stay", Nodes.text("q11")),
            ("items", ConfigNode(.list([item("q1")]), at: Nodes.at(5))),
        ])
        #expect(Nodes.refusal(Nodes.pipeline([("questionnaire", stay)]))?.contains("intent_to_stay") == true)
    }
}
