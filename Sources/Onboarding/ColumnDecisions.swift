import Configuration

/// How dates and numbers of one column are written.
enum ColumnDecisions {
    /// The format that most cells fit, or the question which of two that fit equally well it is.
    ///
    /// - Parameter proven: the order of day and month that another column of the file proves.
    static func dateFormat(
        _ column: ColumnEvidence, proven: SourceDescription.DateFormat? = nil
    ) -> Decision<SourceDescription.DateFormat>? {
        guard column.isDates else { return nil }
        if column.dated == 0 {
            if column.compactDays >= column.serialDays {
                return Decision(.compact, "\(Plural.of(column.compactDays, "cell")) of eight digits, all days")
            }
            return Decision(
                .serial, "\(Plural.of(column.serialDays, "cell")) of five digits, as spreadsheets count days")
        }
        let best = column.dates.values.max() ?? 0
        func fits(_ format: SourceDescription.DateFormat) -> Int { column.dates[format] ?? 0 }
        for (strict, short, monthFirst) in orders {
            let dayFirst = max(fits(strict), fits(short ?? strict))
            let american = fits(monthFirst)
            guard max(dayFirst, american) == best, dayFirst + american > 0 else { continue }
            let chosen = fits(strict) == dayFirst ? strict : short ?? strict
            if dayFirst == american {
                if let proven, proven == monthFirst || proven == strict || proven == short {
                    return Decision(
                        proven == monthFirst ? monthFirst : chosen,
                        "\(Plural.of(best, "date")) fit both orders; another column of the file proves this one")
                }
                return Decision(
                    question: "\(chosen.rawValue) or \(monthFirst.rawValue)? \(Plural.of(best, "date")) "
                        + (best == 1 ? "fits both" : "fit both"))
            }
            let isDayFirst = dayFirst > american
            let against = abs(dayFirst - american)
            return Decision(
                isDayFirst ? chosen : monthFirst,
                "\(Grouped.text(max(dayFirst, american))) of \(Plural.of(column.filled, "cell")); "
                    + "\(Plural.of(against, "of them has", "of them have")) a \(isDayFirst ? "first" : "second") number "
                    + "above 12")
        }
        let order: [SourceDescription.DateFormat] = [
            .iso, .dotted, .dashedDayFirst, .slashedISO, .dottedShort, .dottedTwoDigitYear, .namedMonth,
            .namedMonthFirst,
        ]
        guard let format = order.first(where: { fits($0) == best }) else { return nil }
        return Decision(format, "\(Grouped.text(best)) of \(Plural.of(column.filled, "cell"))")
    }

    private static let orders:
        [(
            strict: SourceDescription.DateFormat, short: SourceDescription.DateFormat?,
            monthFirst: SourceDescription.DateFormat
        )] = [
            (.slashedDayFirst, .slashedDayFirstShort, .slashedMonthFirst),
            (.slashedTwoDigitYear, nil, .monthFirstTwoDigitYear),
        ]

    /// Whether a format is one of two that only a number above 12 tells apart.
    static func isOrdered(_ format: SourceDescription.DateFormat) -> Bool {
        orders.contains { $0.strict == format || $0.short == format || $0.monthFirst == format }
    }

    /// How the numbers of all `columns` are written: the plainest form that reads as many as any.
    static func numberForm(_ columns: [ColumnEvidence]) -> Decision<NumberForm>? {
        let numbers = columns.reduce(0) { $0 + $1.numeric }
        guard numbers > 0 else { return nil }
        func reads(_ form: NumberForm) -> Int { columns.reduce(0) { $0 + ($1.numbers[form] ?? 0) } }
        let best = NumberForm.allCases.map(reads).max() ?? 0
        let fitting = NumberForm.allCases.filter { reads($0) == best }
        guard let plainest = fitting.first else { return nil }
        let decimals = columns.reduce(0) { $0 + $1.numeric - $1.whole }
        if fitting.contains(.point), fitting.contains(.comma) {
            return Decision(.point, "\(Plural.of(numbers, "number")) without any mark")
        }
        // One mark with three digits behind it, everywhere: decimals or thousands.
        if fitting.contains(.point), fitting.contains(.commaWithPoint) {
            return Decision(question: question(numbers, decimals, point: true))
        }
        if fitting.contains(.comma), fitting.contains(.pointWithComma) {
            return Decision(question: question(numbers, decimals, point: false))
        }
        return Decision(plainest, "\(Grouped.text(best)) of \(Plural.of(numbers, "number"))")
    }

    private static func question(_ numbers: Int, _ marked: Int, point: Bool) -> String {
        let mark = point ? "a point" : "a comma"
        return
            "\".\" or \",\"? All marks in \(Plural.of(numbers, "number")) are \(mark) with three digits behind it: decimals, "
            + "or thousands (then give thousands_mark: \"\(point ? "." : ",")\" too)"
    }
}
