/// Encodes one column of one row group into page bodies.
struct ColumnEncoder {
    let table: String
    let field: Field
    let rowCount: Int
    let valid: UnsafePointer<UInt8>?
    let repeats: Bool

    func encode(_ values: ColumnSlice.Values) throws(ColumnarError) -> PlainChunk {
        switch values {
        case .string(let codes, let pool): return try strings(codes, pool)
        case .constantString(let text): return try constant(text)
        case .int8(let values): return try smallNumbers(values)
        case .bool(let values): return try bools(values)
        case .int32(let values): return try numbers(values)
        case .int64(let values): return try numbers(values)
        case .float64(let values):
            return try values.withMemoryRebound(to: UInt64.self, capacity: rowCount) {
                bits throws(ColumnarError) in try plainOrCoded(bits)
            }
        case .int128(let values): return try wideNumbers(values)
        case .absent: return try nothing()
        }
    }

    // MARK: Kinds

    private func numbers<T: FixedWidthInteger & BitwiseCopyable>(
        _ values: UnsafePointer<T>
    ) throws(ColumnarError) -> PlainChunk where T.Magnitude: BitwiseCopyable {
        var chunk = try values.withMemoryRebound(to: T.Magnitude.self, capacity: rowCount) {
            bits throws(ColumnarError) in try plainOrCoded(bits)
        }
        guard chunk.nullCount < rowCount else { return chunk }
        var low = T.max
        var high = T.min
        if chunk.nullCount == 0 {
            for i in 0..<rowCount {
                low = min(low, values[i])
                high = max(high, values[i])
            }
        } else if let valid {
            for i in 0..<rowCount where valid[i] & 1 != 0 {
                low = min(low, values[i])
                high = max(high, values[i])
            }
        }
        chunk.minimum = Int64(truncatingIfNeeded: low)
        chunk.maximum = Int64(truncatingIfNeeded: high)
        return chunk
    }

    /// The numbers themselves, or codes of them where they repeat so much that codes take less room.
    private func plainOrCoded<Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ values: UnsafePointer<Bits>
    ) throws(ColumnarError) -> PlainChunk {
        let present = Self.count(valid, rowCount)
        guard repeats, present > 0,
            let repeated = RepeatedNumbers(values, valid, rowCount: rowCount, present: present)
        else {
            var chunk = try begin(valid, present: present, valueBytes: rowCount * MemoryLayout<Bits>.size)
            append(values, to: &chunk)
            return chunk
        }
        let width = repeated.codeWidth
        var chunk = try begin(
            valid, present: present, valueBytes: Self.runHeaderBytes + (present + 8) * (width / 8))
        chunk.encoding = Parquet.dictionaryCodes
        chunk.dictionary = repeated.numbers
        chunk.dictionaryCount = repeated.count
        guard repeated.count > 1 else {
            writeOnlyCode(&chunk, present: present)
            return chunk
        }
        let target = beginCodes(&chunk, width: width, present: present)
        if width == 16 {
            target.copyMemory(from: repeated.codes.base, byteCount: present * 2)
        } else {
            let codes = repeated.codes.base.assumingMemoryBound(to: UInt16.self)
            for i in 0..<present {
                target.storeBytes(of: UInt8(truncatingIfNeeded: codes[i]), toByteOffset: i, as: UInt8.self)
            }
        }
        return chunk
    }

    private func wideNumbers(_ values: UnsafePointer<Int128>) throws(ColumnarError) -> PlainChunk {
        let chunk = try begin(valid, valueBytes: rowCount * 16)
        // DECIMAL(38) ends where 39 digits begin.
        let limit: Int128 = 100_000_000_000_000_000_000_000_000_000_000_000_000
        for i in 0..<rowCount {
            if let valid, valid[i] & 1 == 0 { continue }
            guard values[i] < limit, values[i] > -limit else {
                throw outside("a number of 39 digits", "at most 38 digits")
            }
            chunk.data.end.storeBytes(of: values[i].bigEndian, as: Int128.self)
            chunk.data.count += 16
        }
        return chunk
    }

    private func bools(_ values: UnsafePointer<UInt8>) throws(ColumnarError) -> PlainChunk {
        let chunk = try begin(valid, valueBytes: (rowCount + 7) / 8)
        if chunk.nullCount == 0 {
            chunk.data.count += BitPacking.pack(values, count: rowCount, into: chunk.data.end)
            return chunk
        }
        let dense = ByteBlock(capacity: rowCount + 1)
        Self.compact(values, valid, rowCount, into: dense.base)
        let present = rowCount - chunk.nullCount
        chunk.data.count += BitPacking.pack(
            dense.base.assumingMemoryBound(to: UInt8.self), count: present, into: chunk.data.end)
        return chunk
    }

    private func smallNumbers(_ values: UnsafePointer<Int8>) throws(ColumnarError) -> PlainChunk {
        var chunk = try begin(valid, valueBytes: 6 + rowCount + 8)
        chunk.encoding = Parquet.dictionaryCodes
        let dictionary = ByteBlock(capacity: 256 * 4)
        var codeOf = [Int16](repeating: -1, count: 256)
        let target = beginCodes(&chunk, width: 8, present: rowCount - chunk.nullCount)
        var k = 0
        for i in 0..<rowCount {
            if let valid, valid[i] & 1 == 0 { continue }
            let position = Int(UInt8(bitPattern: values[i]))
            if codeOf[position] < 0 {
                codeOf[position] = Int16(dictionary.count / 4)
                dictionary.add32(UInt32(bitPattern: Int32(values[i])))
            }
            target.storeBytes(of: UInt8(truncatingIfNeeded: codeOf[position]), toByteOffset: k, as: UInt8.self)
            k += 1
        }
        chunk.dictionary = dictionary
        chunk.dictionaryCount = dictionary.count / 4
        return chunk
    }

    private func constant(_ text: String) throws(ColumnarError) -> PlainChunk {
        var chunk = try begin(valid, valueBytes: Self.runHeaderBytes)
        chunk.encoding = Parquet.dictionaryCodes
        let bytes = Array(text.utf8)
        try checkPage(bytes.count + 4)
        let dictionary = ByteBlock(capacity: bytes.count + 4)
        if chunk.nullCount < rowCount {
            dictionary.add32(UInt32(bytes.count))
            bytes.withUnsafeBytes { dictionary.add($0) }
            chunk.dictionaryCount = 1
        }
        chunk.dictionary = dictionary
        writeOnlyCode(&chunk, present: rowCount - chunk.nullCount)
        return chunk
    }

    private func nothing() throws(ColumnarError) -> PlainChunk {
        guard field.optional else {
            throw .misuse("table \(table), column \(field.name): all values are absent, the column is required")
        }
        let groups = (rowCount + 7) / 8
        let block = ByteBlock(capacity: 4 + 5 + groups + 6)
        beginValidity(groups, in: block)
        block.end.initializeMemory(as: UInt8.self, repeating: 0, count: groups)
        block.count += groups
        var chunk = PlainChunk(data: block, rowCount: rowCount, encoding: Parquet.plain)
        chunk.nullCount = rowCount
        chunk.valuesOffset = block.count
        if Parquet.isAlwaysCoded(field.kind) {
            chunk.encoding = Parquet.dictionaryCodes
            chunk.dictionary = ByteBlock(capacity: 1)
            _ = beginCodes(&chunk, width: 8, present: 0)
        }
        return chunk
    }

    private func strings(_ codes: UnsafePointer<Int32>, _ pool: StringPool) throws(ColumnarError) -> PlainChunk {
        if let text = only(codes, pool) { return try constant(text) }
        let poolCount = pool.count
        // A stamp for each string of the pool instead of hashing; zeroed pages that are not touched cost nothing.
        let stamps = ZeroedStamps(count: poolCount)
        let local = ByteBlock(capacity: rowCount * 4)
        let order = ByteBlock(capacity: rowCount * 4)
        let presence = ByteBlock(capacity: rowCount)
        let localCodes = local.base.assumingMemoryBound(to: UInt32.self)
        let poolCodes = order.base.assumingMemoryBound(to: Int32.self)
        let present = presence.base.assumingMemoryBound(to: UInt8.self)
        var dictionaryCount: UInt32 = 0
        var k = 0
        for i in 0..<rowCount {
            let code = codes[i]
            let here = code >= 0 && (valid == nil || valid.unsafelyUnwrapped[i] & 1 != 0)
            present[i] = here ? 1 : 0
            guard here else { continue }
            guard Int(code) < poolCount else {
                throw .misuse("table \(table), column \(field.name): a code is not of the pool given")
            }
            var stamp = stamps.base[Int(code)]
            if stamp == 0 {
                poolCodes[Int(dictionaryCount)] = code
                dictionaryCount += 1
                stamp = dictionaryCount
                stamps.base[Int(code)] = stamp
            }
            localCodes[k] = stamp - 1
            k += 1
        }
        let width = dictionaryCount <= 1 << 8 ? 8 : dictionaryCount <= 1 << 16 ? 16 : 32
        var chunk = try begin(k == rowCount ? nil : present, valueBytes: 6 + (rowCount + 8) * (width / 8))
        chunk.encoding = Parquet.dictionaryCodes
        let target = beginCodes(&chunk, width: width, present: k)
        switch width {
        case 8:
            for i in 0..<k {
                target.storeBytes(of: UInt8(truncatingIfNeeded: localCodes[i]), toByteOffset: i, as: UInt8.self)
            }
        case 16:
            for i in 0..<k {
                target.storeBytes(of: UInt16(truncatingIfNeeded: localCodes[i]), toByteOffset: i * 2, as: UInt16.self)
            }
        default: target.copyMemory(from: local.base, byteCount: k * 4)
        }
        chunk.dictionary = try dictionary(poolCodes, Int(dictionaryCount), pool)
        chunk.dictionaryCount = Int(dictionaryCount)
        return chunk
    }

    /// The text of a column that holds no other, as metrics and breakdowns often do.
    private func only(_ codes: UnsafePointer<Int32>, _ pool: StringPool) -> String? {
        guard valid == nil, rowCount > 0, codes[0] >= 0, Int(codes[0]) < pool.count else { return nil }
        var differs: Int32 = 0
        for i in 0..<rowCount { differs |= codes[i] ^ codes[0] }
        return differs == 0 && UTF8Check.holds(pool.bytes(codes[0])) ? pool.string(codes[0]) : nil
    }

    private func dictionary(
        _ poolCodes: UnsafePointer<Int32>, _ count: Int, _ pool: StringPool
    ) throws(ColumnarError) -> ByteBlock {
        var size = 0
        for i in 0..<count {
            size += 4 + pool.bytes(poolCodes[i]).count
            try checkPage(size)
        }
        let block = ByteBlock(capacity: size)
        for i in 0..<count {
            let bytes = pool.bytes(poolCodes[i])
            // What the reader would refuse is not written.
            guard UTF8Check.holds(bytes) else { throw outside("text that is not UTF-8", "UTF-8") }
            block.add32(UInt32(bytes.count))
            block.add(bytes)
        }
        return block
    }

    // MARK: Pieces of a page

    /// The data page up to the values: the validity of an optional column, and room for `valueBytes`.
    ///
    /// `present`: how many rows have a value, where that was counted before.
    private func begin(
        _ valid: UnsafePointer<UInt8>?, present: Int? = nil, valueBytes: Int
    ) throws(ColumnarError) -> PlainChunk {
        let present = present ?? Self.count(valid, rowCount)
        guard field.optional || present == rowCount else {
            throw .misuse(
                "table \(table), column \(field.name): \(rowCount - present) values are absent, the column is required")
        }
        let groups = (rowCount + 7) / 8
        // 16 bytes more: `compact` writes one element past the last.
        let block = ByteBlock(capacity: (field.optional ? 4 + 5 + groups : 0) + valueBytes + 16)
        if field.optional {
            beginValidity(groups, in: block)
            if let valid, present < rowCount {
                block.count += BitPacking.pack(valid, count: rowCount, into: block.end)
            } else {
                block.end.initializeMemory(as: UInt8.self, repeating: 0xFF, count: groups)
                block.count += groups
                if rowCount % 8 != 0 {
                    block.base.storeBytes(
                        of: UInt8(1 << (rowCount % 8) - 1), toByteOffset: block.count - 1, as: UInt8.self)
                }
            }
        }
        var chunk = PlainChunk(data: block, rowCount: rowCount, encoding: Parquet.plain)
        chunk.nullCount = rowCount - present
        chunk.valuesOffset = block.count
        return chunk
    }

    /// Length and run header of the validity, before its bits.
    private func beginValidity(_ groups: Int, in block: ByteBlock) {
        block.add32(UInt32(Self.varintSize(groups << 1 | 1) + groups))
        Self.addVarint(groups << 1 | 1, to: block)
    }

    /// Room for the bit width of codes, the header of their run and, of a run of one code, that code.
    private static let runHeaderBytes = 8

    /// One run that says once that all present rows have the code 0.
    private func writeOnlyCode(_ chunk: inout PlainChunk, present: Int) {
        let block = chunk.data
        block.add(8)
        guard present > 0 else { return }
        Self.addVarint(present << 1, to: block)
        chunk.valuesOffset = block.count
        block.add(0)
    }

    /// Bit width and run header of the codes, and zeros for the codes; returns where they go.
    private func beginCodes(_ chunk: inout PlainChunk, width: Int, present: Int) -> UnsafeMutableRawPointer {
        let block = chunk.data
        block.add(UInt8(width))
        guard present > 0 else { return block.end }
        let groups = (present + 7) / 8
        Self.addVarint(groups << 1 | 1, to: block)
        chunk.valuesOffset = block.count
        let target = block.end
        target.initializeMemory(as: UInt8.self, repeating: 0, count: groups * width)
        block.count += groups * width
        return target
    }

    /// The present values, one after the other.
    private func append<T: BitwiseCopyable>(_ values: UnsafePointer<T>, to chunk: inout PlainChunk) {
        if chunk.nullCount == rowCount { return }
        if chunk.nullCount == 0 {
            chunk.data.add(UnsafeRawBufferPointer(start: values, count: rowCount * MemoryLayout<T>.size))
        } else {
            Self.compact(values, valid, rowCount, into: chunk.data.end)
            chunk.data.count += (rowCount - chunk.nullCount) * MemoryLayout<T>.size
        }
    }

    /// Moves present values together; may write one element past the last.
    private static func compact<T: BitwiseCopyable>(
        _ values: UnsafePointer<T>, _ valid: UnsafePointer<UInt8>?, _ count: Int, into target: UnsafeMutableRawPointer
    ) {
        guard let valid else { return }
        var k = 0
        for i in 0..<count {
            target.storeBytes(of: values[i], toByteOffset: k, as: T.self)
            k += Int(valid[i] & 1) * MemoryLayout<T>.size
        }
    }

    private func checkPage(_ size: Int) throws(ColumnarError) {
        guard size <= Profile.maximumPageBytes else {
            throw outside("a page above \(Profile.maximumPageBytes) bytes", "smaller row groups")
        }
    }

    private func outside(_ found: String, _ expected: String) -> ColumnarError {
        .outsideProfile(path: "table \(table)", column: field.name, found: found, expected: expected)
    }

    private static func count(_ valid: UnsafePointer<UInt8>?, _ rowCount: Int) -> Int {
        valid.map { BitPacking.count($0, count: rowCount) } ?? rowCount
    }

    private static func varintSize(_ value: Int) -> Int { value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : 3 }

    private static func addVarint(_ value: Int, to block: ByteBlock) {
        var rest = value
        while rest >= 0x80 {
            block.add(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        block.add(UInt8(rest))
    }
}
