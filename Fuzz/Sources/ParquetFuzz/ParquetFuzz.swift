import FuzzSupport

@testable import Columnar

/// Any bytes read as a table: refused by a `ColumnarError` that blames the file, or readable to the last row.
///
/// Each input is read as it is and, because no mutation finds a checksum, once more with right ones.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzParquet(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    read(bytes)
    var repaired = Array(bytes)
    Checksums.repair(&repaired)
    if !repaired.elementsEqual(bytes) { repaired.withUnsafeBytes { read($0) } }
    return 0
}

private func read(_ bytes: UnsafeRawBufferPointer) {
    do throws(ColumnarError) {
        let reader = try TableReader(MappedFile(copying: bytes), path: "t", expecting: nil)
        require(reader.rowCount == (0..<reader.rowGroupCount).reduce(0) { $0 + reader.rowCount(ofGroup: $1) }, "rows")
        // A group whose pages are forged says nothing about the next.
        for group in 0..<reader.rowGroupCount {
            for field in reader.schema.fields { tryColumn(reader, group, field) }
        }
    } catch {
        blamesTheFile(error)
    }
}

private func tryColumn(_ reader: TableReader, _ group: Int, _ field: Field) {
    do throws(ColumnarError) {
        try ColumnCheck(reader: reader, group: group, field: field).check()
    } catch {
        blamesTheFile(error)
    }
}

private func blamesTheFile(_ error: ColumnarError) {
    require(error.exitCode == 65 && !error.description.isEmpty, "\(error)")
}
