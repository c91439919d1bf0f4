internal import Columnar
internal import Workforce

/// Which keys are of one person: the pairs of `identities`, and what follows from them over several pairs.
///
/// Of the keys of one person the smallest stands that is in the column `person` of any pair, whatever the order of the
/// pairs; the others become it wherever rows are joined on persons. Answered questionnaires are not: their keys are of an
/// id space that no pair can name.
///
/// Memory, which grows with the persons as that for the employees does: 50 bytes a pair while they are read, about 20
/// afterwards.
final class PersonIdentities: Sendable {
    /// Ascending keys that become another, and what they become.
    private let keys: Buffer<Int64>
    private let persons: Buffer<Int64>
    /// Where the keys with given leading bits begin; keys are digests, so that about one lies there.
    private let starts: Buffer<Int32>
    private let shift: UInt64

    /// Keys that become another.
    var count: Int { keys.count }

    init(pairs: [(person: Int64, other: Int64)]) {
        let all = Self.distinct(pairs)
        func place(_ key: Int64) -> Int { all.elements.firstPlace { $0 >= key } }
        // A forest over the keys: the root of a tree stands for all that is known to be one person.
        let parent = Buffer<Int32>(capacity: all.count)
        for i in 0..<all.count { parent.append(Int32(truncatingIfNeeded: i)) }
        func root(_ place: Int) -> Int {
            var place = place
            while Int(parent[place]) != place {
                parent[place] = parent[Int(parent[place])]
                place = Int(parent[place])
            }
            return place
        }
        let isPerson = Buffer<UInt8>(zeros: all.count)
        for pair in pairs {
            let person = place(pair.person)
            isPerson[person] = 1
            let (a, b) = (root(person), root(place(pair.other)))
            if a != b { parent[max(a, b)] = Int32(truncatingIfNeeded: min(a, b)) }
        }
        let stands = Buffer<Int32>(capacity: all.count)
        stands.append(repeating: -1, count: all.count)
        for i in 0..<all.count where isPerson[i] != 0 && stands[root(i)] < 0 {
            stands[root(i)] = Int32(truncatingIfNeeded: i)
        }
        keys = Buffer()
        persons = Buffer()
        for i in 0..<all.count {
            let person = Int(stands[root(i)])
            guard person >= 0, person != i else { continue }
            keys.append(all[i])
            persons.append(all[person])
        }
        var bits: UInt64 = 1
        while bits < 24, keys.count >> Int(bits) > 0 { bits += 1 }
        shift = 64 - bits
        starts = Buffer(capacity: 1 << Int(bits) + 1)
        starts.append(repeating: 0, count: (1 << Int(bits)) + 1)
        for key in keys.elements { starts[Self.bucket(key, shift) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    }

    private static func distinct(_ pairs: [(person: Int64, other: Int64)]) -> Buffer<Int64> {
        let all = Buffer<Int64>(capacity: pairs.count * 2)
        for pair in pairs {
            all.append(pair.person)
            all.append(pair.other)
        }
        var sorted = UnsafeMutableBufferPointer(start: all.pointer, count: all.count)
        sorted.sort()
        var kept = 0
        for key in all.elements where kept == 0 || all[kept - 1] != key {
            all[kept] = key
            kept += 1
        }
        all.count = kept
        return all
    }

    /// In the order of the keys, which are signed.
    @inline(__always) private static func bucket(_ key: Int64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (UInt64(bitPattern: key) ^ 1 << 63) >> shift)
    }

    /// The key that stands for the person of `key`.
    @inline(__always) func person(_ key: Int64) -> Int64 {
        let bucket = Self.bucket(key, shift)
        var place = Int(starts.pointer[bucket])
        let end = Int(starts.pointer[bucket + 1])
        while place < end {
            if keys.pointer[place] == key { return persons.pointer[place] }
            place += 1
        }
        return key
    }

    /// Keys that become one which is not among `known`, which are ascending.
    func strangers(among known: UnsafeBufferPointer<Int64>) -> Int {
        persons.elements.count { person in
            let place = known.firstPlace { $0 >= person }
            return place == known.count || known[place] != person
        }
    }
}

extension PersonIdentities? {
    /// The keys of a column, each as the one that stands for its person.
    func persons(_ keys: UnsafeBufferPointer<Int64>) -> PersonKeys {
        guard let self else { return PersonKeys(elements: keys, owner: nil) }
        let persons = Buffer<Int64>(capacity: keys.count)
        for i in 0..<keys.count { persons.pointer[i] = self.person(keys[i]) }
        persons.count = keys.count
        return PersonKeys(elements: UnsafeBufferPointer(start: persons.pointer, count: keys.count), owner: persons)
    }
}

/// Keys of a row group, as they are or in a buffer of their own, which must outlive their use.
struct PersonKeys {
    let elements: UnsafeBufferPointer<Int64>
    let owner: Buffer<Int64>?
}

extension NormalizeRun {
    /// The pairs of ids, or nil where there are none.
    func readIdentities() throws -> PersonIdentities? {
        guard let reader = try ingested("identities", Ingested.identities), reader.rowCount > 0 else { return nil }
        var pairs: [(person: Int64, other: Int64)] = []
        pairs.reserveCapacity(reader.rowCount)
        for index in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(index, columns: ["person_key", "other_key"])
            let person = try group.int64("person_key").values
            let other = try group.int64("other_key").values
            for i in 0..<group.rowCount { pairs.append((person[i], other[i])) }
            withExtendedLifetime(group) {}
        }
        return PersonIdentities(pairs: pairs)
    }

    /// Counts ids that are paired with nobody of the employees.
    func tellOfStrangers(_ known: Buffer<Int64>?) {
        guard let identities else { return }
        found(
            "identities.unknown_person", "identities",
            "ids are paired with a person who is in no employees row; rows under them are left out with the others",
            count: known.map { identities.strangers(among: $0.elements) } ?? identities.count)
    }

    /// Counts persons whom the pairs make of several ids of the employees, of rows sorted by person.
    func tellOfJoinedEmployees(_ rows: [EmployeeRow]) {
        guard identities != nil else { return }
        let joined = JoinedEmployees(rows)
        found(
            "identities.joined_employees", "identities",
            "persons have several ids in the employees export by the pairs; their rows are those of one person",
            count: joined.persons)
        found(
            "identities.contradicting_employees", "identities",
            "persons are made of ids of the employees export whose birth year or gender differ; they count as one person all the same: correct the pairs",
            count: joined.contradicting)
    }
}

/// Persons who have several ids in the employees export.
struct JoinedEmployees: Equatable {
    var persons = 0
    /// Of them those whose ids cannot be of one person by what the export says.
    var contradicting = 0

    /// - Parameter rows: sorted by person.
    init(_ rows: [EmployeeRow]) {
        var i = 0
        while i < rows.count {
            var isJoined = false
            var differs = false
            var birthYear: Int32?
            var gender = EmployeeRow.none
            var j = i
            while j < rows.count, rows[j].key == rows[i].key {
                let row = rows[j]
                if row.id != rows[i].id { isJoined = true }
                if let year = row.facts.birthYear {
                    if let known = birthYear, known != year { differs = true }
                    birthYear = year
                }
                if row.facts.words.0 >= 0 {
                    if gender >= 0, gender != row.facts.words.0 { differs = true }
                    gender = row.facts.words.0
                }
                j += 1
            }
            if isJoined {
                persons += 1
                if differs { contradicting += 1 }
            }
            i = j
        }
    }
}
