import Testing

@Suite("Rules for the sources")
struct SourceRuleTests {
    /// A word that must not stand in delivered code, where it may all the same, and why not.
    struct Rule: Sendable, CustomTestStringConvertible {
        var word: String
        var allowedIn: [String] = []
        var reason: String
        var testDescription: String { word }
    }

    static let rules = [
        Rule(word: "import Foundation", reason: "60 MB and a slow start; FoundationEssentials has what is needed"),
        Rule(
            word: "import CYAML", allowedIn: ["Sources/StageSupport/YAMLText.swift"],
            reason: "so that it can be replaced in one file"),
        Rule(word: "import Yams", reason: "an alias in a key can keep it busy for years; libyaml's events are enough"),
        Rule(word: "import CCSV", allowedIn: ["Sources/CSV/"], reason: "C has one wrapper"),
        Rule(word: "import CSystem", allowedIn: ["Sources/Columnar/"], reason: "C has one wrapper"),
        Rule(word: "import CCrypto", allowedIn: ["Sources/Digests/"], reason: "C has one wrapper"),
        Rule(
            word: "import CCompress", allowedIn: ["Sources/Digests/", "Sources/Compression/"],
            reason: "C has one wrapper"),
        Rule(word: "print(", reason: "it cannot fail, so it must not write an output"),
        Rule(word: "fatalError(", reason: "foreign input ends in an error"),
        Rule(word: "try!", reason: "foreign input ends in an error"),
        Rule(word: "FileHandle", reason: "its writes trap or raise; outputs go through the checked writer"),
        Rule(
            word: "TODO", allowedIn: ["Sources/Configuration/OpenQuestions.swift"],
            reason: "unfinished; where settings hold it as an open question, it has a name"),
        Rule(word: "FIXME", reason: "unfinished"),
        Rule(word: "CFAbsoluteTime", reason: "no clock in a stage"),
    ]

    @Test("words that stay out of the sources", arguments: rules)
    func words(rule: Rule) throws {
        var seen = 0
        for file in try Checkout.swiftFiles(below: "Sources") {
            seen += 1
            if rule.allowedIn.contains(where: { file.hasPrefix($0) }) { continue }
            let text = try Checkout.text(file)
            guard Checkout.mentions(text, rule.word) else { continue }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() where Self.contains(line, rule.word) {
                Issue.record("\(file):\(number + 1): \(rule.word): \(rule.reason)")
            }
        }
        #expect(seen > 30)
    }

    /// The word, neither a part of a longer name nor in a comment.
    static func contains(_ line: Substring, _ word: String) -> Bool {
        let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
        guard let range = code.firstRange(of: word) else { return false }
        let isPart: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        if range.lowerBound > code.startIndex, isPart(code[code.index(before: range.lowerBound)]) { return false }
        if let last = word.last, last.isLetter, range.upperBound < code.endIndex, isPart(code[range.upperBound]) {
            return false
        }
        return true
    }

    @Test("a word is found only where it is one")
    func wordSearch() {
        #expect(Self.contains("import Foundation", "import Foundation"))
        #expect(Self.contains("public import Foundation", "import Foundation"))
        #expect(!Self.contains("import FoundationEssentials", "import Foundation"))
        #expect(Self.contains("    print(x)", "print("))
        #expect(!Self.contains("    footprint(x)", "print("))
        #expect(!Self.contains("// print(x)", "print("))
    }

    @Test("one idea a file: at most 600 lines, and no names that say nothing")
    func files() throws {
        for file in try Checkout.swiftFiles(below: "Sources") {
            let lines = try Checkout.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 600, "\(file) has \(lines) lines")
            for word in ["Util", "Helper", "Common", "Manager", "Misc"] {
                #expect(!file.contains(word), "\(file): say what it does")
            }
        }
    }

    @Test("no type is named like its module")
    func moduleNames() throws {
        let kinds = ["struct", "class", "enum", "protocol", "actor", "typealias"]
        for file in try Checkout.swiftFiles(below: "Sources") {
            let module = String(file.split(separator: "/")[1])
            let text = try Checkout.text(file)
            for kind in kinds {
                for end in [" ", ":", "<"] {
                    #expect(!Checkout.mentions(text, " \(kind) \(module)\(end)"), "\(file)")
                }
            }
        }
    }

    @Test("the top of the checkout holds what belongs there")
    func topLevel() throws {
        let allowed: Set = [
            ".ci", ".gitattributes", ".gitignore", ".swift-format", "Benchmarks", "CHANGELOG.md", "CONTRIBUTING.md",
            "Fuzz", "LICENSE", "Makefile", "Package.swift", "README.md", "Sources", "THIRD-PARTY.md", "Tests", "docs",
            "fixtures", "pipelines",
        ]
        let found = Set(try Checkout.trackedFiles().compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(found.subtracting(allowed).sorted() == [])
    }
}
