import Configuration
import Onboarding
import StageSupport

/// `trivsel init`: a pipeline from a look at a folder of exports.
enum PipelineInit {
    static func perform(_ options: UmbrellaCommand.Initialise, _ console: Console) throws {
        let draft = try PipelineDraft(
            exports: options.exports, name: options.name, out: options.out, languages: options.languages)
        try draft.write(to: options.out)
        var table = AlignedTable(columns: [
            .init(title: "exports"), .init(title: "dataset"), .init(title: "columns", right: true),
            .init(title: "mapped", right: true), .init(title: "questions", right: true),
        ])
        for source in draft.sources {
            table.rows.append([
                source.files, source.dataset.isEmpty ? "?" : source.dataset, String(source.columns),
                String(source.mapped), String(source.questions),
            ])
        }
        for line in table.text().split(separator: "\n") { console.progress(String(line)) }
        for line in draft.passedOver { console.progress("passed over: \(line)") }
        let path = "\(options.out)/\(draft.files.first?.path ?? "")"
        console.progress(
            draft.questions == 0
                ? "\(path): no open questions; check it with trivsel check"
                : "\(path): \(draft.questions) open questions, marked \(OpenQuestions.mark); answer them, then trivsel check"
        )
    }
}
