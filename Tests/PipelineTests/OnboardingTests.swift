import Glibc
import Testing

/// From a folder of exports to a report: init, answers, check, run.
@Suite struct OnboardingTests {
    /// The answers that only somebody who knows the company can give.
    private static func answer(_ line: String) -> String {
        guard let colon = line.firstIndex(of: ":"), line.contains(": TODO") else { return line }
        let key = line[..<colon].drop { $0 == " " }
        let indent = line.prefix { $0 == " " }
        let answers: [String: String] = [
            "organisation": "Nordlys", "country": "\"NO\"", "text": "As it was asked.",
        ]
        return answers[String(key)].map { "\(indent)\(key): \($0)" } ?? line
    }

    @Test func fromTheDemosExportsToItsReport() throws {
        let folder = try ScratchFolder()
        let exports = "\(folder.path)/exports"
        let demo = try ChildProcess.run(
            "trivsel", ["demo", "--employees", "200", "--months", "14", "--seed", "7", "--out", exports])
        #expect(demo.exitCode == 0)
        let begun = try ChildProcess.run("trivsel", ["init", exports, "--out", folder.path, "--language", "nb,en"])
        #expect(begun.exitCode == 0 && begun.output == "" && begun.errors == "")
        let pipeline = "\(folder.path)/nightly.yaml"

        // Nothing runs before the questions are answered, and each of them is named with its place.
        let early = try ChildProcess.run("trivsel", ["check", pipeline])
        #expect(early.exitCode == 78 && early.output == "")
        #expect(
            early.errors.contains("\(pipeline):3 \"organisation\"")
                && early.errors.contains("answer them and run again"))
        #expect(early.errors.split(separator: "\n").count == 1)

        // What is there is not written over.
        let again = try ChildProcess.run("trivsel", ["init", exports, "--out", folder.path])
        #expect(again.exitCode == 73 && again.errors.contains("there is such a file already"))

        var open: [String] = []
        for path in ["nightly.yaml", "questionnaire.yaml"]
            + ScratchFolder.names("\(folder.path)/sources").map({ "sources/\($0)" })
        {
            let text = try #require(ScratchFolder.text("\(folder.path)/\(path)"))
            let answered = text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.answer(String($0)) }
            open += answered.filter { $0.contains(": TODO") }
            _ = try folder.write(path, answered.joined(separator: "\n"))
        }
        #expect(open == [], "questions that the export answers")

        let check = try ChildProcess.run("trivsel", ["check", pipeline])
        #expect(check.exitCode == 0 && check.errors == "", "\(check.errors)")
        #expect(check.output.contains("page: \(folder.path)/work/check/nightly.html"))
        #expect(ScratchFolder.names("\(folder.path)/work/check") == ["nightly.html"], "no table is left")
        #expect(ScratchFolder.names("\(folder.path)/work") == ["check"])
        let page = try #require(ScratchFolder.text("\(folder.path)/work/check/nightly.html"))
        #expect(page.contains("default-src &#39;none&#39;") && page.contains("adds up") && !page.contains("<script"))
        #expect(page.contains("national_id") && !page.contains("nordlys.example"), "headers, but no cells")

        let run = try ChildProcess.run("trivsel", ["run", pipeline])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(ScratchFolder.text("\(folder.path)/work/2026-10-31/4-report/index.html") != nil)
    }

    @Test func aRefusalIsToldWithAllOthers() throws {
        let folder = try ScratchFolder()
        _ = folder.makeFolder("exports")
        _ = try folder.write("exports/staff.csv", "id,hired\n" + (1...9).map { "\($0),\($0).3.2020\n" }.joined())
        _ = try folder.write("exports/leave.csv", "id,from,kind\n1,2026-01-02,Secret\n2,2026-01-03,Secret\n")
        let pipeline = try folder.write(
            "p.yaml",
            """
            trivsel: 1
            organisation: A
            input: exports
            as_of: 2026-03-31
            public_data: true
            sources:
              - {name: staff, dataset: employees, files: staff.csv, columns: {person: id, hire_date: hired}}
              - {name: leave, dataset: absences, files: leave.csv, columns: {person: id, first_day: from, class: kind}}
            """)
        let page = "\(folder.path)/page.html"
        let check = try ChildProcess.run("trivsel", ["check", pipeline, "--page", page])
        #expect(check.exitCode == 65)
        #expect(
            check.errors.contains(
                "column \"hired\": expected a date like 2026-03-31, found a date like 31.03.2026 (d.m.yyyy)"))
        #expect(check.errors.contains("declare date_format: d.m.yyyy"))
        #expect(check.output.contains("also: leave.csv: 2 of 2 rows cannot be used"))
        #expect(check.output.contains("found a text of 6 letters"))
        let text = try #require(ScratchFolder.text(page))
        #expect(text.contains("staff.csv: 9 of 9 rows") && text.contains("leave.csv: 2 of 2 rows"))
        #expect(!text.contains("Secret") && !check.output.contains("Secret") && !check.errors.contains("Secret"))
        #expect(ScratchFolder.names(folder.path).sorted() == ["exports", "p.yaml", "page.html"])
    }

    @Test(arguments: [["check", "p.yaml"], ["ingest"]]) func valuesGoToATerminalOnly(command: [String]) throws {
        let isIngest = command == ["ingest"]
        let arguments =
            isIngest ? ["p.yaml", "--run", "work/2026-03-31", "--show-values"] : command + ["--show-values"]
        let outcome = try ChildProcess.run(isIngest ? "trivsel-ingest" : "trivsel", arguments)
        #expect(outcome.exitCode == 64 && outcome.output == "")
        #expect(outcome.errors.contains("--show-values: expected a terminal as standard output"))
    }
}
