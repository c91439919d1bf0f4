internal import HTML
internal import Results

/// Quiet findings about the shape of the organisation: units that ended, units that grew by moves.
struct Reshaping: Sendable {
    let findings: [Findings.Finding]

    init(_ context: PageContext) {
        var list: [Findings.Finding] = []
        let edition = context.edition
        if let end = context.dissolution {
            list.append(Self.finding(Wording.ended(end), [], context))
        } else if let grown = YearOfFlow(context)?.grownByMoves(context) {
            list.append(Self.finding(grown.headline, [grown.evidence], context))
        }
        // The highest unit that ended in the last year speaks for those below it.
        let units = edition.publication.departments.indices
        let last = edition.headline(.headcount)?.period.month ?? 0
        var end = 0
        for unit in units where unit > context.unit && unit < edition.publication.departments[context.unit].end {
            guard unit >= end, list.isEmpty, let gone = edition.flags.dissolution(of: unit), gone.month > last - 12
            else { continue }
            end = edition.publication.departments[unit].end
            var finding = Self.finding(Wording.unitDissolved(edition.name(unit), Wording.ended(gone)), [], context)
            finding.link = context.page(of: unit).map { (Wording.unitPage(edition.name(unit)), $0) }
            list.append(finding)
        }
        findings = list
    }

    private static func finding(_ headline: String, _ evidence: [String], _ context: PageContext) -> Findings.Finding {
        Findings.Finding(
            tone: .neutral, headline: headline, evidence: evidence, lead: Wording.seeMore,
            link: (Wording.chapterLink("people"), Link(anchor: "people")), weight: 0)
    }
}

extension PageContext {
    /// How the page's unit ended; `nil` while it is alive.
    var dissolution: Dissolution? { edition.flags.dissolution(of: unit) }
}

extension Wording {
    static func ended(_ end: Dissolution) -> String {
        end.left == 0 && end.moved > 0
            ? dissolvedAllMoved(Format.month(end.month), end.moved) : dissolved(Format.month(end.month))
    }
}

/// Twelve months of a unit's flows, where every one of them is published.
struct YearOfFlow: Sendable {
    let month: Int
    let opening: Double
    let closing: Double
    let hires: Double
    let rehires: Double
    let leavers: Double
    let movesIn: Double
    let movesOut: Double

    init(
        month: Int, opening: Double, closing: Double, hires: Double, rehires: Double, leavers: Double, movesIn: Double,
        movesOut: Double
    ) {
        self.month = month
        (self.opening, self.closing, self.hires, self.rehires) = (opening, closing, hires, rehires)
        (self.leavers, self.movesIn, self.movesOut) = (leavers, movesIn, movesOut)
    }

    /// Ending with the month that the unit's headcount is shown for.
    init?(_ context: PageContext) {
        let edition = context.edition
        guard let headline = edition.headline(.headcount),
            case .month(let month) = edition.period(of: headline, in: context.unit)
        else { return nil }
        func sum(_ metric: String) -> Double? {
            var total = 0.0
            for reading in context.readings(metric, (month - 11...month).map(ReportPeriod.month)) {
                guard let value = reading.value else { return nil }
                total += value
            }
            return total
        }
        guard let opening = context.reading("headcount.opening", .month(month - 11)).value,
            let closing = context.reading("headcount.closing", .month(month)).value,
            let hires = sum("flow.hires"), let leavers = sum("flow.leavers"), let movesIn = sum("flow.moves_in"),
            let movesOut = sum("flow.moves_out")
        else { return nil }
        self.init(
            month: month, opening: opening, closing: closing, hires: hires, rehires: sum("flow.rehires") ?? 0,
            leavers: leavers, movesIn: movesIn, movesOut: movesOut)
    }

    var months: [Int] { Array((month - 11)...month) }
    var hasMoves: Bool { movesIn > 0 || movesOut > 0 }

    /// Net moves of a fifth of the unit and ten people, more than hiring brought.
    func grownByMoves(_ context: PageContext) -> (headline: String, evidence: String)? {
        let net = movesIn - movesOut
        guard !context.isCompany, opening > 0, net >= max(10, opening / 5), net > hires - leavers, closing > opening
        else { return nil }
        return (
            Wording.grewByMoves(context.name, Format.number(opening), Format.number(closing)),
            Wording.movesBehind(movesIn, movesOut, hires, leavers)
        )
    }
}
