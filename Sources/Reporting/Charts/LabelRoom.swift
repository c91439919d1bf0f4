/// How wide a text may become, before any browser has drawn it: 0.6 em a character of the widest fallback font.
enum LabelRoom {
    static let perCharacter = 7.8
    /// How much wider the same text is in the weight of what stands out.
    static let boldness = 1.14

    static func width(_ text: String) -> Double {
        if let units = plainUnits(text) { return units * perCharacter }
        var units = 0.0
        for character in text {
            let scalar = character.unicodeScalars.first?.value ?? 0
            // East Asian and emoji are as wide as they are high; W, M and @ nearly so.
            if scalar >= 0x2E80 || (0x1100..<0x1200).contains(scalar) {
                units += 1.75
            } else if "WM@%m+\u{2212}".contains(character) {
                units += 1.35
            } else {
                units += 1
            }
        }
        return units * perCharacter
    }

    /// Width in characters of a text of Latin letters and the signs that reports use, byte by byte; `nil` where letters
    /// may be put together of several scalars.
    private static func plainUnits(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { utf8 in
            var units = 0.0
            var at = 0
            while at < utf8.count {
                switch utf8[at] {
                case UInt8(ascii: "W"), UInt8(ascii: "M"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "m"),
                    UInt8(ascii: "+"):
                    units += 1.35
                    at += 1
                case ..<0x80:
                    units += 1
                    at += 1
                // Up to U+02FF, before the combining marks.
                case 0xC2...0xCB:
                    units += 1
                    at += 2
                case 0xE2 where at + 2 < utf8.count:
                    switch (utf8[at + 1], utf8[at + 2]) {
                    case (0x88, 0x92): units += 1.35
                    // Dashes, quotes, the ellipsis; arrows.
                    case (0x80, 0x90...0xA6), (0x86, _): units += 1
                    default: return nil
                    }
                    at += 3
                default: return nil
                }
            }
            return units
        }
    }

    /// `text` if it fits, else as much of it as fits and an ellipsis.
    static func fitted(_ text: String, _ room: Double) -> String {
        let clean = visible(text)
        if width(clean) <= room { return clean }
        var kept = ""
        for character in clean {
            if width(kept + String(character)) + perCharacter > room { break }
            kept.append(character)
        }
        while kept.hasSuffix(" ") { kept.removeLast() }
        return kept + "…"
    }

    /// Broken at words into at most `lines` lines, the last one cut if need be.
    static func wrapped(_ text: String, _ room: Double, lines: Int) -> [String] {
        var result: [String] = []
        var words = visible(text).split(separator: " ").map(String.init)
        while !words.isEmpty, result.count < lines {
            var line = words.removeFirst()
            if result.count == lines - 1 {
                line = fitted(([line] + words).joined(separator: " "), room)
                words = []
            } else {
                while let next = words.first, width(line + " " + next) <= room {
                    line += " " + next
                    words.removeFirst()
                }
                if width(line) > room { line = fitted(line, room) }
            }
            result.append(line)
        }
        return result
    }

    /// Without the marks that some languages stack on a letter beyond two, so that a label stays on its line.
    static func visible(_ text: String) -> String {
        if text.utf8.count <= 400, text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        if text.utf8.count <= 400, plainUnits(text) != nil { return text }
        var kept = ""
        for character in text.prefix(400) {
            var scalars = String.UnicodeScalarView()
            for scalar in character.unicodeScalars.prefix(8) { scalars.append(scalar) }
            kept += String(scalars)
        }
        return kept
    }
}

/// Moves labels apart that would lie over each other, as little as possible, within the chart.
enum Declutter {
    /// Top edges of blocks with the wanted tops and heights (in this order from above), moved so that none overlap.
    static func tops(_ wanted: [Double], heights: [Double], within range: ClosedRange<Double>, gap: Double = 4)
        -> [Double]
    {
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        var tops = wanted
        var floor = range.lowerBound
        for index in order {
            tops[index] = max(tops[index], floor)
            floor = tops[index] + heights[index] + gap
        }
        var ceiling = range.upperBound
        for index in order.reversed() {
            tops[index] = min(tops[index], ceiling - heights[index])
            ceiling = tops[index] - gap
        }
        return tops
    }
}
