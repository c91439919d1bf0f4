import Columnar

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Rows of every kind, made from a seed, and the means to hold a read row group against them.
final class SampleTable {
    let schema: TableSchema
    let rows: Int
    let optional: Bool
    let valid: [Buffer<UInt8>]
    let bools = Buffer<UInt8>()
    let small = Buffer<Int8>()
    let numbers = Buffer<Int32>()
    let days = Buffer<Int32>()
    let large = Buffer<Int64>()
    let floats = Buffer<Double>()
    let wide = Buffer<Int128>()
    let codes = Buffer<Int32>()
    let pool = StringPool()
    let constant = "konstant – ständig"
    /// How many different numbers there are, where they repeat.
    let repeated: Int?

    static let columns: [(name: String, kind: ColumnKind)] = [
        ("flag", .bool), ("small", .int8), ("number", .int32), ("day", .day), ("large", .int64), ("float", .float64),
        ("wide", .int128), ("text", .string), ("constant", .string),
    ]

    static let widest: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    static func schema(optional: Bool) -> TableSchema {
        TableSchema(
            name: "sample", version: 3, grain: "one row a sample", personLevel: false, sortedBy: ["day", "number"],
            fields: columns.map { Field($0.name, $0.kind, optional: optional, unit: "unit", "what \($0.name) means") })
    }

    /// `present`: the share of rows with a value, of 100. `distinct`: the number of different texts; `repeated`: that of
    /// different numbers, which are then offered as repeating.
    init(rows: Int, optional: Bool, present: Int = 70, distinct: Int = 40, repeated: Int? = nil, seed: UInt64) {
        self.repeated = repeated
        var random = SeededGenerator(seed: seed)
        schema = Self.schema(optional: optional)
        self.rows = rows
        self.optional = optional
        valid = Self.columns.map { _ in Buffer<UInt8>(capacity: rows) }
        let edges: [Int64] = [0, 1, -1, Int64.max, Int64.min]
        let odd: [Double] = [0, -0.0, .infinity, -.infinity, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        for i in 0..<distinct { _ = pool.code(Self.text(i)) }
        for row in 0..<rows {
            for flags in valid { flags.append(Int.random(in: 0..<100, using: &random) < present ? 1 : 0) }
            let any = random.next()
            let edge = any % 7 == 0
            bools.append(UInt8(any >> 8 & 1))
            small.append(Int8(truncatingIfNeeded: any >> 16))
            numbers.append(edge ? (any & 8 == 0 ? .max : .min) : Int32(truncatingIfNeeded: any >> 32))
            days.append(Int32(truncatingIfNeeded: row) - 400)
            large.append(edge ? edges[Int(any >> 20) % edges.count] : Int64(bitPattern: any))
            floats.append(edge ? odd[Int(any >> 24) % odd.count] : Double(Int64(bitPattern: any)) / 1e6)
            wide.append(edge ? (any & 8 == 0 ? Self.widest : -Self.widest) : Int128(Int64(bitPattern: any)) * 1_000_003)
            if let repeated, row >= repeated {
                let like = Int(any >> 5 % UInt64(repeated))
                numbers[row] = numbers[like]
                days[row] = days[like]
                large[row] = large[like]
                floats[row] = floats[like]
            }
            codes.append(distinct == 0 ? -1 : row < distinct ? Int32(row) : Int32(any >> 3 % UInt64(distinct)))
        }
    }

    /// Texts of one to four bytes a character, with what CSV and databases stumble over.
    static func text(_ i: Int) -> String {
        switch i {
        case 0: ""
        case 1: "Zoë, \"née\" Müller"
        case 2: "日本語の部署"
        case 3: "👩🏽‍💻 remote"
        case 4: "line\nbreak"
        case 5: "nul\u{0}inside"
        case 6: "عربي"
        default: "Abteilung \(i)"
        }
    }

    func slices(from first: Int = 0) -> [ColumnSlice] {
        let flags = valid.map { optional ? UnsafePointer($0.pointer + first) : nil }
        return [
            ColumnSlice(.bool(bools.pointer + first), valid: flags[0]),
            ColumnSlice(.int8(small.pointer + first), valid: flags[1]),
            ColumnSlice(.int32(numbers.pointer + first), valid: flags[2], repeats: repeated != nil),
            ColumnSlice(.int32(days.pointer + first), valid: flags[3], repeats: repeated != nil),
            ColumnSlice(.int64(large.pointer + first), valid: flags[4], repeats: repeated != nil),
            ColumnSlice(.float64(floats.pointer + first), valid: flags[5], repeats: repeated != nil),
            ColumnSlice(.int128(wide.pointer + first), valid: flags[6]),
            ColumnSlice(.string(codes: codes.pointer + first, pool: pool), valid: flags[7]),
            ColumnSlice(.constantString(constant), valid: flags[8]),
        ]
    }

    /// Writes the rows in groups of `groupRows`.
    func write(
        to path: String, groupRows: Int = Profile.maximumGroupRows, compression: PageCompression = .none,
        metadata: [(String, String)] = [("run", "r-1")]
    ) throws -> WrittenTable {
        let writer = try TableWriter(path: path, schema: schema, metadata: metadata)
        var first = 0
        while first < rows {
            let count = min(groupRows, rows - first)
            try writer.append(
                RowGroupEncoder.encode(schema, rowCount: count, columns: slices(from: first), compression: compression))
            first += count
        }
        return try writer.finish(metadata: [("finished", "yes")])
    }

    func isPresent(_ column: Int, _ row: Int) -> Bool {
        if column == 7, codes[row] < 0 { return false }
        return !optional || valid[column][row] == 1
    }

    /// The first difference between `group`, which begins at row `first`, and what was written; nil if none.
    func difference(_ group: RowGroup, from first: Int = 0) throws -> String? {
        func compare<T: BitwiseCopyable & Equatable>(_ c: Int, _ view: ColumnView<T>, _ wanted: Buffer<T>) -> String? {
            for row in 0..<group.rowCount {
                let here = isPresent(c, first + row)
                let found = view[row]
                guard here ? found == wanted[first + row] : found == nil else {
                    return "\(Self.columns[c].name), row \(first + row)"
                }
                if !here, let zero = view.values.first.map({ _ in view.values[row] }) {
                    guard withUnsafeBytes(of: zero, { $0.allSatisfy { $0 == 0 } }) else {
                        return "an absent row is not 0"
                    }
                }
            }
            return nil
        }
        func compare(_ c: Int, _ view: StringColumn, _ wanted: (Int) -> String) -> String? {
            for row in 0..<group.rowCount {
                let expected = isPresent(c, first + row) ? wanted(first + row) : nil
                guard view[row] == expected else { return "\(Self.columns[c].name), row \(first + row)" }
            }
            return nil
        }
        let text = try group.strings("text")
        let texts = (0..<Int32(pool.count)).map { pool.string($0) }
        return try compare(0, group.bool("flag"), bools) ?? compare(1, group.int8("small"), small)
            ?? compare(2, group.int32("number"), numbers) ?? compare(3, group.int32("day"), days)
            ?? compare(4, group.int64("large"), large) ?? compare(5, group.float64("float"), floats)
            ?? compare(6, group.int128("wide"), wide) ?? compare(7, text) { texts[Int(self.codes[$0])] }
            ?? compare(8, group.strings("constant")) { _ in self.constant }
    }

    /// The same of columns that are read row by row, and of a dictionary alone.
    private func packedDifference(_ reader: TableReader, group: Int, from first: Int) throws -> String? {
        let number = try reader.packedInt32("number", ofGroup: group)
        let float = try reader.packedFloat64("float", ofGroup: group)
        for row in 0..<reader.rowCount(ofGroup: group) {
            let at = first + row
            guard number[row] == (isPresent(2, at) ? numbers[at] : nil) else { return "packed number, row \(at)" }
            guard float[row]?.bitPattern == (isPresent(5, at) ? floats[at].bitPattern : nil) else {
                return "packed float, row \(at)"
            }
        }
        let text = try reader.readGroup(group, columns: ["text"]).strings("text")
        let texts = (0..<Int32(text.dictionaryCount)).map(text.string)
        return try reader.texts("text", ofGroup: group) == texts ? nil : "texts of row group \(group)"
    }

    /// The first difference between the table at `path` and what was written; nil if none.
    func difference(at path: String, groupRows: Int = Profile.maximumGroupRows) throws -> String? {
        let reader = try TableReader(path: path, expecting: schema)
        guard reader.rowCount == rows, reader.rowGroupCount == (rows + groupRows - 1) / groupRows else {
            return "\(reader.rowCount) rows in \(reader.rowGroupCount) groups"
        }
        var first = 0
        for i in 0..<reader.rowGroupCount {
            let group = try reader.readGroup(i)
            guard group.rowCount == reader.rowCount(ofGroup: i) else { return "row group \(i)" }
            if let difference = try difference(group, from: first) ?? packedDifference(reader, group: i, from: first) {
                return difference
            }
            first += group.rowCount
        }
        return nil
    }
}
