/// A strict reader of the pages: every start tag has its end tag, every attribute a quoted value and a name used once,
/// every `<` and `&` is markup. Stops at the first fault.
struct StrictMarkup {
    struct Element {
        var tag: String
        var attributes: [String: String]
        var depth: Int
    }
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private(set) var elements: [Element] = []
    /// Text between tags, references resolved.
    private(set) var texts: [String] = []

    private static let void: Set<String> = ["meta", "br"]
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        try read()
    }

    private mutating func read() throws {
        guard starts("<!DOCTYPE html>\n") else { throw fault("no document type") }
        at += 16
        var open: [String] = []
        while at < bytes.count {
            if bytes[at] != UInt8(ascii: "<") {
                let text = try resolve(until: UInt8(ascii: "<"))
                if open.isEmpty, text != "\n" { throw fault("text outside the document") }
                texts.append(text)
                continue
            }
            if starts("</") {
                at += 2
                let name = word()
                guard open.popLast() == name, starts(">") else { throw fault("end tag of \(name) does not fit") }
                at += 1
                continue
            }
            at += 1
            let name = word()
            guard !name.isEmpty else { throw fault("a bare <") }
            var attributes: [String: String] = [:]
            while at < bytes.count, bytes[at] == UInt8(ascii: " ") {
                at += 1
                let key = word()
                guard !key.isEmpty, starts("=\"") else { throw fault("attribute of \(name) without a quoted value") }
                at += 2
                let value = try resolve(until: UInt8(ascii: "\""))
                at += 1
                guard attributes.updateValue(value, forKey: key) == nil else { throw fault("\(key) twice") }
            }
            elements.append(Element(tag: name, attributes: attributes, depth: open.count))
            if starts("/>") {
                at += 2
            } else if starts(">") {
                at += 1
                if name == "style" {
                    while at < bytes.count, !starts("</style>") { at += 1 }
                    at += 8
                } else if !Self.void.contains(name) {
                    open.append(name)
                }
            } else {
                throw fault("start tag of \(name) does not end")
            }
        }
        guard open.isEmpty else { throw fault("\(open) left open") }
    }

    private func fault(_ text: String) -> Fault {
        let around = bytes[max(0, at - 60)..<min(bytes.count, at + 60)]
        return Fault(description: "\(text) at byte \(at): …\(String(decoding: around, as: UTF8.self))…")
    }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { buffer in
            at + buffer.count <= bytes.count && bytes[at..<(at + buffer.count)].elementsEqual(buffer)
        }
    }

    private mutating func word() -> String {
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            let isName =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard isName else { break }
            at += 1
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func resolve(until end: UInt8) throws -> String {
        var text: [UInt8] = []
        while at < bytes.count, bytes[at] != end {
            let byte = bytes[at]
            if byte == UInt8(ascii: "&") {
                let references: [(StaticString, UInt8)] = [
                    ("&amp;", 38), ("&lt;", 60), ("&gt;", 62), ("&quot;", 34), ("&#39;", 39),
                ]
                guard let known = references.first(where: { starts($0.0) }) else { throw fault("a bare &") }
                text.append(known.1)
                at += known.0.utf8CodeUnitCount
                continue
            }
            if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { throw fault("a bare angle bracket") }
            if byte < 0x20, byte != 0x0A { throw fault("a control character") }
            text.append(byte)
            at += 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}
