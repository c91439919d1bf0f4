import CSV
import Columnar
import Configuration

/// An amount of absence and the days that it is spread over: nobody is absent for longer than they last.
struct AmountOfDays {
    /// Places in the table of the first day, the last day and, where the amount is a cell, the amount.
    let first: Int
    let last: Int
    let field: Int
    /// The cell operation, or behind the operations the measure.
    let place: Int
    /// Minutes of absence that a calendar day holds at most: a day of the export where it counts in days, else 24 hours.
    let minutesOfDay: Int64

    /// The amounts of a plan that stand beside a first and a last day; none but in absences.
    static func all(of plan: FilePlan) -> [AmountOfDays] {
        guard plan.source.dataset == .absences, let first = plan.schema.index(of: "first_day"),
            let last = plan.schema.index(of: "last_day"), let total = plan.schema.index(of: "minutes_total"),
            [first, last].allSatisfy({ day in plan.cells.contains { $0.field == day } })
        else { return [] }
        func amount(_ place: Int, _ numerator: Int64, _ denominator: Int64) -> AmountOfDays {
            // Above an hour the unit is a day.
            let unit = denominator > 0 ? (numerator + denominator - 1) / denominator : 0
            return AmountOfDays(
                first: first, last: last, field: total, place: place,
                minutesOfDay: unit > 60 && unit <= 1440 ? unit : 1440)
        }
        let cells = plan.cells.enumerated().compactMap { place, cell -> AmountOfDays? in
            guard cell.field == total, case .number(let numerator, let denominator, _, _) = cell.action else {
                return nil
            }
            return amount(place, numerator, denominator)
        }
        let measures = plan.measures.enumerated().map { place, measure in
            amount(plan.cells.count + place, measure.numerator, measure.denominator)
        }
        return cells + measures
    }
}
