internal import Results

extension Retention {
    /// Who is seen.
    static let recognition: [Metric] = [
        .ofWorkingLife(
            "retention.recognition_reach", "Retention", "Persons recognised",
            "Of every 100 persons employed at any time in the period, those who were recognised in it, by themselves or with "
                + "their team.",
            of: ("distinct recipients", "persons employed"), interval: "Wilson", needs: .recognitions,
            protection: .recognition
        ) { .share($0.distinct(.recognised, $1, $2), of: $0.distinct(.persons, $1, $2)) }
    ]
}
