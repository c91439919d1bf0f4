internal import Results

/// Moves to another position inside the organisation.
enum Development {
    static let metrics: [Metric] = [
        rate(
            "development.promotions", "Promotions", "Promotions per 100 of the average headcount.", .promotions,
            "promotions"),
        rate(
            "development.internal_moves", "Internal moves",
            "Moves to another position per 100 of the average headcount: promotions, lateral moves and demotions.",
            .internalMoves, "moves to another position"),
    ]

    private static func rate(
        _ id: String, _ title: String, _ definition: String, _ measure: MeasureStore.Sum, _ what: String
    ) -> Metric {
        .ofWorkingLife(
            id, "Development", title, definition, of: (what, "average headcount"), source: "ISO 30414",
            interval: "exact Poisson (Garwood) on the count", needs: .promotions, protection: .moves,
            isSensitive: false, decimals: 1
        ) {
            .rate(events: $0.sum(measure, $1, $2), per: $0.averageHeadcount($1, $2), persons: $0.persons($1, $2), $0)
        }
    }
}
