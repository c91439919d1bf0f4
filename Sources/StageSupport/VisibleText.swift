/// Text from data, fit for a terminal.
public enum VisibleText {
    /// Control and direction characters as `\n`, `\t`, `\u{1b}`: no cell can move the cursor or turn the line around.
    public static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Console.isControl) else { return text }
        var visible = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": visible += "\\n"
            case "\r": visible += "\\r"
            case "\t": visible += "\\t"
            case let scalar where Console.isControl(scalar): visible += "\\u{\(String(scalar.value, radix: 16))}"
            default: visible.unicodeScalars.append(scalar)
            }
        }
        return visible
    }
}
