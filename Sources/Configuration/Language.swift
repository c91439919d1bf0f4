/// A language that exports are written in.
public enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case norwegian = "nb"
    case danish = "da"
    case swedish = "sv"
    case german = "de"
}
