/// An attribute whose value is escaped when it is written. `style` and event handlers have no case here.
public struct Attribute: Sendable {
    enum Value: Sendable {
        case text(String)
        case number(Double)
        case integer(Int)
        case path(PathData)
        case segment(Double, Double, Double, Double)
        case omitted
    }

    let name: StaticString
    let value: Value

    init(_ name: StaticString, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// Writes nothing.
    public static var none: Attribute { Attribute("", .omitted) }

    /// Left out when empty.
    public static func `class`(_ names: String) -> Attribute {
        Attribute("class", names.isEmpty ? .omitted : .text(names))
    }
    public static func id(_ id: String) -> Attribute { Attribute("id", .text(id)) }
    public static func lang(_ code: String) -> Attribute { Attribute("lang", .text(code)) }
    public static func href(_ link: Link) -> Attribute { Attribute("href", .text(link.reference)) }
    public static func scope(_ scope: Scope) -> Attribute { Attribute("scope", .text(scope.rawValue)) }
    public static func tabIndex(_ index: Int) -> Attribute { Attribute("tabindex", .integer(index)) }
    public static func span(columns: Int) -> Attribute { Attribute("colspan", .integer(columns)) }

    public static func charset(_ name: String) -> Attribute { Attribute("charset", .text(name)) }
    public static func name(_ name: String) -> Attribute { Attribute("name", .text(name)) }
    public static func content(_ text: String) -> Attribute { Attribute("content", .text(text)) }
    public static func httpEquivalent(_ name: String) -> Attribute { Attribute("http-equiv", .text(name)) }

    public static func role(_ role: String) -> Attribute { Attribute("role", .text(role)) }
    public static func label(_ text: String) -> Attribute { Attribute("aria-label", .text(text)) }
    public static func labelled(by id: String) -> Attribute { Attribute("aria-labelledby", .text(id)) }
    public static let hidden = Attribute("aria-hidden", .text("true"))
    public static let currentPage = Attribute("aria-current", .text("page"))

    /// `col` or `row`, of a table's head cell.
    public enum Scope: String, Sendable { case column = "col", row }
}

/// Attributes of drawings. Numbers are written with at most one decimal.
extension Attribute {
    public static func viewBox(width: Int, height: Double) -> Attribute {
        Attribute("viewBox", .text("0 0 \(width) \(Int(height.finite.rounded(.up)))"))
    }
    public static func x(_ v: Double) -> Attribute { Attribute("x", .number(v)) }
    public static func y(_ v: Double) -> Attribute { Attribute("y", .number(v)) }
    public static func cx(_ v: Double) -> Attribute { Attribute("cx", .number(v)) }
    public static func cy(_ v: Double) -> Attribute { Attribute("cy", .number(v)) }
    public static func r(_ v: Double) -> Attribute { Attribute("r", .number(v)) }
    public static func width(_ v: Double) -> Attribute { Attribute("width", .number(v)) }
    public static func height(_ v: Double) -> Attribute { Attribute("height", .number(v)) }
    public static func d(_ path: PathData) -> Attribute { Attribute("d", .path(path)) }
    /// The `d` of a path that is one straight line; shorter than a `line` with its four attributes, of which a page has
    /// hundreds.
    public static func d(from x1: Double, _ y1: Double, to x2: Double, _ y2: Double) -> Attribute {
        Attribute("d", .segment(x1, y1, x2, y2))
    }
    public static let keepRight = Attribute("preserveAspectRatio", .text("xMaxYMax meet"))
}

/// The `d` of a path: moves, lines and closures, with coordinates to one decimal.
public struct PathData: Sendable, Equatable {
    private enum Step: Sendable, Equatable {
        case move(Double, Double)
        case line(Double, Double)
        case close
    }

    private var steps: [Step] = []

    public init() {}

    public var isEmpty: Bool { steps.isEmpty }

    public mutating func move(_ x: Double, _ y: Double) { steps.append(.move(x, y)) }
    public mutating func line(_ x: Double, _ y: Double) { steps.append(.line(x, y)) }
    public mutating func close() { steps.append(.close) }

    func write(to out: inout ByteText) {
        for step in steps {
            switch step {
            case .move(let x, let y): Self.write(UInt8(ascii: "M"), x, y, to: &out)
            case .line(let x, let y): Self.write(UInt8(ascii: "L"), x, y, to: &out)
            case .close: out.append(UInt8(ascii: "Z"))
            }
        }
    }

    /// One line, by one coordinate where it is level or upright.
    static func write(from x1: Double, _ y1: Double, to x2: Double, _ y2: Double, into out: inout ByteText) {
        write(UInt8(ascii: "M"), x1, y1, to: &out)
        if y1 == y2 {
            out.append(UInt8(ascii: "H"))
            out.appendCoordinate(x2)
        } else if x1 == x2 {
            out.append(UInt8(ascii: "V"))
            out.appendCoordinate(y2)
        } else {
            write(UInt8(ascii: "L"), x2, y2, to: &out)
        }
    }

    private static func write(_ command: UInt8, _ x: Double, _ y: Double, to out: inout ByteText) {
        out.append(command)
        out.appendCoordinate(x)
        out.append(UInt8(ascii: ","))
        out.appendCoordinate(y)
    }
}

extension Double {
    /// 0 instead of what no drawing can hold.
    var finite: Double { isFinite && abs(self) < 1e12 ? self : 0 }
}
