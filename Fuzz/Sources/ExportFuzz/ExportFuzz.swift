import FuzzSupport

@testable import CSV
@testable import Ingestion

/// Whole exports, packed and encoded and written as their source description says or not: read, or refused; and the
/// same with both engines.
///
/// Input: eight bytes that choose the description, then the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzExport(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var choices = Choices(start, count)
    let description = ChosenDescription(&choices)
    ScratchFile.shared.write(choices.rest)
    let fast = read(description, .fast)
    let slow = read(description, .libcsv)
    require(fast == slow, "the engines differ: \(fast), \(slow)")
    return 0
}

/// Rows, counts and what was set aside; or why the export was refused.
private enum Ending: Equatable {
    case rows(ExportRows)
    case refused(String)
}

private func read(_ description: ChosenDescription, _ engine: CSVEngine) -> Ending {
    do {
        return .rows(try ExportRows(description, engine))
    } catch let error as IngestError {
        switch error {
        case .refused(let text), .configuration(let text): return .refused(text)
        default: fail("\(error)")
        }
    } catch {
        fail("\(type(of: error)) instead of an IngestError: \(error)")
    }
}
