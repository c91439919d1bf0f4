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
