/// Reasons for leaving as the export words them, with the class they belong to.
enum LeavingReason: UInt8, CaseIterable {
    case resigned, dismissed, redundant, failedProbation, retired, endOfFixedTerm, died, notStated

    enum Class: Int, CaseIterable {
        case voluntary, involuntary, other, unknown

        var name: String {
            switch self {
            case .voluntary: "voluntary"
            case .involuntary: "involuntary"
            case .other: "other"
            case .unknown: "unknown"
            }
        }
    }

    var leavingClass: Class {
        switch self {
        case .resigned: .voluntary
        case .dismissed, .redundant, .failedProbation: .involuntary
        case .retired, .endOfFixedTerm, .died: .other
        case .notStated: .unknown
        }
    }

    /// Empty where nobody wrote a reason down.
    var exported: String {
        switch self {
        case .resigned: "Egen oppsigelse"
        case .dismissed: "Oppsigelse fra arbeidsgiver"
        case .redundant: "Nedbemanning"
        case .failedProbation: "Ikke bestått prøvetid"
        case .retired: "Pensjon"
        case .endOfFixedTerm: "Utløp av midlertidig kontrakt"
        case .died: "Død"
        case .notStated: ""
        }
    }
}

/// A person of the company, over all employments.
struct Worker {
    let origin: UInt8
    let given: UInt8
    let surname: UInt8
    /// 0 woman, 1 man, 2 another or none stated.
    let gender: UInt8
    let country: String
    let birth: Int32
    /// Against the mean: how readily this person falls ill.
    let sickliness: Double
    let hasChildren: Bool
}

/// An employment without a gap. `last` is the last day employed.
struct Spell {
    static let open = Int32.max

    let worker: Int32
    let hire: Int32
    var last = Spell.open
    var reason = LeavingReason.notStated
}

/// What holds for a person from `validFrom` on.
struct Assignment: Equatable {
    var worker: Int32
    var spell: Int32
    var validFrom: Int32
    var unit: Int32
    /// The worker to report to, −1 for nobody.
    var manager: Int32 = -1
    /// FTE in percent.
    var fte: UInt8
    var location: UInt8
    var contract: Contract
    var level: UInt8
    var isManager = false

    enum Contract: UInt8 {
        case permanent, temporary, apprentice

        var exported: String {
            switch self {
            case .permanent: "Fast"
            case .temporary: "Midlertidig"
            case .apprentice: "Lærling"
            }
        }
    }
}
