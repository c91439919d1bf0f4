internal import Results

extension Metric {
    /// A metric of the working life over windows of months, told apart by every demographic of persons.
    static func ofWorkingLife(
        _ id: String, _ family: String, _ title: String, unit: String = "%", _ definition: String,
        of parts: (String, String), formula: String? = nil, source: String = "Trivsel catalogue", interval: String,
        needs: MeasureNeeds.Groups, protection: Activity, direction: Int = 1, isSensitive: Bool = true,
        decimals: Int = 0, figure: @escaping @Sendable (Figures, Int, Int) -> Figure
    ) -> Metric {
        Metric(
            description: MetricDescription(
                id: id, family: family, title: title, unit: unit, definition: definition,
                formula: formula ?? "\(parts.0) ÷ \(parts.1)" + (unit == "%" ? " × 100" : ""), numerator: parts.0,
                denominator: parts.1, grain: "department × period", direction: direction, source: source,
                interval: interval, sensitive: isSensitive, decimals: decimals),
            slots: .windows(Participation.everyWindow), protection: .activity(protection), needs: needs,
            figure: figure)
    }
}
