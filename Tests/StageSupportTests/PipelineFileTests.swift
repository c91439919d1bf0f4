import Configuration
import FoundationEssentials
import Testing

@testable import StageSupport

@Suite struct PipelineFileTests {
    private static let smallest = """
        trivsel: 1
        sources:
          - dataset: departments
            files: departments.csv
            columns:
              department: id
        """

    private func refusal(_ text: String, name: String = "nightly.yaml") throws -> (text: String, exitCode: Int32) {
        let folder = try TemporaryFolder()
        let path = try folder.write(name, text)
        do {
            _ = try PipelineFile(path: path)
            return ("accepted", 0)
        } catch let error as ConfigurationError {
            return (error.description.replacing(folder.path + "/", with: ""), error.exitCode)
        } catch let error as StageFailure {
            return (error.description, error.exitCode)
        }
    }

    @Test func linesAndColumnsAreThoseOfTheFile() throws {
        let refused = try refusal("trivsel: 1\n\n  # a comment\nsorces: []\n")
        #expect(refused.text == "nightly.yaml: line 4, column 1: unknown key \"sorces\"; did you mean \"sources\"?")
        #expect(refused.exitCode == 78)
        let deep = try refusal(Self.smallest + "\n      nam: name\n")
        #expect(
            deep.text == "nightly.yaml: line 7, column 7: unknown column of departments \"nam\"; did you mean \"name\"?"
        )
    }

    @Test func duplicateKeysAreRefused() throws {
        let refused = try refusal("trivsel: 1\norganisation: a\norganisation: b\n")
        #expect(refused.text.hasPrefix("nightly.yaml: line "), "\(refused.text)")
        #expect(refused.text.contains("key \"organisation\" is already set on line 2"), "\(refused.text)")
        #expect(refused.exitCode == 78)
    }

    @Test(arguments: [
        ("", "the file is empty"), ("# only a comment\n", "the file is empty"), ("a: [1\nb: 2", "not readable as YAML"),
        ("a: \"x", "not readable as YAML"), ("\ta: 1", "not readable as YAML"), ("- 1", "expected a map"),
        ("a: *x", "not readable as YAML"), ("[a]: 1", "a key must be text"),
        ("---\na: 1\n---\nb: 2", "not readable as YAML"),
    ])
    func brokenFilesAreOneClearLine(text: String, problem: String) throws {
        let refused = try refusal(text)
        #expect(refused.text.contains(problem), "\(refused.text)")
        #expect(!refused.text.contains("\n"))
        #expect(refused.exitCode == 78)
    }

    @Test func bytesThatAreNoUTF8AreRefused() throws {
        let folder = try TemporaryFolder()
        for (bytes, problem) in [([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0x61, 0xE6, 0x3A], "expected UTF-8")]
            as [([UInt8], String)]
        {
            let path = try folder.write("x.yaml", bytes)
            #expect { try PipelineFile(path: path) } throws: { "\($0)".contains(problem) }
        }
    }

    @Test func aByteOrderMarkIsNoKey() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x.yaml", [0xEF, 0xBB, 0xBF] + Array(Self.smallest.utf8))
        #expect(try PipelineFile(path: path).pipeline.name == "x")
    }

    @Test func missingFilesAndFolders() throws {
        let folder = try TemporaryFolder()
        #expect { try PipelineFile(path: "\(folder.path)/none.yaml") } throws: { ($0 as? StageFailure)?.exitCode == 66 }
        folder.makeFolder("dir.yaml")
        #expect { try PipelineFile(path: "\(folder.path)/dir.yaml") } throws: { ($0 as? StageFailure)?.exitCode == 66 }
        let missing = try refusal("trivsel: 1\nsources:\n  - sources/none.yaml\n")
        #expect(
            missing.text.hasPrefix("nightly.yaml: line 3, column 5: sources/none.yaml: no such file"), "\(missing.text)"
        )
        #expect(missing.exitCode == 78)
    }

    @Test func wordsStayText() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "x.yaml",
            """
            trivsel: 1
            organisation: 1_000
            calendar: {country: NO}
            sources:
              - dataset: events
                files: [events.csv]
                true_words: [yes, Y, 1, on, True]
                false_words: [no, N, 0, off, ~]
                null_words: [NULL, null, -, 0x1F]
                columns:
                  event: id
                  day: date
            """)
        let pipeline = try PipelineFile(path: path).pipeline
        #expect(pipeline.organisation == "1_000" && pipeline.calendar.country == "NO")
        #expect(pipeline.sources.first?.trueWords == ["yes", "Y", "1", "on", "True"])
        #expect(pipeline.sources.first?.falseWords == ["no", "N", "0", "off", "~"])
        #expect(pipeline.sources.first?.nullWords == ["NULL", "null", "-", "0x1F"])
    }

    @Test func aliasesThatMultiplyAreStopped() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text +=
                "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(try refusal(text).text.contains("too many values"))
    }

    /// A few lines that stand for 2²⁶ values, as a key, where no value is looked at before it is counted.
    @Test func aliasesInKeysAreStopped() throws {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...26 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        for key in ["? *a26\n: 1\n", "[*a26]: 1\n", "? {*a26 : 1}\n"] {
            #expect(try refusal(text + key).exitCode == 78)
        }
        let listAsKey = try refusal("a: &a [x]\n? *a\n: 1\n").text
        #expect(listAsKey.contains("line 2, column 3: not readable as YAML: a key must be text"), "\(listAsKey)")
        #expect(try refusal(String(repeating: "? ", count: 900)).exitCode == 78)
    }

    @Test func aliasesAreWhatTheyName() throws {
        let node = try PipelineFile.parse(Array("a: &x [1, {b: &k c}]\n*k : *x\nd: *x".utf8), file: "x")
        guard case .map(let entries) = node.content else {
            Issue.record("found \(node.content)")
            return
        }
        #expect(entries.map(\.key) == ["a", "c", "d"])
        #expect(entries[1].value == entries[0].value && entries[2].value == entries[0].value)
        #expect(entries[1].position.line == 2)
    }

    @Test(arguments: [
        ("1", false), ("'1'", true), ("\"1\"", true), ("|-\n  1", true), (">-\n  1", true), ("!!str 1", false),
    ])
    func scalarsTellWhetherTheyWereQuoted(text: String, quoted: Bool) throws {
        let node = try PipelineFile.parse(Array("a: \(text)".utf8), file: "x")
        guard case .map(let entries) = node.content else {
            Issue.record("found \(node.content)")
            return
        }
        #expect(entries.map(\.value.content) == [.scalar("1", quoted: quoted)])
        #expect(entries.map(\.value.position.column) == [4])
    }

    @Test func depthIsBounded() throws {
        let refused = try refusal("a: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
        #expect(refused.exitCode == 78)
    }

    /// The pipelines that ship are accepted as they are.
    @Test func everyPipelineOfTheFolderIsRead() throws {
        let pipelines = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "pipelines").path
        for name in TemporaryFolder.names(pipelines) where name.hasSuffix(".yaml") {
            let file = try PipelineFile(path: "\(pipelines)/\(name)")
            #expect(!file.pipeline.sources.isEmpty, "\(name)")
            #expect("\(file.pipeline.name).yaml" == name)
        }
    }
}
