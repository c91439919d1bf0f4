/// What was asked, on which scale, and which index an item belongs to.
public struct Questionnaire: Sendable, Equatable {
    public enum Scale: Sendable, Equatable {
        /// Agreement on 4, 5 or 7 points, 1 = lowest.
        case points(Int)
        /// 0–10, answered as a number; `enps` marks the recommendation question.
        case zeroToTen
        case enps
        /// 1 = yes, 0 = no.
        case yesNo

        /// Lowest and highest answer.
        public var range: ClosedRange<Int> {
            switch self {
            case .points(let points): 1...max(points, 2)
            case .zeroToTen, .enps: 0...10
            case .yesNo: 0...1
            }
        }

        /// Answers counted as favourable and unfavourable (metrics.md section 6).
        public var favourable: ClosedRange<Int> {
            switch self {
            case .points(4): 3...4
            case .points(7): 6...7
            case .points(let points): max(points - 1, 2)...max(points, 2)
            case .zeroToTen, .enps: 7...10
            case .yesNo: 1...1
            }
        }

        /// Answers that are neither; nil where the scale has none.
        public var neutral: ClosedRange<Int>? {
            let (first, last) = (unfavourable.upperBound + 1, favourable.lowerBound - 1)
            return first <= last ? first...last : nil
        }

        public var unfavourable: ClosedRange<Int> {
            switch self {
            case .points: 1...2
            case .zeroToTen, .enps: 0...4
            case .yesNo: 0...0
            }
        }
    }

    public struct Item: Sendable, Equatable {
        public var id: String
        public var text: String
        public var scale: Scale
        public var index: String?
        public var reversed: Bool
        /// What it tells of; where it says nothing, what its index does.
        public var stage: LifecycleStage?
        public var factor: ExperienceFactor?
        public init(
            id: String, text: String, scale: Scale, index: String? = nil, reversed: Bool = false,
            stage: LifecycleStage? = nil, factor: ExperienceFactor? = nil
        ) {
            self.stage = stage
            self.factor = factor
            self.id = id
            self.text = text
            self.scale = scale
            self.index = index
            self.reversed = reversed
        }
    }

    public struct Index: Sendable, Equatable {
        public var id: String
        public var title: String
        /// What its items tell of, unless they say otherwise.
        public var stage: LifecycleStage?
        public var factor: ExperienceFactor?
        public init(
            id: String, title: String, stage: LifecycleStage? = nil, factor: ExperienceFactor? = nil
        ) {
            self.stage = stage
            self.factor = factor
            self.id = id
            self.title = title
        }
    }

    public var id: String
    public var title: String
    public var items: [Item]
    public var indices: [Index]
    /// Id of the item that asks whether somebody means to stay; nil where none does.
    public var intentToStay: String?
    /// Ids of the three indices that are the sub-factors of the FEVS Employee Engagement Index: leaders lead, supervisors,
    /// intrinsic work experience. Empty where the questionnaire has none.
    public var fevsEngagement: [String]
    /// Id of the index whose items are the five of the engagement index of the Civil Service People Survey; nil for none.
    public var cspsEngagement: String?

    public init(
        id: String, title: String, items: [Item], indices: [Index], intentToStay: String? = nil,
        fevsEngagement: [String] = [], cspsEngagement: String? = nil
    ) {
        self.intentToStay = intentToStay
        self.fevsEngagement = fevsEngagement
        self.cspsEngagement = cspsEngagement
        self.id = id
        self.title = title
        self.items = items
        self.indices = indices
    }
}
