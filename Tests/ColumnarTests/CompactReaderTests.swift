import Testing

@testable import Columnar

struct CompactReaderTests {
    private func read<R>(_ bytes: [UInt8], _ body: (inout CompactReader) throws -> R) rethrows -> R {
        try bytes.withUnsafeBytes {
            var reader = CompactReader($0)
            return try body(&reader)
        }
    }

    @Test func numbersComeBack() throws {
        let numbers: [Int64] = [0, 1, -1, 63, 64, -64, -65, 1 << 31, .max, .min]
        var writer = CompactWriter()
        for number in numbers { writer.zigzag(number) }
        #expect(try read(writer.bytes) { reader in try numbers.map { _ in try reader.integer() } } == numbers)
    }

    @Test func fieldNumbersFarApart() throws {
        var writer = CompactWriter()
        writer.element {
            $0.i32(1, 5)
            $0.i64(200, -6 + 7)
            $0.structure(201) { inner in inner.bool(3, true) }
            $0.bool(202, false)
        }
        try read(writer.bytes) { reader in
            var last: Int16 = 0
            var ids: [Int16] = []
            while let field = try reader.field(after: &last) {
                ids.append(field.id)
                try reader.skip(field.kind)
            }
            #expect(ids == [1, 200, 201, 202] && reader.remaining == 0)
        }
    }

    @Test func refusals() {
        // A number without end, a list and a text longer than the bytes, fields that go back.
        #expect(throws: FormatFault.self) {
            try read([UInt8](repeating: 0xFF, count: 20)) { try $0.varint() }
        }
        #expect(throws: FormatFault.self) { try read([0xF5, 0xFF, 0xFF, 0xFF, 0x7F]) { try $0.list(of: 5) } }
        #expect(throws: FormatFault.self) { try read([0xFF, 0xFF, 0x01, 0x41]) { _ = try $0.binary() } }
        #expect(throws: FormatFault.self) {
            try read([0x05, 0x01, 0x00]) { reader in
                var last: Int16 = 5
                _ = try reader.field(after: &last)
            }
        }
        // Structures within structures: the stack must not pay for it.
        #expect(throws: FormatFault.self) {
            try read([UInt8](repeating: 0x1C, count: 100_000)) { try $0.skip(CompactWriter.Kind.structure) }
        }
        #expect(throws: FormatFault.self) {
            try read([UInt8](repeating: 0x19, count: 100_000)) { try $0.skip(CompactWriter.Kind.list) }
        }
    }
}
