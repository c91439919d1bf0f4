internal import Results

/// Conversations between employees and managers.
extension Participation {
    static let checkIns: [Metric] = [
        .ofWorkingLife(
            "participation.checkin_coverage", "Participation", "Employees with a one-to-one",
            "Employees with at least one one-to-one in the month per 100 of the month's average headcount; over longer periods "
                + "the mean of the months, by their days.",
            of: ("employees with a one-to-one in the month", "average headcount"),
            interval: "ratio of clustered sums", needs: .checkIns, protection: .coverage
        ) { figures, node, window in
            let covered = figures.distinct(.coveredDays, node, window)
            return .clustered(
                .coverage, covered, over: figures.sum(.personDays, node, window), scale: 100,
                printed: (Double(covered) / figures.days(window), figures.averageHeadcount(node, window)), figures,
                node, window)
        }
    ]

    static let reviews: [Metric] = [
        .ofWorkingLife(
            "participation.review_completion", "Participation", "Reviews completed",
            "Of every 100 reviews due in the period, those completed by the as-of day, late ones included.",
            of: ("reviews completed", "reviews due"), interval: "ratio of clustered sums", needs: .reviews,
            protection: .reviews
        ) {
            .clusteredShare(.reviews, $0.sum(.reviewsCompleted, $1, $2), of: $0.sum(.reviewsDue, $1, $2), $0, $1, $2)
        }
    ]
}
