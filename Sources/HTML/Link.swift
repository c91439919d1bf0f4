/// A reference to a page of the same report, or to a place on a page. Always relative and percent-encoded: it can
/// name neither a scheme nor a host, whatever it is made from.
public struct Link: Sendable, Equatable, Hashable {
    /// What `href` holds.
    public let reference: String

    /// `folders` and `file` are single path components; `anchor` the id of an element.
    public init(folders: [String] = [], file: String, anchor: String? = nil) {
        var text = ""
        for folder in folders { text += Self.component(folder) + "/" }
        text += Self.component(file)
        if let anchor { text += "#" + Self.encoded(anchor) }
        reference = text
    }

    /// A place on the same page.
    public init(anchor: String) { reference = "#" + Self.encoded(anchor) }

    private static func component(_ text: String) -> String { text == ".." ? ".." : encoded(text) }

    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                for nibble in [byte >> 4, byte & 15] { bytes.append(nibble < 10 ? 48 + nibble : 55 + nibble) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
