public import Columnar

/// Tables of `2-normalize` about a working life beyond employment, absence and events. Those of persons are sorted by
/// person key, as the others are, and hold only rows of persons of the employees dataset.
extension Normalized {
    public static let checkIns = TableSchema(
        name: "normalize.check_ins", version: 1, grain: "one conversation between an employee and a manager",
        personLevel: true, sortedBy: ["person_key", "day"],
        fields: [
            Field("person_key", .int64, "employee"),
            Field("day", .day, unit: "day", "day of the conversation"),
            Field("kind", .string, "kind of the conversation, `one_to_one` where none is said"),
            Field("held", .bool, "it took place, which it did where nobody says that it did not"),
        ])

    public static let reviews = TableSchema(
        name: "normalize.reviews", version: 1, grain: "one person in one round of reviews", personLevel: true,
        sortedBy: ["person_key", "due_day"],
        fields: [
            Field("person_key", .int64, "employee"),
            Field("due_day", .day, unit: "day", "last day in time, of the row or the latest of its round"),
            Field("kind", .string, "kind of the review, `review` where none is said"),
            Field("completed_day", .day, optional: true, unit: "day", "day on which it was completed"),
            Field("completed", .bool, "it has such a day, or is said to be completed"),
        ])

    public static let onboardingSteps = TableSchema(
        name: "normalize.onboarding_steps", version: 1, grain: "one step of one new employee", personLevel: true,
        sortedBy: ["person_key", "due_day"],
        fields: [
            Field("person_key", .int64, "new employee"),
            Field("due_day", .day, unit: "day", "last day in time"),
            Field("kind", .string, "kind of the step, `step` where none is said"),
            Field("done_day", .day, optional: true, unit: "day", "day on which it was done"),
            Field("done", .bool, "it has such a day, or is said to be done"),
        ])

    public static let promotions = TableSchema(
        name: "normalize.promotions", version: 1, grain: "one move of one person to another position",
        personLevel: true, sortedBy: ["person_key", "day"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("day", .day, unit: "day", "first day in the new position"),
            Field("kind", .string, "promotion, lateral or demotion"),
        ])

    public static let recognitions = TableSchema(
        name: "normalize.recognitions", version: 1, grain: "one recognition of one person", personLevel: true,
        sortedBy: ["person_key", "day"],
        fields: [
            Field("person_key", .int64, "who is recognised"),
            Field("day", .day, unit: "day", "day of the recognition"),
            Field("kind", .string, "kind of the recognition, `recognition` where none is said"),
        ])

    public static let exitInterviews = TableSchema(
        name: "normalize.exit_interviews", version: 1, grain: "one exit interview or survey of one person",
        personLevel: true, sortedBy: ["person_key", "day"],
        fields: [
            Field("person_key", .int64, "person"),
            Field("day", .day, unit: "day", "day of the interview or answer"),
            Field("form", .string, "interview or survey"),
            Field("would_recommend", .bool, optional: true, "would recommend the employer; absent = not answered"),
            Field("would_return", .bool, optional: true, "would come back; absent = not answered"),
        ])

    /// Candidates have no key here: nothing is asked of them one by one.
    public static let recruitment = TableSchema(
        name: "normalize.recruitment", version: 1,
        grain: "one application, or one opening with its number of applications", personLevel: true,
        sortedBy: ["department", "opening"],
        fields: [
            Field("department", .int32, "position in the tree; one for all rows of an opening"),
            Field("opening", .string, "id of the opening"),
            Field("application", .bool, "a row about one candidate"),
            Field("approved_day", .day, optional: true, unit: "day", "the opening was approved"),
            Field("posted_day", .day, optional: true, unit: "day", "it was advertised"),
            Field("applied_day", .day, optional: true, unit: "day", "the application"),
            Field("offered_day", .day, optional: true, unit: "day", "the offer"),
            Field("decided_day", .day, optional: true, unit: "day", "the offer was accepted or declined"),
            Field("outcome", .string, optional: true, "open, rejected, withdrawn, offered, accepted, declined"),
            Field("source", .string, "how the candidate came, `unknown` where nobody says"),
            Field("internal", .bool, optional: true, "the candidate was employed already; absent = not said"),
            Field(
                "applicants", .int32, optional: true, unit: "applications", "applications, as the opening's row says"),
        ])
}
