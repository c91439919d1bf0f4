internal import Glibc

/// What a pipeline may say about its report.
public struct ReportSettings: Sendable, Equatable {
    /// Which pages are written beside index, data quality and methods.
    public enum Pages: Sendable, Equatable {
        case all
        /// The company page alone.
        case company
        /// The company page and that many levels of the tree below it.
        case levels(Int)
    }

    public var pages: Pages
    /// In place of the name in the publication.
    public var organisation: String?
    public var accent: AccentColour?
    /// One line at the foot of every page.
    public var footer: String?
    /// Of every file; folders get the search bits that belong to it.
    public var mode: UInt16

    public init(
        pages: Pages = .all, organisation: String? = nil, accent: AccentColour? = nil, footer: String? = nil,
        mode: UInt16 = 0o640
    ) {
        self.pages = pages
        self.organisation = organisation
        self.accent = accent
        self.footer = footer
        self.mode = mode
    }
}

/// A brand colour that can be seen on paper: contrast at least 3:1 against white. It carries no data.
public struct AccentColour: Sendable, Equatable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    /// `#rrggbb`. Throws `.accent` for another form or too little contrast.
    public init(_ text: String) throws(ReportError) {
        let digits = Array(text.utf8)
        let values = digits.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 7, digits[0] == UInt8(ascii: "#"), values.count == 6 else {
            throw .accent(found: String(text.prefix(20)), contrast: nil)
        }
        let channels = stride(from: 0, to: 6, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) }
        (red, green, blue) = (channels[0], channels[1], channels[2])
        let contrast = 1.05 / (luminance + 0.05)
        guard contrast >= 3 else { throw .accent(found: text, contrast: contrast) }
    }

    private init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// Relative luminance, WCAG 2.2.
    var luminance: Double { Self.luminance(red, green, blue) }

    static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Double {
        func linear(_ channel: UInt8) -> Double {
            let c = Double(channel) / 255
            return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Lightened towards white until it has 3:1 on dark paper (`#10181f`).
    var onDark: AccentColour {
        let paper = Self.luminance(0x10, 0x18, 0x1F)
        var colour = self
        while (colour.luminance + 0.05) / (paper + 0.05) < 4.5,
            colour.red < 255 || colour.green < 255 || colour.blue < 255
        {
            func lighter(_ channel: UInt8) -> UInt8 { channel + max(1, (255 - channel) / 10) * (channel < 255 ? 1 : 0) }
            colour = AccentColour(lighter(colour.red), lighter(colour.green), lighter(colour.blue))
        }
        return colour
    }
}
