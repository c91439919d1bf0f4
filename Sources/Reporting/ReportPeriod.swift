internal import Results

/// A period as cells name it.
enum ReportPeriod: Sendable, Hashable {
    /// Months are indexed year · 12 + (month − 1), quarters year · 4 + (quarter − 1).
    case month(Int)
    case rolling12(Int)
    case quarter(Int)
    case year(Int)
    case wave(String)
    case day(String)

    /// Ids of the periods that a unit may be shown in on another's page: the newest that can be closed and the year
    /// before them, the last three waves, quarters and years, the day itself.
    static func recent(in publication: Publication) -> Set<String> {
        let months = Set(publication.months.compactMap(monthIndex)).sorted().suffix(18)
        var ids = Set(publication.waves.suffix(3).map { ReportPeriod.wave($0).id })
        ids.insert(publication.asOf)
        for month in months {
            ids.insert(ReportPeriod.month(month).id)
            ids.insert(ReportPeriod.rolling12(month).id)
        }
        for year in Set(publication.months.compactMap(monthIndex).map(\.year)) {
            ids.insert(ReportPeriod.year(year).id)
            for quarter in 0..<4 { ids.insert(ReportPeriod.quarter(year * 4 + quarter).id) }
        }
        return ids
    }

    /// The period that a cell's period column names: the inverse of `id`.
    init(id: String) {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        if id.hasPrefix("wave:") {
            self = .wave(String(id.dropFirst(5)))
        } else if id.hasSuffix("/P12M"), let month = Self.monthIndex(String(id.dropLast(5))) {
            self = .rolling12(month)
        } else if parts.count == 2, let month = Self.monthIndex(id) {
            self = .month(month)
        } else if parts.count == 2, parts[1].utf8.count == 2, parts[1].hasPrefix("Q"), let year = Int(parts[0]),
            let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter)
        {
            self = .quarter(year * 4 + quarter - 1)
        } else if parts.count == 1, id.utf8.count == 4, let year = Int(id) {
            self = .year(year)
        } else {
            self = .day(id)
        }
    }

    /// The period column of the published table.
    var id: String {
        switch self {
        case .month(let month): Self.month(month)
        case .rolling12(let month): Self.month(month) + "/P12M"
        case .quarter(let quarter): Self.padded(quarter / 4, 4) + "-Q" + String(quarter % 4 + 1)
        case .year(let year): Self.padded(year, 4)
        case .wave(let id): "wave:" + id
        case .day(let date): date
        }
    }

    /// The same length of time a year earlier; `nil` where that is not a matter of counting.
    var yearBefore: ReportPeriod? {
        switch self {
        case .month(let month): .month(month - 12)
        case .rolling12(let month): .rolling12(month - 12)
        case .quarter(let quarter): .quarter(quarter - 4)
        case .year(let year): .year(year - 1)
        case .wave, .day: nil
        }
    }

    /// `October 2026`, `12 months to October 2026`, `2023`, `September 2026` for a wave named by its month.
    var words: String {
        switch self {
        case .month(let month): Format.month(month)
        case .rolling12(let month): Wording.twelveMonths(to: Format.month(month))
        case .quarter(let quarter): Wording.quarter(quarter % 4 + 1, year: quarter / 4)
        case .year(let year): String(year)
        case .wave(let id): Self.monthIndex(id).map(Format.month) ?? id
        case .day(let date): Format.date(date)
        }
    }

    /// After "in": `October 2026`, `the 12 months to October 2026`.
    var inSentence: String {
        switch self {
        case .rolling12, .quarter: Wording.definite(words)
        case .month, .year, .wave, .day: words
        }
    }

    /// A value and when: `16.1% on 31 October 2026.`
    func rail(_ value: String) -> String {
        if case .day = self { return Wording.onDay(value, words) }
        return Wording.rateRail(value, inSentence)
    }

    /// For a table's first column: `Oct 2026`, `Q3 2026`.
    var short: String {
        switch self {
        case .month(let month), .rolling12(let month): Format.shortMonth(month)
        case .quarter(let quarter): "Q\(quarter % 4 + 1) \(quarter / 4)"
        case .wave(let id): Self.monthIndex(id).map(Format.shortMonth) ?? id
        case .year, .day: words
        }
    }

    /// Month index of `2026-10` or `2026-10-31`; `nil` for anything else.
    static func monthIndex(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { utf8 in
            let dash = UInt8(ascii: "-")
            guard utf8.count >= 7, utf8[4] == dash, utf8.count == 7 || utf8[7] == dash,
                !utf8.dropFirst(8).contains(dash), let year = number(utf8[..<4]), let month = number(utf8[5..<7]),
                (1...12).contains(month)
            else { return nil }
            return year * 12 + month - 1
        }
    }

    /// What a few digits stand for; `nil` where something else is among them.
    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    private static func month(_ index: Int) -> String {
        padded(index.year, 4) + "-" + padded(index.monthOfYear + 1, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(max(0, number))
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
