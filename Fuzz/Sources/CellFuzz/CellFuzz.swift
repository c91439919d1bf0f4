import CSV
import Configuration
import FuzzSupport

@testable import Ingestion

/// Dates and numbers of cells against slow readers that share nothing with ours.
///
/// Input: one byte that chooses date or number and how it is written, one for the factor of a number, then the cell.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCell(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var choices = Choices(start, count)
    let kind = choices.byte()
    let factor = choices.byte()
    let rest = choices.rest
    guard let text = rest.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let field = FieldSpan(start: text, count: rest.count)
    if kind & 1 == 0 {
        let formats = SourceDescription.DateFormat.allCases
        DateCheck(format: formats[(kind >> 1) % formats.count]).check(field)
    } else {
        NumberCheck(choice: kind >> 1, factor: factor).check(field)
    }
    return 0
}
