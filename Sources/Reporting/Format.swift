/// Numbers and dates as an English reader expects them. Rounded once, here, half away from zero.
enum Format {
    static let minus = "\u{2212}"

    /// `4,804`, `24.4`, `−12`; to `decimals` places.
    static func number(_ value: Double, decimals: Int = 0) -> String {
        Rounded(value, decimals: decimals)?.text(sign: value < 0 ? minus : "") ?? "–"
    }

    /// With a plus in front of what is above zero.
    static func signed(_ value: Double, decimals: Int = 0) -> String {
        Rounded(value, decimals: decimals)?.text(sign: value < 0 ? minus : "+") ?? "–"
    }

    /// The size of a number as it is shown.
    private struct Rounded {
        let whole: Int
        /// The digits behind the point, as a number.
        let rest: Int
        let places: Int

        /// `nil` for what is no number, or too large to be told apart from its neighbours.
        init?(_ value: Double, decimals: Int) {
            guard value.isFinite, abs(value) < 1e15 else { return nil }
            places = max(0, min(decimals, 6))
            var scale = 1.0
            for _ in 0..<places { scale *= 10 }
            let rounded = (abs(value) * scale).rounded()
            whole = Int((rounded / scale).rounded(.down))
            rest = Int(rounded - Double(whole) * scale)
        }

        /// The sign stands before everything but 0.
        func text(sign: String) -> String {
            // Sixteen digits, five commas, a point and six decimals at most.
            let digits = String(unsafeUninitializedCapacity: 32) { write(to: $0) }
            return whole == 0 && rest == 0 ? digits : sign + digits
        }

        private func write(to target: UnsafeMutableBufferPointer<UInt8>) -> Int {
            var count = Format.write(thousands: whole, to: target)
            guard places > 0 else { return count }
            target[count] = UInt8(ascii: ".")
            count += 1
            var left = rest
            for place in (count..<count + places).reversed() {
                target[place] = UInt8(48 + left % 10)
                left /= 10
            }
            return count + places
        }
    }

    static func count(_ value: Int) -> String { number(Double(value)) }

    static func thousands(_ whole: Int) -> String {
        String(unsafeUninitializedCapacity: 32) { write(thousands: max(0, whole), to: $0) }
    }

    /// Digits in groups of three, from the last one backwards. Returns their number.
    private static func write(thousands whole: Int, to target: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var digits = 1
        var bound = whole / 10
        while bound > 0 {
            digits += 1
            bound /= 10
        }
        let count = digits + (digits - 1) / 3
        var left = whole
        for place in (0..<count).reversed() {
            if (count - place) % 4 == 0 {
                target[place] = UInt8(ascii: ",")
            } else {
                target[place] = UInt8(48 + left % 10)
                left /= 10
            }
        }
        return count
    }

    /// Value with what belongs directly to it: `24.4%`, `+14`, `68`.
    static func value(_ value: Double, _ unit: Unit) -> String {
        switch unit.kind {
        case .percent: number(value, decimals: unit.decimals) + "%"
        case .points: signed(value, decimals: unit.decimals)
        case .plain: number(value, decimals: unit.decimals)
        }
    }

    /// A difference: `+9.8 pts` between percentages, else a signed number.
    static func change(_ difference: Double, _ unit: Unit) -> String {
        let text = signed(difference, decimals: unit.decimals)
        return unit.kind == .percent ? text + " pts" : text
    }

    /// The same without sign, for a sentence that says the direction: `9.8 points`, `14`.
    static func distance(_ difference: Double, _ unit: Unit) -> String {
        let text = number(abs(difference), decimals: unit.decimals)
        return unit.kind == .percent ? text + " percentage points" : text + " points"
    }

    /// `18.3–31.8%`; with words where an end is below zero. Rounded outwards.
    static func range(_ low: Double, _ high: Double, _ unit: Unit) -> String {
        let ends = outward(low, high, unit)
        switch unit.kind {
        case .percent:
            return number(ends.low, decimals: unit.decimals) + "–" + number(ends.high, decimals: unit.decimals) + "%"
        case .points:
            return signed(ends.low, decimals: unit.decimals) + " to " + signed(ends.high, decimals: unit.decimals)
        case .plain:
            let joint = ends.low < 0 ? " to " : "–"
            return number(ends.low, decimals: unit.decimals) + joint + number(ends.high, decimals: unit.decimals)
        }
    }

    /// The same in a sentence: `18.3 to 31.8%`.
    static func rangeInWords(_ low: Double, _ high: Double, _ unit: Unit) -> String {
        let ends = outward(low, high, unit)
        switch unit.kind {
        case .percent:
            return number(ends.low, decimals: unit.decimals) + " to " + number(ends.high, decimals: unit.decimals) + "%"
        case .points:
            return signed(ends.low, decimals: unit.decimals) + " to " + signed(ends.high, decimals: unit.decimals)
        case .plain:
            return number(ends.low, decimals: unit.decimals) + " to " + number(ends.high, decimals: unit.decimals)
        }
    }

    private static func outward(_ low: Double, _ high: Double, _ unit: Unit) -> (low: Double, high: Double) {
        var scale = 1.0
        for _ in 0..<unit.decimals { scale *= 10 }
        // A hair of tolerance, so that 18.3 kept in binary does not become 18.2.
        return ((low * scale + 1e-7).rounded(.down) / scale, (high * scale - 1e-7).rounded(.up) / scale)
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `October 2026`.
    static func month(_ index: Int) -> String { months[index.monthOfYear] + " " + String(index.year) }
    /// `Oct 2026`.
    static func shortMonth(_ index: Int) -> String { monthName(index) + " " + String(index.year) }
    /// `Oct`.
    static func monthName(_ index: Int) -> String { shortMonths[index.monthOfYear] }

    private static let shortMonths = months.map { String($0.prefix(3)) }

    /// `31 October 2026`, from `2026-10-31`; the text itself when it is no date.
    static func date(_ iso: String) -> String {
        let parts = iso.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return iso }
        return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }

    /// `A`, `A and B`, `A, B and C`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last else { return "" }
        return words.count == 1 ? last : words.dropLast().joined(separator: ", ") + " and " + last
    }
}

/// How a metric's values are written.
struct Unit: Sendable, Equatable {
    enum Kind: Sendable { case percent, points, plain }
    var kind: Kind
    var decimals: Int
    /// The words after a value in a sub line: `persons`, `score from 0 to 100`.
    var words: String

    init(_ kind: Kind, decimals: Int, words: String) {
        self.kind = kind
        self.decimals = max(0, min(decimals, 3))
        self.words = words
    }

    /// Whole things are counted.
    var isCount: Bool { kind == .plain && decimals == 0 }

    /// From the unit's name in the catalogue.
    init(named name: String, decimals: Int) {
        switch name {
        case "%": self.init(.percent, decimals: decimals, words: "%")
        case "points": self.init(.points, decimals: decimals, words: "points")
        default: self.init(.plain, decimals: decimals, words: name)
        }
    }
}

extension Int {
    /// Year and month of the year (0–11) of a month index.
    var year: Int { self >= 0 ? self / 12 : (self - 11) / 12 }
    var monthOfYear: Int { self - year * 12 }
}
