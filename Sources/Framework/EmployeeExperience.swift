/// The stages of an employment, in its order: where in it a metric, an item or an index tells how things are.
///
/// Source: Guru, "Employee experience: definition, strategies and benefits".
public enum LifecycleStage: String, CaseIterable, Sendable {
    case recruitment, onboarding, development, retention, offboarding
}

/// The four key factors of experience. Engagement is none of them: it is an outcome, which they explain.
///
/// Source: Guru, as above.
public enum ExperienceFactor: String, CaseIterable, Sendable {
    /// The relationship of manager and employee.
    case manager
    /// Purpose, with clear roles.
    case purpose
    /// Team and workplace culture.
    case culture
    case wellbeing
}
