internal import Results

/// What those say who leave. All of it counts in the period of the last day employed, whenever it was said.
enum Offboarding {
    static let metrics: [Metric] = [
        share(
            "offboarding.exit_coverage", "Leavers with an exit interview",
            "Of every 100 leavers, those with an exit interview or survey.",
            of: ("leavers with an exit interview or survey", "leavers"), protection: .exits
        ) { figures, node, window in
            .share(
                figures.sum(.exitsCovered, node, window),
                of: MeasureStore.Sum.leaving.reduce(0) { $0 + figures.sum($1, node, window) })
        },
        share(
            "offboarding.would_recommend", "Leavers who would recommend the employer",
            "Of every 100 leavers who answered, those who would recommend the employer; of several answers the last.",
            of: ("leavers who would recommend the employer", "leavers who answered"), protection: .recommend
        ) { .share($0.sum(.recommend, $1, $2), of: $0.sum(.recommendAnswers, $1, $2)) },
        share(
            "offboarding.would_return", "Leavers who would come back",
            "Of every 100 leavers who answered, those who would come back; of several answers the last.",
            of: ("leavers who would come back", "leavers who answered"), protection: .wouldReturn
        ) { .share($0.sum(.wouldReturn, $1, $2), of: $0.sum(.returnAnswers, $1, $2)) },
    ]

    private static func share(
        _ id: String, _ title: String, _ definition: String, of parts: (String, String),
        protection: Metric.Activity, figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        .ofWorkingLife(
            id, "Offboarding", title, definition, of: parts, interval: "Wilson", needs: .exitInterviews,
            protection: protection, figure: figure)
    }
}
