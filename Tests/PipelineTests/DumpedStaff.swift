import FoundationEssentials

/// The staff as its HR system would dump it every night, made of the same company's effective-dated export.
struct DumpedStaff {
    /// What a dump shows of people who are not at work on its day.
    enum View {
        /// Those who will begin or have left within forty days, with the days that are known.
        case announced
        /// Nobody but those at work, and no word of their leaving.
        case presentOnly
    }

    private struct Spell {
        var number: String
        var hire: String
        var last: String?
        /// By the day from which each holds.
        var states: [(from: String, fields: [Substring])] = []
    }

    static let horizon = 40
    let header: [Substring]
    private var spells: [Spell] = []

    /// Reads the text of `employees_DATE.csv`. Rows that are wrong on purpose belong to numbers that nobody has.
    init(export: String) {
        let lines = export.split { $0.isNewline }
        header = (lines.first ?? "").drop { $0 == "\u{feff}" }.split(separator: ";", omittingEmptySubsequences: false)
        var places: [String: Int] = [:]
        for line in lines.dropFirst() {
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            guard fields.count == header.count, let number = fields.first, number.allSatisfy(\.isNumber),
                !number.hasPrefix("9")
            else { continue }
            let hire = Self.iso(field("hire_date", fields))
            let key = "\(number) \(hire)"
            if places[key] == nil {
                places[key] = spells.count
                let last = field("termination_date", fields)
                spells.append(Spell(number: String(number), hire: hire, last: last.isEmpty ? nil : Self.iso(last)))
            }
            guard let place = places[key] else { continue }
            spells[place].states.append((Self.iso(field("valid_from", fields)), fields))
        }
    }

    private func field(_ name: Substring, _ fields: [Substring]) -> Substring {
        header.firstIndex(of: name).map { fields[$0] } ?? ""
    }

    /// `2026-03-31` of `31.03.2026`.
    private static func iso(_ day: Substring) -> String { day.split(separator: ".").reversed().joined(separator: "-") }

    /// The days up to `end` on which anything changes; the first is where the history begins.
    func days(until end: String) -> [String] {
        var days: Set<String> = [end]
        for spell in spells {
            days.formUnion(spell.states.map(\.from))
            if let last = spell.last { days.insert(Self.day(last, plus: 1)) }
        }
        return days.filter { $0 <= end }.sorted()
    }

    /// The dump of a day, as text like the export's, without `valid_from`.
    func dump(of day: String, _ view: View) -> String {
        let reach = view == .announced ? Self.horizon : 0
        let soon = Self.day(day, plus: reach)
        let lately = Self.day(day, plus: -reach)
        let hidden = header.firstIndex(of: "valid_from")
        var text = header.enumerated().filter { $0.offset != hidden }.map { String($0.element) }.joined(separator: ";")
        text += "\r\n"
        for spell in spells where spell.hire <= soon && spell.last.map({ $0 >= lately }) ?? true {
            guard var fields = (spell.states.last { $0.from <= day } ?? spell.states.first)?.fields else { continue }
            let isTold = view == .announced && spell.last.map { $0 <= soon } ?? true
            for name in ["termination_date", "termination_reason"] where !isTold {
                if let place = header.firstIndex(of: Substring(name)) { fields[place] = "" }
            }
            text += fields.enumerated().filter { $0.offset != hidden }.map { String($0.element) }.joined(separator: ";")
            text += "\r\n"
        }
        return text
    }

    /// The export itself without what nobody at work on its day shows: who will come, and who was there for the last time.
    func known(on day: String) -> String {
        var text = header.joined(separator: ";") + "\r\n"
        for spell in spells where spell.hire <= day {
            for state in spell.states {
                var fields = state.fields
                for name in ["termination_date", "termination_reason"] where spell.last.map({ $0 >= day }) ?? false {
                    if let place = header.firstIndex(of: Substring(name)) { fields[place] = "" }
                }
                text += fields.joined(separator: ";") + "\r\n"
            }
        }
        return text
    }

    private static func day(_ iso: String, plus days: Int) -> String {
        let style = Date.ISO8601FormatStyle().year().month().day()
        guard let date = try? style.parse(iso) else { return iso }
        return style.format(date.addingTimeInterval(Double(days) * 86_400))
    }
}
