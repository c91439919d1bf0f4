/// One column of one row group in memory.
struct DecodedColumn {
    let kind: ColumnKind
    /// One value a row, of the width of the kind; codes for strings.
    let values: UnsafeRawPointer
    let valid: UnsafePointer<UInt8>?
    var dictionaryCount = 0
    var texts: UnsafeRawPointer?
    var starts: UnsafePointer<UInt32>?
    /// What the pointers point into, where it is not the file.
    var blocks: [ByteBlock]
}

/// Pages → one value a row. Values lie in the file where they can be read in place.
struct ColumnDecoder {
    let field: Field
    let rowCount: Int

    /// The bytes of a data page that follow the validity, with the validity.
    struct Values {
        var bytes: UnsafeRawBufferPointer
        /// One bit a row; nil if every row is present.
        var bits: UnsafeRawPointer?
        var present: Int
    }

    /// The verified pages of one chunk.
    private struct Opened {
        var values: Values
        var dictionary: VerifiedPage?
        /// What was packed lies in these; what was not, in the file.
        var blocks: [ByteBlock]
    }

    func decode(_ file: UnsafeRawBufferPointer, _ chunk: StoredChunk) throws(FormatFault) -> DecodedColumn {
        let opened = try open(file, chunk)
        var column = try decode(opened.values, opened.dictionary)
        column.blocks += opened.blocks
        return column
    }

    /// The values as they lie in the file, without room for absent rows.
    func packed<T: BitwiseCopyable>(
        _ file: MappedFile, _ chunk: StoredChunk, as type: T.Type
    ) throws(FormatFault) -> PackedColumn<T> {
        let opened = try open(file.bytes, chunk)
        let values = opened.values
        var codes: PackedColumn<T>.Codes?
        let source: UnsafeRawPointer
        if let dictionary = opened.dictionary {
            let numbers = try expect(dictionary.body, dictionary.valueCount * MemoryLayout<T>.size)
            let packed = try packedCodes(values, limit: dictionary.valueCount)
            let first = (packed?.only ?? 0) * MemoryLayout<T>.size
            codes = PackedColumn.Codes(width: packed?.width ?? 0, numbers: numbers + first)
            source = packed?.source ?? numbers
        } else {
            source = try expect(values.bytes, values.present * MemoryLayout<T>.size)
        }
        return PackedColumn(
            source, codes: codes, present: values.bits, rowCount: rowCount, file: file, blocks: opened.blocks)
    }

    /// The dictionary alone.
    func texts(_ file: UnsafeRawBufferPointer, _ chunk: StoredChunk) throws(FormatFault) -> [String] {
        var pages = PageReader(file, chunk)
        let page = try dictionary(&pages)
        let starts = try self.starts(page)
        return (0..<page.valueCount).map { text in
            let start = Int(starts.base.loadUnaligned(fromByteOffset: text * 4, as: UInt32.self))
            let next = Int(starts.base.loadUnaligned(fromByteOffset: (text + 1) * 4, as: UInt32.self))
            return String(decoding: page.body[start..<next - 4], as: UTF8.self)
        }
    }

    private func dictionary(_ pages: inout PageReader) throws(FormatFault) -> VerifiedPage {
        let page = try pages.next(Parquet.dictionaryPage)
        guard page.encoding == Parquet.plain || page.encoding == Parquet.plainDictionary else {
            throw .outside(found: "dictionary encoding \(page.encoding)", expected: "plain")
        }
        // The header has no checksum, and every value takes a byte at least.
        guard page.valueCount <= page.body.count else { throw .damaged("the dictionary is truncated") }
        return page
    }

    private func open(_ file: UnsafeRawBufferPointer, _ chunk: StoredChunk) throws(FormatFault) -> Opened {
        var pages = PageReader(file, chunk)
        let dictionary = chunk.dictionaryOffset != nil ? try dictionary(&pages) : nil
        guard pages.offset == chunk.dataOffset - chunk.start else {
            throw .damaged("the data page is not where the footer says")
        }
        let page = try pages.next(Parquet.dataPage)
        guard pages.isAtEnd else { throw .outside(found: "further pages", expected: "one data page") }
        guard page.valueCount == rowCount else {
            throw .damaged("found \(page.valueCount) rows, expected \(rowCount)")
        }
        let encodings =
            dictionary == nil ? [Parquet.plain] : [Parquet.dictionaryCodes, Parquet.plainDictionary]
        guard encodings.contains(page.encoding) else {
            throw .outside(found: "encoding \(page.encoding)", expected: "encoding \(encodings[0])")
        }
        let values = try split(page.body)
        guard values.present == rowCount - chunk.nullCount else {
            throw .damaged("found \(rowCount - values.present) absent values, expected \(chunk.nullCount)")
        }
        return Opened(
            values: values, dictionary: dictionary, blocks: [page.block, dictionary?.block].compactMap { $0 })
    }

    private func decode(_ values: Values, _ dictionary: VerifiedPage?) throws(FormatFault) -> DecodedColumn {
        switch field.kind {
        case .int32, .day: return try numbers(values, dictionary, Int32(0))
        case .int64: return try numbers(values, dictionary, Int64(0))
        case .float64: return try numbers(values, dictionary, Double(0))
        case .int128: return try wide(values)
        case .bool: return try bools(values)
        case .int8:
            guard let dictionary else { throw .damaged("the dictionary is missing") }
            return try smallNumbers(values, dictionary)
        case .string:
            guard let dictionary else { throw .damaged("the dictionary is missing") }
            return try strings(values, dictionary)
        }
    }

    // MARK: Validity

    /// Takes the validity off the front of an optional column's page.
    private func split(_ body: UnsafeRawBufferPointer) throws(FormatFault) -> Values {
        guard field.optional else { return Values(bytes: body, bits: nil, present: rowCount) }
        guard body.count >= 4 else { throw .damaged("the validity is truncated") }
        let length = Int(UInt32(littleEndian: body.loadUnaligned(as: UInt32.self)))
        guard length <= body.count - 4 else { throw .damaged("the validity is truncated") }
        var reader = CompactReader(UnsafeRawBufferPointer(rebasing: body[4..<(4 + length)]))
        let groups = (rowCount + 7) / 8
        guard try reader.varint() == UInt64(groups << 1 | 1), reader.remaining == groups else {
            throw .outside(found: "another layout of validity", expected: "one bit-packed run of \(groups) bytes")
        }
        let bits = UnsafeRawBufferPointer(rebasing: body[(4 + length - groups)..<(4 + length)])
        var present = 0
        for i in 0..<(rowCount / 8) { present &+= bits[i].nonzeroBitCount }
        if rowCount % 8 != 0 { present &+= (bits[groups - 1] & UInt8(1 << (rowCount % 8) - 1)).nonzeroBitCount }
        return Values(
            bytes: UnsafeRawBufferPointer(rebasing: body[(4 + length)...]),
            bits: present == rowCount ? nil : bits.baseAddress, present: present)
    }

    /// One byte a row.
    private func validity(_ values: Values) -> ByteBlock? {
        guard let bits = values.bits else { return nil }
        let block = ByteBlock(capacity: rowCount + 8)
        BitPacking.unpack(bits, count: rowCount, into: block.base)
        block.count = rowCount
        return block
    }

    private func column(_ values: UnsafeRawPointer, _ block: ByteBlock?, _ valid: ByteBlock?) -> DecodedColumn {
        DecodedColumn(
            kind: field.kind, values: values,
            valid: valid.map { UnsafePointer($0.base.assumingMemoryBound(to: UInt8.self)) },
            blocks: [block, valid].compactMap { $0 })
    }

    /// Spreads the present values over the rows; absent rows hold `absent`. `width`: bytes a value in `source`.
    private func spread<T: BitwiseCopyable>(
        _ source: UnsafeRawPointer, _ bits: UnsafeRawPointer?, absent: T,
        into target: UnsafeMutablePointer<T>, _ value: (UnsafeRawPointer, Int) -> T
    ) {
        guard let bits else {
            for i in 0..<rowCount { target[i] = value(source, i) }
            return
        }
        var k = 0
        var row = 0
        while row < rowCount {
            let byte = bits.load(fromByteOffset: row >> 3, as: UInt8.self)
            let end = min(row + 8, rowCount)
            if byte == 0xFF {
                for i in row..<end {
                    target[i] = value(source, k)
                    k &+= 1
                }
            } else {
                for i in row..<end {
                    if byte >> UInt8(i - row) & 1 != 0 {
                        target[i] = value(source, k)
                        k &+= 1
                    } else {
                        target[i] = absent
                    }
                }
            }
            row = end
        }
    }

    private func room<T>(for type: T.Type) -> (ByteBlock, UnsafeMutablePointer<T>) {
        let block = ByteBlock(capacity: rowCount * MemoryLayout<T>.stride)
        block.count = block.capacity
        return (block, block.base.bindMemory(to: T.self, capacity: rowCount))
    }

    private func expect(_ bytes: UnsafeRawBufferPointer, _ count: Int) throws(FormatFault) -> UnsafeRawPointer {
        guard bytes.count == count else { throw .damaged("found \(bytes.count) bytes of values, expected \(count)") }
        // An empty page has no address, and nothing is read from it.
        return bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 16).unsafelyUnwrapped
    }

    // MARK: Kinds

    private func numbers<T: BitwiseCopyable>(
        _ values: Values, _ dictionary: VerifiedPage?, _ zero: T
    ) throws(FormatFault) -> DecodedColumn {
        guard let dictionary else { return try plain(values, zero) }
        let width = MemoryLayout<T>.size
        let count = dictionary.valueCount
        let known = try expect(dictionary.body, count * width)
        let (block, target) = room(for: T.self)
        guard let codes = try packedCodes(values, limit: count) else {
            target.update(repeating: zero, count: rowCount)
            return column(block.base, block, validity(values))
        }
        spread(codes, values.bits, absent: zero, into: target) {
            known.loadUnaligned(fromByteOffset: $0 &* width, as: T.self)
        }
        return column(block.base, block, validity(values))
    }

    private func plain<T: BitwiseCopyable>(_ values: Values, _ zero: T) throws(FormatFault) -> DecodedColumn {
        let width = MemoryLayout<T>.size
        let source = try expect(values.bytes, values.present * width)
        if values.bits == nil, UInt(bitPattern: source) % UInt(MemoryLayout<T>.alignment) == 0 {
            return column(source, nil, nil)
        }
        let (block, target) = room(for: T.self)
        if values.bits == nil {
            block.base.copyMemory(from: source, byteCount: rowCount * width)
        } else {
            spread(source, values.bits, absent: zero, into: target) {
                $0.loadUnaligned(fromByteOffset: $1 &* width, as: T.self)
            }
        }
        return column(block.base, block, validity(values))
    }

    private func wide(_ values: Values) throws(FormatFault) -> DecodedColumn {
        let source = try expect(values.bytes, values.present * 16)
        let (block, target) = room(for: Int128.self)
        spread(source, values.bits, absent: 0, into: target) {
            Int128(bigEndian: $0.loadUnaligned(fromByteOffset: $1 &* 16, as: Int128.self))
        }
        return column(block.base, block, validity(values))
    }

    private func bools(_ values: Values) throws(FormatFault) -> DecodedColumn {
        let source = try expect(values.bytes, (values.present + 7) / 8)
        let block = ByteBlock(capacity: rowCount + 8)
        block.count = rowCount
        if values.bits == nil {
            BitPacking.unpack(source, count: rowCount, into: block.base)
        } else {
            spread(source, values.bits, absent: 0, into: block.base.bindMemory(to: UInt8.self, capacity: rowCount)) {
                $0.load(fromByteOffset: $1 >> 3, as: UInt8.self) >> UInt8($1 & 7) & 1
            }
        }
        return column(block.base, block, validity(values))
    }

    private func smallNumbers(_ values: Values, _ dictionary: VerifiedPage) throws(FormatFault) -> DecodedColumn {
        let count = dictionary.valueCount
        guard count <= 256, dictionary.body.count == count * 4 else {
            throw .damaged("the dictionary does not hold the \(count) numbers expected")
        }
        var numbers = [Int8](repeating: 0, count: 256)
        for i in 0..<count {
            let number = Int32(littleEndian: dictionary.body.loadUnaligned(fromByteOffset: i * 4, as: Int32.self))
            guard let small = Int8(exactly: number) else { throw .damaged("a number has more than 8 bits") }
            numbers[i] = small
        }
        let (codes, block) = try self.codes(values, limit: count)
        let (result, target) = room(for: Int8.self)
        for i in 0..<rowCount { target[i] = codes[i] < 0 ? 0 : numbers[Int(codes[i])] }
        _ = block
        return column(result.base, result, validity(values))
    }

    private func strings(_ values: Values, _ dictionary: VerifiedPage) throws(FormatFault) -> DecodedColumn {
        let starts = try starts(dictionary)
        let (_, block) = try codes(values, limit: dictionary.valueCount)
        var result = column(block.base, block, nil)
        result.blocks.append(starts)
        result.dictionaryCount = dictionary.valueCount
        result.texts = dictionary.body.baseAddress
        result.starts = UnsafePointer(starts.base.assumingMemoryBound(to: UInt32.self))
        return result
    }

    /// Where each text of a dictionary begins in its page, and four bytes beyond the last one's end.
    private func starts(_ dictionary: VerifiedPage) throws(FormatFault) -> ByteBlock {
        let count = dictionary.valueCount
        let body = dictionary.body
        // Each text has a length of four bytes, which pays for its entry in `starts`.
        guard count <= body.count / 4 else { throw .damaged("the dictionary is truncated") }
        let starts = ByteBlock(capacity: (count + 1) * 4)
        var position = 0
        for _ in 0..<count {
            guard body.count - position >= 4 else { throw .damaged("the dictionary is truncated") }
            let length = Int(UInt32(littleEndian: body.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
            guard length <= body.count - position - 4 else { throw .damaged("the dictionary is truncated") }
            position += 4
            starts.add32(UInt32(position))
            guard UTF8Check.holds(UnsafeRawBufferPointer(rebasing: body[position..<(position + length)])) else {
                throw .damaged("a text of the dictionary is not UTF-8")
            }
            position += length
        }
        guard position == body.count else { throw .damaged("bytes follow the dictionary") }
        starts.add32(UInt32(position + 4))
        return starts
    }

    /// One code a row, −1 where absent, all below `limit`.
    private func codes(
        _ values: Values, limit: Int
    ) throws(FormatFault) -> (UnsafePointer<Int32>, ByteBlock) {
        let (block, target) = room(for: Int32.self)
        guard let codes = try packedCodes(values, limit: limit) else {
            target.update(repeating: -1, count: rowCount)
            return (UnsafePointer(target), block)
        }
        spread(codes, values.bits, absent: -1, into: target) { Int32(truncatingIfNeeded: $0) }
        return (UnsafePointer(target), block)
    }

    /// What the codes stand for, spread over the rows.
    @inline(__always)
    private func spread<T: BitwiseCopyable>(
        _ codes: PackedCodes, _ bits: UnsafeRawPointer?, absent: T, into target: UnsafeMutablePointer<T>,
        _ meaning: (Int) -> T
    ) {
        switch codes.width {
        case 0:
            let only = meaning(codes.only)
            spread(codes.source, bits, absent: absent, into: target) { _, _ in only }
        case 8: spread(codes.source, bits, absent: absent, into: target) { meaning(Int(byte($0, $1))) }
        case 16: spread(codes.source, bits, absent: absent, into: target) { meaning(Int(half($0, $1))) }
        default: spread(codes.source, bits, absent: absent, into: target) { meaning(Int(word($0, $1))) }
        }
    }

    /// Codes as they lie in a page, one a present row.
    private struct PackedCodes {
        let source: UnsafeRawPointer
        /// Bits a code: 8, 16 or 32; 0 where the page says once that all rows have the code `only`.
        let width: Int
        var only = 0
    }

    /// The codes of the present rows, all below `limit`; nil where no row is present.
    private func packedCodes(_ values: Values, limit: Int) throws(FormatFault) -> PackedCodes? {
        guard let width = values.bytes.first.map({ Int($0) }), width == 8 || width == 16 || width == 32 else {
            throw .outside(found: "codes of another width", expected: "8, 16 or 32 bits")
        }
        let rest = UnsafeRawBufferPointer(rebasing: values.bytes[1...])
        let groups = (values.present + 7) / 8
        if groups == 0 {
            _ = try expect(rest, 0)
            return nil
        }
        var reader = CompactReader(rest)
        let header = try reader.varint()
        let body = UnsafeRawBufferPointer(rebasing: rest[reader.position...])
        let limit = min(limit, Int(Int32.max))
        if header == UInt64(values.present << 1) {
            let source = try expect(body, width / 8)
            let only = (0..<width / 8).reduce(0) { $0 | Int(body[$1]) << ($1 * 8) }
            guard only < limit else { throw .damaged("a code is not in the dictionary") }
            return PackedCodes(source: source, width: 0, only: only)
        }
        guard header == UInt64(groups << 1 | 1) else {
            throw .outside(found: "another layout of codes", expected: "one run")
        }
        let source = try expect(body, groups * width)
        let highest: Int
        switch width {
        case 8: highest = Int(highestCode(source, values.present, byte))
        case 16: highest = Int(highestCode(source, values.present, half))
        default: highest = Int(highestCode(source, values.present, word))
        }
        guard highest < limit else { throw .damaged("a code is not in the dictionary") }
        return PackedCodes(source: source, width: width)
    }

    @inline(__always)
    private func highestCode<Code: FixedWidthInteger>(
        _ source: UnsafeRawPointer, _ count: Int, _ code: (UnsafeRawPointer, Int) -> Code
    ) -> Code {
        var highest: Code = 0
        for i in 0..<count { highest = max(highest, code(source, i)) }
        return highest
    }

    @inline(__always)
    private func byte(_ source: UnsafeRawPointer, _ place: Int) -> UInt8 {
        source.load(fromByteOffset: place, as: UInt8.self)
    }

    @inline(__always)
    private func half(_ source: UnsafeRawPointer, _ place: Int) -> UInt16 {
        UInt16(littleEndian: source.loadUnaligned(fromByteOffset: place &* 2, as: UInt16.self))
    }

    @inline(__always)
    private func word(_ source: UnsafeRawPointer, _ place: Int) -> UInt32 {
        UInt32(littleEndian: source.loadUnaligned(fromByteOffset: place &* 4, as: UInt32.self))
    }
}
