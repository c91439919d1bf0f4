/// Formulas in words, in which every division has one reading.
enum FormulaWords {
    /// A part of a formula, in brackets where it is arithmetic itself: `(opening + closing) ÷ 2` divided by is
    /// `((opening + closing) ÷ 2)`; what already stands in brackets within it is not looked at.
    static func part(_ words: String) -> String {
        var depth = 0
        var isArithmetic = false
        for character in words {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            case "+", "−", "×", "÷": isArithmetic = isArithmetic || depth == 0
            default: break
            }
        }
        return isArithmetic ? "(\(words))" : words
    }
}
