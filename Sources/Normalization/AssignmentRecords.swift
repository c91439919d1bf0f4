internal import Columnar
internal import Configuration
internal import Runs
internal import Workforce

/// One row of an assignments export, 80 bytes; words as codes of the employees' pool, −1 = not given.
struct AssignmentRecord: PersonRecord {
    static let none: Int32 = -1
    /// The row names a department that is not in the tree.
    static let unknownDepartment: Int32 = -2

    var key: Int64
    var validFrom: Int32
    var validTo: Int32 = EmployeeRow.noDay
    var department: Int32 = none
    var assignment: Int32 = none
    var manager: Int64 = 0
    var fte: Int32 = none
    var country: Int32 = none
    var location: Int32 = none
    var contract: Int32 = none
    var jobLevel: Int32 = none
    var workMode: Int32 = none
    /// Place among the patterns.
    var pattern: Int32 = none
    /// Place of the row among all of the dataset.
    var order: Int32 = 0
    /// Place of the source among those of the pipeline.
    var source: Int16 = 0
    var hasManager = false
    /// 1 and 0 for yes and no.
    var primary: Int8 = -1
    var peopleManager: Int8 = -1

    /// By person, assignment and source, so that what one source says about one assignment lies together, by day.
    static func precedes(_ a: AssignmentRecord, _ b: AssignmentRecord) -> Bool {
        if a.key != b.key { return a.key < b.key }
        if a.assignment != b.assignment { return a.assignment < b.assignment }
        if a.source != b.source { return a.source < b.source }
        if a.validFrom != b.validFrom { return a.validFrom < b.validFrom }
        return a.order < b.order
    }

    /// Whether the two say the same, whatever their days.
    func agrees(_ b: AssignmentRecord) -> Bool {
        department == b.department && manager == b.manager && hasManager == b.hasManager && fte == b.fte
            && country == b.country && location == b.location && contract == b.contract && jobLevel == b.jobLevel
            && workMode == b.workMode && primary == b.primary && peopleManager == b.peopleManager
            && pattern == b.pattern
    }
}

/// The rows of `assignments`, person by person, in passes over ranges of keys of about `budget` bytes each.
final class AssignmentRows {
    private let reader: TableReader
    private let identities: PersonIdentities?
    private let tree: DepartmentTree
    private let pool: StringPool
    private let patterns: WorkPatterns
    private let sources: [SourceDescription]
    private let passes: Int
    private var pass = 0
    private var scattered: [ScatteredRecords<AssignmentRecord>] = []
    private var range = 0..<0
    private var partition = 0
    private var records = Buffer<AssignmentRecord>()
    private var next = 0
    private var placesOfFiles: [String: Int16] = [:]

    /// Sources that give any row an id of the assignment; rows of the others speak of the person.
    private(set) var sourcesWithIDs: Set<Int16> = []
    /// Ids of assignments, as codes of the pool.
    private(set) var assignments: Set<Int32> = []
    private(set) var unknownDepartments = 0
    private(set) var ownManagers = 0
    /// Rows that give minutes by weekday, and none above 0.
    private(set) var withoutHours = 0
    /// Rows of persons whom nobody asked for.
    private(set) var strangers = 0

    init(
        _ reader: TableReader, _ pipeline: Pipeline, tree: DepartmentTree, pool: StringPool,
        patterns: WorkPatterns = WorkPatterns(), identities: PersonIdentities?, budget: Int = PersonSort.budget
    ) throws {
        self.reader = reader
        self.identities = identities
        self.tree = tree
        self.pool = pool
        self.patterns = patterns
        sources = pipeline.sources.filter { $0.dataset == .assignments }
        let bytes = reader.rowCount * MemoryLayout<AssignmentRecord>.stride
        passes = min(PersonSort.partitions, max(1, (bytes + budget - 1) / max(budget, 1)))
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index, columns: ["assignment", "source_file"])
            let ids = try group.strings("assignment")
            for code in 0..<Int32(ids.dictionaryCount) { assignments.insert(pool.code(ids.bytes(code))) }
            let places = try placesOfSources(group)
            let (idCodes, fileCodes) = (ids.codes, try group.strings("source_file").codes)
            for i in 0..<group.rowCount where idCodes[i] >= 0 && fileCodes[i] >= 0 {
                sourcesWithIDs.insert(places[Int(fileCodes[i])])
            }
            withExtendedLifetime(group) {}
        }
    }

    /// By the codes of the row group's files: the place of the source that reads the file.
    private func placesOfSources(_ group: RowGroup) throws -> [Int16] {
        let files = try group.strings("source_file")
        return (0..<Int32(files.dictionaryCount)).map { code in
            let file = files.string(code)
            if let known = placesOfFiles[file] { return known }
            let source = sources.firstIndex { $0.files.contains { FilePattern.matches(file, $0) } }
            // A file that no source of today takes is one of its own.
            let place = Int16(clamping: source ?? sources.count + placesOfFiles.count)
            placesOfFiles[file] = place
            return place
        }
    }

    /// The rows of a person, sorted, until the next call. Keys have to come in ascending order.
    func rows(of key: Int64) throws -> UnsafeBufferPointer<AssignmentRecord> {
        while true {
            let start = records.elements
            while next < start.count, start[next].key < key {
                strangers += 1
                next += 1
            }
            if next < start.count {
                var end = next
                while end < start.count, start[end].key == key { end += 1 }
                defer { next = end }
                return UnsafeBufferPointer(rebasing: start[next..<end])
            }
            guard partition <= PersonSort.partition(of: key), try nextPartition() else {
                return UnsafeBufferPointer(start: nil, count: 0)
            }
        }
    }

    /// Counts the rows that are left; nobody asks for them any more.
    func finish() throws {
        repeat { strangers += records.count - next } while try nextPartition()
    }

    private func nextPartition() throws -> Bool {
        if partition == range.upperBound {
            guard pass < passes else {
                next = records.count
                return false
            }
            range = (PersonSort.partitions * pass / passes)..<(PersonSort.partitions * (pass + 1) / passes)
            pass += 1
            scattered = []
            var order: Int32 = 0
            for index in 0..<reader.rowGroupCount { scattered.append(try read(index, &order)) }
        }
        records = PersonSort.sort(scattered.map { $0.part(partition) })
        next = 0
        partition += 1
        return true
    }

    private func read(_ index: Int, _ order: inout Int32) throws -> ScatteredRecords<AssignmentRecord> {
        let group = try reader.readGroup(index)
        let keys = identities.persons(try group.int64("person_key").values)
        let validFrom = try group.int32("valid_from").values
        let validTo = BareColumn(try group.int32("valid_to"))
        let manager = BareColumn(try group.int64("manager_key"))
        let fte = BareColumn(try group.int32("fte"))
        let primary = BareColumn(try group.bool("primary"))
        let peopleManager = BareColumn(try group.bool("people_manager"))
        let department = try group.strings("department")
        let positions = (0..<Int32(department.dictionaryCount)).map {
            tree.positions[department.string($0)] ?? AssignmentRecord.unknownDepartment
        }
        let departments = department.codes
        let places = try placesOfSources(group)
        let files = try group.strings("source_file").codes
        let words = try ["assignment", "country", "location", "contract", "job_level", "work_mode"].map { name in
            let column = try group.strings(name)
            let codes = (0..<Int32(column.dictionaryCount)).map { pool.code(column.bytes($0)) }
            return Buffer<Int32>(column.codes) { $0 < 0 ? AssignmentRecord.none : codes[Int($0)] }
        }
        let (assignment, country, location, contract, level, mode) = (
            words[0].elements, words[1].elements, words[2].elements, words[3].elements, words[4].elements,
            words[5].elements
        )
        let weekdays = try WorkPatternColumns(reader, group, index: index)
        let scattered = ScatteredRecords<AssignmentRecord>(keys.elements, range)
        for i in 0..<group.rowCount {
            let key = keys.elements[i]
            var record = AssignmentRecord(key: key, validFrom: validFrom[i])
            record.order = order
            order &+= 1
            guard range.contains(PersonSort.partition(of: key)) else { continue }
            record.validTo = validTo[i] ?? EmployeeRow.noDay
            if departments[i] >= 0 { record.department = positions[Int(departments[i])] }
            if record.department == AssignmentRecord.unknownDepartment { unknownDepartments += 1 }
            record.assignment = assignment[i]
            if let name = manager[i].map({ identities?.person($0) ?? $0 }) {
                record.hasManager = name != key
                record.manager = record.hasManager ? name : 0
                if !record.hasManager { ownManagers += 1 }
            }
            record.fte = fte[i] ?? AssignmentRecord.none
            record.primary = primary[i].map { $0 == 0 ? 0 : 1 } ?? -1
            record.peopleManager = peopleManager[i].map { $0 == 0 ? 0 : 1 } ?? -1
            record.country = country[i]
            record.location = location[i]
            record.contract = contract[i]
            record.jobLevel = level[i]
            record.workMode = mode[i]
            if let weekdays {
                let (pattern, isGiven) = weekdays.row(i)
                if let pattern { record.pattern = patterns.place(of: pattern) }
                if isGiven, pattern == nil { withoutHours += 1 }
            }
            record.source = files[i] >= 0 ? places[Int(files[i])] : 0
            scattered.add(record)
        }
        withExtendedLifetime((group, words, keys.owner)) {}
        return scattered
    }
}
