import Configuration
import Ingestion

/// Everything that is found out about one kind of export, from the newest of its files.
struct ExportPortrait {
    /// Names of its files, sorted by their bytes.
    var files: [String]
    /// The file that was looked at.
    var file: String { files.last ?? "" }
    /// Glob pattern of the names.
    var pattern: String
    /// `employees`: the names without dates, numbers and endings.
    var stem: String
    /// Delivery dates in the names, as far as they are written yyyy-mm-dd.
    var deliveryDates: [String]
    /// Digits in the names that are no such date.
    var hasOtherNumbers: Bool

    var byteCount = 0
    var compression = SourceDescription.Compression.none
    var encoding: Decision<SourceDescription.Encoding>
    /// Of lines that are not in the first.
    var fallback: Decision<SourceDescription.Encoding>?
    var shape: ExportShape
    /// How the header rows name the columns, once the vocabulary has been asked.
    var headerNames: Decision<SourceDescription.HeaderNames>
    var headers: [String]
    /// Rows looked at, and whether they are all.
    var records: [SampleRecord]
    var isWhole: Bool
    var evidence: [ColumnEvidence]
    var match: DatasetMatch?
    var next: DatasetMatch?
    /// Headers that the oldest file does not have. What it has instead is not told: it may have no header at all.
    var changedHeaders: [String] = []

    /// Looks at the newest file.
    ///
    /// - Throws: `ExportSample.Unreadable`.
    init(_ group: ExportGroup, folder: String, languages: [Language]) throws(ExportSample.Unreadable) {
        files = group.files
        pattern = group.pattern
        stem = group.stem
        deliveryDates = group.deliveryDates
        hasOtherNumbers = group.hasOtherNumbers
        let newest = group.files.last ?? ""
        let sample = try ExportSample(path: "\(folder)/\(newest)")
        byteCount = sample.byteCount
        compression = sample.compression
        isWhole = sample.isWhole
        let text = SampleText(sample)
        encoding = text.encoding
        fallback = text.fallback
        guard let shape = DialectSearch(text, sample).shape() else {
            throw ExportSample.Unreadable(
                reason: "no record ends within the first \(ExportSample.headBytes >> 10) KiB; check the quotes")
        }
        self.shape = shape
        records = Self.rows(text, sample, shape)
        headerNames = shape.headerNames
        headers = Self.names(shape, shape.headerNames.value ?? .last)
        evidence = Self.evidence(headers, records)
        chooseNames(languages)
        if files.count > 1, let oldest = files.first, shape.headerRows.value != 0 {
            changedHeaders = Self.changes(of: headers, in: "\(folder)/\(oldest)", names: headerNames.value ?? .last)
        }
    }

    // MARK: rows

    private static func rows(_ text: SampleText, _ sample: ExportSample, _ shape: ExportShape) -> [SampleRecord] {
        let lines = (shape.preambleLines.value ?? 0) + (shape.hasSeparatorLine ? 1 : 0)
        let start = SampleRecords.lineStarts(text.head, limit: lines + 1).last ?? 0
        var records = SampleRecords.split(text.head[start...], shape.dialect, isEnd: sample.isWhole)
        records.removeFirst(min(shape.headerRows.value ?? 1, records.count))
        if sample.isWhole { records.removeLast(min(shape.footerRows.value ?? 0, records.count)) }
        records = records.filter { $0.fields.count == shape.columns || $0.fields.count == shape.columns + 1 }
        for block in text.middles {
            records += SampleRecords.splitInside(block, shape.dialect, columns: shape.columns, isEnd: false)
        }
        if !text.tail.isEmpty {
            var last = SampleRecords.splitInside(text.tail, shape.dialect, columns: shape.columns, isEnd: true)
            last.removeLast(min(shape.footerRows.value ?? 0, last.count))
            records += last
        }
        return records
    }

    private static func evidence(_ headers: [String], _ records: [SampleRecord]) -> [ColumnEvidence] {
        headers.enumerated().map { place, header in
            var column = ColumnEvidence(header: header)
            for record in records where place < record.fields.count { column.add(record.fields[place]) }
            return column
        }
    }

    // MARK: headers

    /// The names that a run would give the columns.
    static func names(_ shape: ExportShape, _ names: SourceDescription.HeaderNames) -> [String] {
        guard let first = shape.headers.first, let last = shape.headers.last else {
            return (0..<shape.columns).map { "column \($0 + 1)" }
        }
        switch names {
        case .first: return first
        case .second: return shape.headers.count > 1 ? shape.headers[1] : last
        case .third: return shape.headers.count > 2 ? shape.headers[2] : last
        case .last: return last
        case .joined:
            let second = shape.headers.count > 1 ? shape.headers[1] : []
            var carried = ""
            return first.enumerated().map { place, name in
                if !name.isEmpty { carried = name }
                let below = place < second.count ? second[place] : ""
                return carried.isEmpty ? below : below.isEmpty ? name : "\(carried) / \(below)"
            }
        }
    }

    /// Of two header rows the one that the vocabulary knows better names the columns.
    private mutating func chooseNames(_ languages: [Language]) {
        var best = DatasetMatch.best(headers: headers, evidence, stem: stem, languages: languages)
        if shape.headerRows.value == 2, shape.headerNames.value == .first {
            let other = Self.names(shape, .second)
            let otherEvidence = Self.evidence(other, records)
            let match = DatasetMatch.best(headers: other, otherEvidence, stem: stem, languages: languages)
            if let match, match.match.score > best?.match.score ?? 0 {
                best = match
                headers = other
                evidence = otherEvidence
                headerNames = Decision(.second, "more of its headers are known than of the first row's")
            } else {
                headerNames = Decision(.first, "more of its headers are known than of the second row's, or as many")
            }
        }
        guard shape.headerRows.value != 0 else { return }
        match = best?.match
        next = best?.next
    }

    private static func changes(of headers: [String], in path: String, names: SourceDescription.HeaderNames) -> [String]
    {
        guard let sample = try? ExportSample(path: path) else { return [] }
        guard let shape = DialectSearch(SampleText(sample), sample).shape() else { return [] }
        let old = self.names(shape, names).map(CellReading.folded)
        return headers.filter { !$0.isEmpty && !old.contains(CellReading.folded($0)) }
    }
}

/// Files of one kind: their names differ in dates and numbers only.
struct ExportGroup: Equatable {
    var files: [String]
    var pattern: String
    var stem: String
    var deliveryDates: [String]
    var hasOtherNumbers: Bool

    private static let endings = [".csv", ".txt", ".tsv", ".tab", ".psv", ".dat"]

    /// Whether a file name is one of an export.
    static func isExport(_ name: String) -> Bool {
        let folded = unpacked(name.lowercased())
        return endings.contains { folded.hasSuffix($0) }
    }

    /// The groups of `names`, by their patterns.
    static func groups(of names: [String]) -> [ExportGroup] {
        var byPattern: [String: [String]] = [:]
        for name in names { byPattern[pattern(name, date: "*"), default: []].append(name) }
        var groups: [ExportGroup] = []
        for (pattern, files) in byPattern {
            let dates = files.compactMap { CellReading.deliveryDate(in: $0) }
            let sorted = files.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            let isDated = dates.count == files.count
            groups.append(
                ExportGroup(
                    files: sorted, pattern: pattern, stem: stem(pattern), deliveryDates: isDated ? dates.sorted() : [],
                    hasOtherNumbers: !isDated && pattern.contains("*")))
        }
        groups.sort { Array($0.pattern.utf8).lexicographicallyPrecedes(Array($1.pattern.utf8)) }
        // `survey_*.csv` would take `survey_invitations_2026-03-31.csv` as well.
        for place in groups.indices {
            let own = Set(groups[place].files)
            let takesOthers = names.contains { !own.contains($0) && CellReading.takes($0, groups[place].pattern) }
            if takesOthers, let name = groups[place].files.last {
                groups[place].pattern = Self.pattern(name, date: nil)
            }
        }
        return groups
    }

    /// `name` with dates and other numbers of four digits and more as wildcards; with `date` nil a question mark a digit.
    private static func pattern(_ name: String, date: String?) -> String {
        var rest = Substring(name)
        var pattern = ""
        while let first = rest.first {
            if let delivered = CellReading.deliveryDate(in: String(rest)), rest.hasPrefix(delivered) {
                pattern += date ?? "????-??-??"
                rest = rest.dropFirst(10)
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            if digits.count >= 4 {
                pattern += date ?? String(repeating: "?", count: digits.count)
                rest = rest.dropFirst(digits.count)
                continue
            }
            let taken = digits.isEmpty ? 1 : digits.count
            // A star or question mark of the name itself stands for one character.
            pattern += first == "*" ? "?" : String(rest.prefix(taken))
            rest = rest.dropFirst(taken)
        }
        return pattern
    }

    /// What is left of a pattern for a name: `survey_invitations`.
    private static func stem(_ pattern: String) -> String {
        var text = unpacked(pattern.lowercased())
        if let ending = endings.first(where: { text.hasSuffix($0) }) { text = String(text.dropLast(ending.count)) }
        var stem = ""
        for character in text {
            if character.isLetter || character.isNumber {
                stem.append(character)
            } else if !stem.isEmpty, stem.last != "_" {
                stem.append("_")
            }
        }
        while stem.last == "_" { stem.removeLast() }
        return stem
    }

    private static func unpacked(_ name: String) -> String {
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
        return name
    }
}
