import Results
import Testing

@Suite struct ExplanationTests {
    private func folder() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        let published = Disclosed.published(
            Figure(value: 16.12, numerator: 237, denominator: 1470, n: 1470, low: 14.1, high: 18.3))
        try PublishedFile(
            metrics: [PublishedFile.metric("turnover.total"), PublishedFile.metric("absence.rate", family: "Absence")],
            departments: [
                PublishedFile.department("R", name: "Nordlys", depth: 0),
                PublishedFile.department("D01", name: "Drift\u{1b}"),
            ],
            cells: [
                .init(metric: "absence.rate", department: "D01", period: "2026-03", disclosed: .suppressed(.remainder)),
                .init(metric: "turnover.total", department: "D01", period: "2026-02", disclosed: published),
                .init(metric: "turnover.total", department: "D01", period: "2026-03", disclosed: published),
            ],
            files: [
                .init(dataset: "employees", file: "employees.csv", sha256: "aaaa", rows: 1500),
                .init(dataset: "absences", file: "absences.csv", sha256: "bbbb", rows: 9),
            ],
            tables: [
                .init(stage: "1-ingest", name: "employees", rows: 1470, footerSHA256: "cccc"),
                .init(stage: "2-normalize", name: "assignments", rows: 1470, footerSHA256: "dddd"),
            ],
            notes: [
                .init(metric: "turnover.total", period: "2026-03", text: "A note on March."),
                .init(metric: "turnover.total", period: "2026-02", text: "A note on February."),
            ]
        ).write(to: folder.makeFolder("2026-03-31/3-aggregate") + "/published.parquet")
        // What lies in the earlier stages' folders by now is of another night.
        _ = folder.makeFolder("2026-03-31/1-ingest")
        try folder.write("2026-03-31/1-ingest/manifest.json", #"{"files": [{"file": "tomorrow.csv"}]}"#)
        return folder
    }

    private func explain(
        _ metric: String, _ department: String, _ period: String, in folder: ScratchFolder
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            "trivsel",
            ["explain", metric, "--department", department, "--period", period, "\(folder.path)/2026-03-31"])
    }

    @Test func aPublishedFigure() throws {
        let outcome = try explain("turnover.total", "D01", "2026-03", in: folder())
        #expect(outcome.exitCode == 0 && outcome.errors == "")
        for part in [
            "What turnover.total is.", "a ÷ b × 100", "16.12 %", "237 (leavers)", "1470 (average headcount)",
            "1470 persons",
            "14.1 to 18.3, 95 % (exact Poisson)", "disclosure.minimum", "employees.csv", "aaaa",
            "1-ingest/employees.parquet",
            "2-normalize/assignments.parquet", "3-aggregate/published.parquet", "D01 (Drift\\u{1b})",
            "A note on March.",
        ] {
            #expect(outcome.output.contains(part), "\(part)")
        }
        #expect(!outcome.output.contains("absences.csv"), "turnover is not made of absences")
        #expect(!outcome.output.contains("tomorrow.csv") && !outcome.output.contains("February"))
    }

    @Test func aSuppressedFigureHasNoNumbers() throws {
        let outcome = try explain("absence.rate", "D01", "2026-03", in: folder())
        #expect(outcome.exitCode == 0)
        #expect(
            outcome.output.contains("suppressed:remainder")
                && outcome.output.contains("or hidden so that such a number cannot be worked out."))
        #expect(outcome.output.contains("absences.csv"))
        #expect(!outcome.output.contains("\n  n ") && !outcome.output.contains("Who was counted"))
    }

    @Test(arguments: [
        ("turnover.totl", "D01", "2026-03", "did you mean \"turnover.total\"?", 64 as Int32),
        ("turnover.total", "D1", "2026-03", "did you mean \"D01\"?", 64),
        ("turnover.total", "D01", "2026-3", "did you mean \"2026-03\"?", 64),
        ("turnover.total", "D01", "wave:x", "there is \"2026-02\", \"2026-03\"", 64),
        ("turnover.total", "R", "2026-03", "there is no cell", 66),
    ])
    func whatIsNotThereIsNamedWithTheNearest(
        metric: String, department: String, period: String, advice: String, exitCode: Int32
    ) throws {
        let outcome = try explain(metric, department, period, in: folder())
        #expect(outcome.exitCode == exitCode)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(advice), "\(outcome.errors)")
    }
}
