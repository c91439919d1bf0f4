/// Why somebody is absent, as far as any figure asks; diagnoses never get this far.
public enum AbsenceClass: String, Sendable, CaseIterable {
    case ownSickness = "own_sickness"
    case child
    case other
    case vacation
    case parental
    case unpaid
}
