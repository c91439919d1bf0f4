internal import Columnar
internal import Workforce

/// Something that happened to a person, of any dataset of a working life.
struct PersonHappening {
    enum Kind: UInt8 { case checkIn, review, step, move, recognition, exit }

    /// The day it counts by: due days of reviews and steps.
    var day: Int32
    var kind: Kind
    var flags: UInt8 = 0

    /// Of check-ins: a conversation of the usual kind. Those that were not held are no happenings.
    static let isOneToOne: UInt8 = 1
    /// Of reviews: completed by the as-of day. Of steps: done in time.
    static let isDone: UInt8 = 1
    /// Of moves.
    static let isPromotion: UInt8 = 1
    /// Of exit interviews: what was answered, and which answers were yes.
    static let saysRecommend: UInt8 = 1
    static let recommends: UInt8 = 2
    static let saysReturn: UInt8 = 4
    static let wouldReturn: UInt8 = 8
}

/// The datasets of a working life, in the order in which a person's happenings are met.
enum WorkingLife: String, CaseIterable {
    case checkIns = "check_ins"
    case reviews
    case onboardingSteps = "onboarding_steps"
    case promotions, recognitions
    case exitInterviews = "exit_interviews"

    var schema: TableSchema {
        switch self {
        case .checkIns: Normalized.checkIns
        case .reviews: Normalized.reviews
        case .onboardingSteps: Normalized.onboardingSteps
        case .promotions: Normalized.promotions
        case .recognitions: Normalized.recognitions
        case .exitInterviews: Normalized.exitInterviews
        }
    }

    /// The column of the day that rows count by.
    var day: String {
        switch self {
        case .reviews, .onboardingSteps: "due_day"
        default: "day"
        }
    }

    var metrics: [Metric] {
        switch self {
        case .checkIns: Participation.checkIns + Onboarding.checkIns
        case .reviews: Participation.reviews
        case .onboardingSteps: Onboarding.steps
        case .promotions: Development.metrics
        case .recognitions: Retention.recognition
        case .exitInterviews: Offboarding.metrics
        }
    }

    func stream(
        _ reader: TableReader, _ context: StreamContext, from lower: Int64, through upper: Int64
    ) throws -> any HappeningStream {
        switch self {
        case .checkIns: try PersonStream<CheckInColumns>(reader, context, from: lower, through: upper)
        case .reviews: try PersonStream<ReviewColumns>(reader, context, from: lower, through: upper)
        case .onboardingSteps: try PersonStream<StepColumns>(reader, context, from: lower, through: upper)
        case .promotions: try PersonStream<MoveColumns>(reader, context, from: lower, through: upper)
        case .recognitions: try PersonStream<RecognitionColumns>(reader, context, from: lower, through: upper)
        case .exitInterviews: try PersonStream<ExitColumns>(reader, context, from: lower, through: upper)
        }
    }
}

/// A person-sorted table whose rows are happenings.
protocol HappeningStream {
    func take(_ key: Int64, into rows: inout [PersonHappening]) throws
}

extension PersonStream: HappeningStream where Columns.Row == PersonHappening {}

private struct CheckInColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["day", "kind", "held"] }

    private let day: ColumnView<Int32>
    private let held: ColumnView<UInt8>
    private let kind: StringColumn
    /// By code.
    private let isOneToOne: [Bool]

    init(_ group: RowGroup, _ context: StreamContext) throws {
        day = try group.int32("day")
        held = try group.bool("held")
        let kind = try group.strings("kind")
        self.kind = kind
        isOneToOne = (0..<Int32(kind.dictionaryCount)).map { kind.string($0) == "one_to_one" }
    }

    /// One that was not held lies on no day at all.
    func row(_ i: Int) -> PersonHappening {
        let code = kind.codes[i]
        return PersonHappening(
            day: held.values[i] != 0 ? day.values[i] : Int32.min, kind: .checkIn,
            flags: code >= 0 && isOneToOne[Int(code)] ? PersonHappening.isOneToOne : 0)
    }
}

private struct ReviewColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["due_day", "completed_day", "completed"] }

    private let due: ColumnView<Int32>
    private let day: ColumnView<Int32>
    private let completed: ColumnView<UInt8>
    private let asOf: Int32

    init(_ group: RowGroup, _ context: StreamContext) throws {
        due = try group.int32("due_day")
        day = try group.int32("completed_day")
        completed = try group.bool("completed")
        asOf = context.asOf
    }

    func row(_ i: Int) -> PersonHappening {
        let isDone = completed.values[i] != 0 && (day[i] ?? asOf) <= asOf
        return PersonHappening(day: due.values[i], kind: .review, flags: isDone ? PersonHappening.isDone : 0)
    }
}

private struct StepColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["due_day", "done_day", "done"] }

    private let due: ColumnView<Int32>
    private let day: ColumnView<Int32>
    private let done: ColumnView<UInt8>

    init(_ group: RowGroup, _ context: StreamContext) throws {
        due = try group.int32("due_day")
        day = try group.int32("done_day")
        done = try group.bool("done")
    }

    /// Without a day of it, what is done counts as done in time; a finding says so.
    func row(_ i: Int) -> PersonHappening {
        let isDone = done.values[i] != 0 && (day[i] ?? due.values[i]) <= due.values[i]
        return PersonHappening(day: due.values[i], kind: .step, flags: isDone ? PersonHappening.isDone : 0)
    }
}

private struct MoveColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["day", "kind"] }

    private let day: ColumnView<Int32>
    private let kind: StringColumn
    /// By code.
    private let isPromotion: [Bool]

    init(_ group: RowGroup, _ context: StreamContext) throws {
        day = try group.int32("day")
        let kind = try group.strings("kind")
        self.kind = kind
        isPromotion = (0..<Int32(kind.dictionaryCount)).map { kind.string($0) == "promotion" }
    }

    func row(_ i: Int) -> PersonHappening {
        let code = kind.codes[i]
        return PersonHappening(
            day: day.values[i], kind: .move,
            flags: code >= 0 && isPromotion[Int(code)] ? PersonHappening.isPromotion : 0)
    }
}

private struct RecognitionColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["day"] }

    private let day: ColumnView<Int32>

    init(_ group: RowGroup, _ context: StreamContext) throws { day = try group.int32("day") }

    func row(_ i: Int) -> PersonHappening { PersonHappening(day: day.values[i], kind: .recognition) }
}

private struct ExitColumns: PersonColumns {
    static func names(_ context: StreamContext) -> [String] { ["day", "would_recommend", "would_return"] }

    private let day: ColumnView<Int32>
    private let recommends: ColumnView<UInt8>
    private let returns: ColumnView<UInt8>

    init(_ group: RowGroup, _ context: StreamContext) throws {
        day = try group.int32("day")
        recommends = try group.bool("would_recommend")
        returns = try group.bool("would_return")
    }

    func row(_ i: Int) -> PersonHappening {
        var flags: UInt8 = 0
        if let yes = recommends[i] {
            flags |= PersonHappening.saysRecommend | (yes != 0 ? PersonHappening.recommends : 0)
        }
        if let yes = returns[i] {
            flags |= PersonHappening.saysReturn | (yes != 0 ? PersonHappening.wouldReturn : 0)
        }
        return PersonHappening(day: day.values[i], kind: .exit, flags: flags)
    }
}
