import Columnar
import Configuration
import Framework
import Workforce

/// The ingested table of a canonical dataset; its last two columns are the provenance.
enum DatasetTable {
    static func schema(_ dataset: SourceDescription.Dataset, _ pipeline: Pipeline) throws -> TableSchema {
        switch dataset {
        case .employees: return Ingested.employees
        case .departments: return Ingested.departments
        case .absences: return Ingested.absences
        case .events: return Ingested.events
        case .participation: return Ingested.participation
        case .surveyInvitations: return Ingested.surveyInvitations
        case .absenceTotals: return Ingested.absenceTotals
        case .surveyTotals: return Ingested.surveyTotals
        case .headcountTotals: return Ingested.headcountTotals
        case .identities: return Ingested.identities
        case .assignments: return Ingested.assignments
        case .questionnaire: return Ingested.questionnaire
        case .exitInterviews: return Ingested.exitInterviews
        case .checkIns: return Ingested.checkIns
        case .reviews: return Ingested.reviews
        case .recruitment: return Ingested.recruitment
        case .onboardingSteps: return Ingested.onboardingSteps
        case .promotions: return Ingested.promotions
        case .recognitions: return Ingested.recognitions
        case .practices: return Ingested.practices
        case .technology: return Ingested.technology
        case .outcomes: return Ingested.outcomes
        case .benchmarks: return Ingested.benchmarks
        case .focusGroups: return Ingested.focusGroups
        case .leaveEntitlements: return Ingested.leaveEntitlements
        case .surveyResponses:
            guard let questionnaire = pipeline.questionnaire else {
                throw IngestError.configuration(
                    "\(pipeline.name): survey_responses needs a questionnaire; name one under questionnaire:")
            }
            return Ingested.surveyResponses(items: questionnaire.items.map(\.id))
        }
    }

    /// What the texts of a column are.
    static func kind(ofTextsIn column: String) -> TextPool.Kind {
        switch column {
        case "text", "title": .prose
        case "department", "from_department", "parent", "grandparent", "unit", "event", "opening", "session", "tool":
            .ids
        default: .words
        }
    }

    /// Whether rows for sums of others are what the dataset is made of.
    static func allowsTotals(_ dataset: SourceDescription.Dataset) -> Bool {
        switch dataset {
        case .absenceTotals, .surveyTotals, .benchmarks, .outcomes, .practices, .technology, .focusGroups: true
        default: false
        }
    }

    /// Columns whose end must not lie before their start.
    static func ranges(_ dataset: SourceDescription.Dataset) -> [(start: String, end: String)] {
        switch dataset {
        case .employees: [("hire_day", "last_day"), ("valid_from", "valid_to")]
        case .absences: [("first_day", "last_day")]
        case .assignments: [("valid_from", "valid_to")]
        case .recruitment:
            [("approved_day", "decided_day"), ("applied_day", "decided_day"), ("offered_day", "decided_day")]
        case .surveyInvitations: [("open_day", "close_day")]
        default: []
        }
    }
}
