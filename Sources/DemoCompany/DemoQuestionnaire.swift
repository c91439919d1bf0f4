/// The questionnaire of the demo company: twenty items on a five-point agree scale and the eNPS question.
/// `pipelines/questionnaires/nordlys.yaml` says the same to the pipeline.
public enum DemoQuestionnaire {
    public struct Item: Sendable {
        public let id: String
        public let text: String
        public let factor: Factor
        /// True where agreement is unfavourable.
        public let reversed: Bool
        /// Against a middle of 3.7 on the five-point scale, after recoding.
        let ease: Double
    }

    public enum Factor: String, CaseIterable, Sendable {
        case engagement, manager, growth, workload, belonging

        public var title: String {
            switch self {
            case .engagement: "Engagement"
            case .manager: "My manager"
            case .growth: "Growth"
            case .workload: "Workload and wellbeing"
            case .belonging: "Belonging"
            }
        }
    }

    public static let items: [Item] = [
        item(1, "I am proud to work for Nordlys.", .engagement, 0.3),
        item(2, "I would recommend Nordlys as a good place to work.", .engagement, 0.15),
        item(3, "My work gives me energy.", .engagement, -0.05),
        item(4, "I can see myself here in two years' time.", .engagement, 0),
        item(5, "I am willing to do more than my job asks for.", .engagement, 0.2),
        item(6, "My manager gives me useful feedback.", .manager, -0.1),
        item(7, "My manager rarely has time for me.", .manager, -0.2, reversed: true),
        item(8, "My manager treats everybody fairly.", .manager, 0.25),
        item(9, "I know what my manager expects of me.", .manager, 0.3),
        item(10, "I have learnt something new at work this half-year.", .growth, 0.2),
        item(11, "I have good chances of developing at Nordlys.", .growth, -0.3),
        item(12, "My skills are put to good use.", .growth, 0.1),
        item(13, "I get the training that my job needs.", .growth, -0.1),
        item(14, "My workload is manageable.", .workload, -0.3),
        item(15, "I can combine work and private life.", .workload, 0.15),
        item(16, "I have the tools I need to do my job well.", .workload, -0.05),
        item(17, "I feel well at work.", .workload, 0.15),
        item(18, "I can be myself at work.", .belonging, 0.4),
        item(19, "We help each other in my team.", .belonging, 0.45),
        item(20, "My opinion counts.", .belonging, -0.1),
    ]

    public static let recommendation =
        "How likely are you to recommend Nordlys as a place to work to a friend? (0–10)"

    private static func item(
        _ number: Int, _ text: String, _ factor: Factor, _ ease: Double, reversed: Bool = false
    ) -> Item {
        Item(id: "q\(number)", text: text, factor: factor, reversed: reversed, ease: ease)
    }
}
