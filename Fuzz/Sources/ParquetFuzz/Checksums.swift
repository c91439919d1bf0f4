import Digests

@testable import Columnar

/// Checksums made right again after a mutation, where the rest is sound enough to find them.
enum Checksums {
    static func repair(_ bytes: inout [UInt8]) {
        guard let footer = footer(bytes) else { return }
        repairFooter(&bytes, footer)
        let groups = bytes.withUnsafeBytes { file in
            try? FooterDecoder.decode(UnsafeRawBufferPointer(rebasing: file[footer]), pagesEnd: footer.lowerBound)
                .groups
        }
        for group in groups ?? [] {
            for chunk in group.chunks {
                // A dictionary and a data page, where there are two.
                var place = chunk.start
                let end = chunk.start + chunk.storedCount
                for _ in 0..<2 where place < end {
                    guard let next = repairPage(&bytes, place..<end) else { break }
                    place = next
                }
            }
        }
    }

    /// Where the footer stands, if the end of the file says so.
    static func footer(_ bytes: [UInt8]) -> Range<Int>? {
        guard bytes.count >= 12 else { return nil }
        let end = bytes.count - 8
        let length = (0..<4).reduce(0) { $0 | Int(bytes[end + $1]) << ($1 * 8) }
        return length <= end - 4 ? end - length..<end : nil
    }

    private static func repairFooter(_ bytes: inout [UInt8], _ footer: Range<Int>) {
        let key = Array(MetadataKey.footerChecksum.utf8)
        guard let place = footer.first(where: { bytes[$0..<footer.upperBound].starts(with: key) }) else { return }
        // Between key and digits stand the kind and the length of the text.
        let digits = (place + key.count + 2)..<(place + key.count + 2 + MetadataKey.noChecksum.utf8.count)
        guard digits.upperBound <= footer.upperBound else { return }
        bytes.replaceSubrange(digits, with: MetadataKey.noChecksum.utf8)
        let sum = bytes[footer].withUnsafeBytes { CRC32.checksum($0) }
        bytes.replaceSubrange(digits, with: MetadataKey.checksumText(sum))
    }

    /// Where the page behind it begins; nil when there is no page header in `range`.
    private static func repairPage(_ bytes: inout [UInt8], _ range: Range<Int>) -> Int? {
        let found = bytes[range].withUnsafeBytes { page -> (sum: Range<Int>, body: Range<Int>)? in
            var reader = CompactReader(page)
            var sum: Range<Int>?
            var size: Int?
            var last: Int16 = 0
            do throws(FormatFault) {
                while let field = try reader.field(after: &last) {
                    let start = reader.position
                    if field.id == 3, field.kind == CompactWriter.Kind.i32 {
                        size = try reader.size()
                    } else {
                        try reader.skip(field.kind)
                    }
                    if field.id == 4 { sum = start..<reader.position }
                }
            } catch {
                return nil
            }
            guard let sum, let size, size <= reader.remaining else { return nil }
            return (sum, reader.position..<reader.position + size)
        }
        guard let found else { return nil }
        let body = range.lowerBound + found.body.lowerBound..<range.lowerBound + found.body.upperBound
        let checksum = Int32(bitPattern: bytes[body].withUnsafeBytes { CRC32.checksum($0) })
        // In as many bytes as were there: too long a number is still one, too short a place is left as it is.
        var rest = UInt32(bitPattern: (checksum << 1) ^ (checksum >> 31))
        guard found.sum.count >= 5 || rest >> UInt32(7 * found.sum.count) == 0 else { return body.upperBound }
        for place in found.sum {
            let isLast = place == found.sum.upperBound - 1
            bytes[range.lowerBound + place] = UInt8(rest & 0x7F) | (isLast ? 0 : 0x80)
            rest >>= 7
        }
        return body.upperBound
    }
}
