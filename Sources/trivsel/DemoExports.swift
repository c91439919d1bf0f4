public import DemoCompany
public import Runs
import StageSupport

extension DemoCompanyError: StageError {
    public var exitCode: Int32 {
        switch self {
        case .outOfRange: ExitCode.usage
        default: ExitCode.cannotWrite
        }
    }
}

/// `trivsel demo`: the exports of an invented company.
enum DemoExports {
    static func perform(_ options: UmbrellaCommand.Demo, _ console: Console) throws {
        let story: DemoStory =
            switch options.story {
            case .nordlys: .nordlys
            case .none: .none
            case .planted: .planted
            }
        let company = InventedCompany(
            employees: options.employees, months: options.months, seed: options.seed, story: story,
            workingLife: options.workingLife)
        let summary = try company.write(to: options.out)
        console.progress(
            "\(options.out): \(summary.files.count) files, \(summary.closingHeadcount) employees, \(summary.departments) departments"
        )
    }
}
