import Columnar
public import Configuration
import Glibc
import Ingestion

/// A pipeline and its source descriptions, made up from a look at a folder of exports. Everything that was decided stands
/// with its evidence; everything that only a person can know is a `TODO`, with which no run begins.
public struct PipelineDraft: Sendable {
    /// One file of the draft.
    public struct File: Sendable, Equatable {
        /// Below the folder of the draft.
        public var path: String
        public var text: String
        /// Open questions in it.
        public var questions: Int
    }
    /// A kind of export, for those who watch.
    public struct Source: Sendable, Equatable {
        /// Pattern of its file names.
        public var files: String
        /// `employees`, or empty.
        public var dataset: String
        public var columns: Int
        public var mapped: Int
        public var questions: Int
    }

    /// The pipeline first.
    public private(set) var files: [File] = []
    public private(set) var sources: [Source] = []
    /// Files that were looked at in vain, with the reason.
    public private(set) var passedOver: [String] = []
    public var questions: Int { files.reduce(0) { $0 + $1.questions } }

    private static let mostFiles = 10_000

    /// Looks at the exports in a folder. Reads at most about a megabyte of each kind of file.
    ///
    /// - Parameters:
    ///   - exports: the folder; what lies in folders below it is not looked at.
    ///   - name: of the pipeline, without ending.
    ///   - out: the folder that the draft will be written to; `input:` is relative to it where the exports lie below it.
    ///   - languages: languages that the headers may be in, the likeliest first.
    /// - Throws: `OnboardingError`.
    public init(exports: String, name: String, out: String, languages: [Language]) throws {
        let allowed = name.utf8.allSatisfy { 48...57 ~= $0 || 97...122 ~= $0 | 0x20 || $0 == 0x2D || $0 == 0x5F }
        guard !name.isEmpty, allowed, name.utf8.count <= 60 else {
            throw OnboardingError.usage(
                "--name: expected letters, digits, - and _, as nightly; found something else; choose such a name")
        }
        let names = try Self.fileNames(exports)
        let isDemo = names.contains("demo-manifest.json") && names.contains("demo.key")
        let looked = names.filter(ExportGroup.isExport)
        guard !looked.isEmpty else {
            throw OnboardingError.missing(
                "\(exports): found no file that ends in .csv, .txt, .tsv, .tab, .psv or .dat, or in these with .gz or .zst; "
                    + "put the exports there")
        }
        var portraits: [ExportPortrait] = []
        for group in ExportGroup.groups(of: looked) {
            do throws(ExportSample.Unreadable) {
                let portrait = try ExportPortrait(group, folder: exports, languages: languages)
                if portrait.match == nil, portrait.shape.headerRows.value != 0 {
                    // Its headers are not told: who knows whether they are headers.
                    passedOver.append("\(group.pattern): \(Plural.of(portrait.shape.columns, "column")), of no dataset")
                } else {
                    portraits.append(portrait)
                }
            } catch {
                passedOver.append("\(group.pattern): \(error.reason)")
            }
        }
        guard !portraits.isEmpty else {
            throw OnboardingError.missing(
                "\(exports): found no export that is recognised (\(passedOver.prefix(5).joined(separator: "; "))); write a "
                    + "source description by hand, see pipelines/README.md")
        }
        var paths: [String] = []
        var items: [SurveyItemDraft] = []
        var drafts: [(path: String, draft: SourceDraft)] = []
        let trees = portraits.filter { $0.match?.dataset == .departments }
        let tree = trees.count == 1 ? trees.first.flatMap(DepartmentWords.init) : nil
        for portrait in portraits {
            let draft = SourceDraft(portrait, languages: languages, tree: tree)
            let stem = portrait.stem.isEmpty ? portrait.match?.dataset.rawValue ?? "source" : portrait.stem
            var path = "sources/\(Self.fileName(stem)).yaml"
            var number = 2
            while paths.contains(path) {
                path = "sources/\(Self.fileName(stem))-\(number).yaml"
                number += 1
            }
            paths.append(path)
            drafts.append((path, draft))
            if items.isEmpty { items = draft.items }
            sources.append(
                Source(
                    files: portrait.pattern, dataset: portrait.match?.dataset.rawValue ?? "",
                    columns: portrait.headers.count, mapped: portrait.match?.matches.count ?? 0,
                    questions: draft.questions))
        }
        let pipeline = Self.pipeline(
            portraits, paths, passedOver, input: Self.relative(exports, to: out), hasSurvey: !items.isEmpty,
            isDemo: isDemo)
        files = [File(path: "\(name).yaml", text: pipeline.text, questions: pipeline.questions)]
        files += drafts.map { File(path: $0.path, text: $0.draft.text, questions: $0.draft.questions) }
        if !items.isEmpty { files.append(Self.questionnaire(items)) }
    }

    /// Writes the files, all of them or none that is already there.
    ///
    /// - Throws: `OnboardingError.exists` before anything is written, or `ColumnarError`.
    public func write(to folder: String) throws {
        for file in files {
            var information = stat()
            guard lstat("\(folder)/\(file.path)", &information) != 0 else {
                throw OnboardingError.exists(path: "\(folder)/\(file.path)")
            }
        }
        try DurableFolder.create(folder, mode: 0o755)
        if files.contains(where: { $0.path.hasPrefix("sources/") }) {
            try DurableFolder.create("\(folder)/sources", mode: 0o755)
        }
        // The pipeline last: until it is there, nothing runs.
        for file in files.reversed() {
            let output = try CheckedFile(path: "\(folder)/\(file.path)", mode: 0o644)
            try output.write(file.text)
            try output.commit()
        }
    }

    // MARK: the pipeline

    private static func pipeline(
        _ portraits: [ExportPortrait], _ paths: [String], _ passedOver: [String], input: String, hasSurvey: Bool,
        isDemo: Bool
    ) -> SettingsText {
        var out = SettingsText()
        out.comment(
            "Written by trivsel init. Answer each \(OpenQuestions.mark); a run refuses to begin before. Then: trivsel check, trivsel run."
        )
        out.key("trivsel", "1")
        out.question("organisation", "name on the pages")
        out.key("input", SettingsText.scalar(input), "the exports")
        out.key("work", "work", "the runs, relative to this file")
        if isDemo {
            out.key("synthetic", "true", "demo-manifest.json lies beside the exports: the persons are invented")
            out.key("key_file", SettingsText.scalar("${input}/demo.key"), "the demo's own")
        } else {
            out.question(
                "key_file", "32 random bytes, outside the exports: head -c 32 /dev/urandom > PATH && chmod 400 PATH")
        }
        let isDated = portraits.contains {
            ($0.match?.dataset == .employees || $0.match?.dataset == .departments) && !$0.deliveryDates.isEmpty
        }
        if !isDated {
            out.question("as_of", "last day for which the data are complete, as 2026-03-31; no file name tells")
        }
        writeRoot(portraits, &out)
        out.key("calendar", "")
        out.question(
            "country", "whose public holidays are no working days: \"NO\", SE, DK, DE-BY …, or none", indent: 2)
        if hasSurvey { out.key("questionnaire", "questionnaire.yaml") }
        out.key("sources", "")
        for (portrait, path) in zip(portraits, paths) {
            out.element(path, portrait.match?.dataset.rawValue ?? "dataset unknown")
        }
        for line in passedOver { out.comment("Passed over: " + line) }
        return out
    }

    /// Exports with exactly one department above all others need no further node.
    private static func writeRoot(_ portraits: [ExportPortrait], _ out: inout SettingsText) {
        let tree = portraits.first { $0.match?.dataset == .departments }
        var why = "no export holds the tree of departments"
        if let tree, let parent = tree.match?.matches.first(where: { $0.canonical.name == "parent" })?.column {
            let tops = tree.records.count { parent < $0.fields.count && $0.fields[parent].isEmpty }
            if tops == 1, tree.isWhole { return }
            why = "\(Plural.of(tops, "department has", "departments have")) none above"
        }
        out.key("root", "", why)
        out.key("id", "COMPANY", indent: 2)
        out.question("name", "name of the whole", indent: 2)
    }

    private static func questionnaire(_ items: [SurveyItemDraft]) -> File {
        var out = SettingsText()
        out.comment(
            "Written by trivsel init from the answers. Say `index: ID` of items that are reported together (and the indices "
                + "under indices:), and `reversed: true` where agreement is bad.")
        out.key("trivsel", "1")
        out.key("id", "survey")
        out.key("items", "")
        for item in items {
            out.element("id: \(item.id)")
            if let question = item.question {
                out.key("text", SettingsText.scalar(question), "the header", indent: 4)
            } else {
                out.question("text", "as it was asked", indent: 4)
            }
            if let scale = item.scale.value {
                out.key("scale", scale, item.scale.evidence, indent: 4)
            } else {
                out.question("scale", item.scale.evidence, indent: 4)
            }
        }
        return File(path: "questionnaire.yaml", text: out.text, questions: out.questions)
    }

    // MARK: names and places

    private static func fileNames(_ path: String) throws(OnboardingError) -> [String] {
        let names: [String]
        do throws(FolderListing.Failure) {
            names = try FolderListing(path).entries.filter { $0.isUTF8 && !$0.name.hasPrefix(".") }.map(\.name)
        } catch {
            let reason = String(cString: strerror(error.code))
            throw error.code == ENOENT || error.code == ENOTDIR
                ? .missing("\(path): no folder of exports (\(reason)); give the folder that they lie in")
                : .cannotRead("\(path): cannot be opened (\(reason)); check the permissions")
        }
        guard names.count <= mostFiles else {
            throw .cannotRead(
                "\(path): found more than \(mostFiles) files, expected a folder of exports; move the others away")
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// A stem as a file name: letters, digits, `_`.
    private static func fileName(_ stem: String) -> String {
        let name = String(
            String.UnicodeScalarView(
                stem.unicodeScalars.map { $0.properties.isAlphabetic || 48...57 ~= $0.value ? $0 : "_" }.prefix(60)))
        return name.isEmpty ? "source" : name
    }

    /// The folder of exports as the pipeline names it: below the draft's folder relative to it, else in full.
    private static func relative(_ exports: String, to out: String) -> String {
        guard let full = fullPath(exports) else { return exports }
        guard let base = fullPath(out) else { return full }
        if full == base { return "." }
        return full.hasPrefix(base + "/") ? String(full.dropFirst(base.count + 1)) : full
    }

    private static func fullPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }
}
