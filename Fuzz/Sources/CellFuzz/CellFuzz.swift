import CSV
import Configuration
import FuzzSupport

@testable import Ingestion

/// Dates and numbers of cells against slow readers that share nothing with ours.
///
/// Input: two bytes that choose date or number, how it is written and by what a number is multiplied, then the cell.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCell(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var choices = Choices(start, count)
    let kind = choices.byte()
    let more = choices.byte()
    let rest = choices.rest
    guard let text = rest.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let field = FieldSpan(start: text, count: rest.count)
    if kind & 1 == 0 {
        let formats = SourceDescription.DateFormat.allCases
        // Two-digit years from 1900 on, as far as a pipeline may say.
        DateCheck(
            format: formats[(kind >> 1) % formats.count], centuryFrom: 1900 + (more & 0x7F) % 101,
            dropsTime: more & 0x80 != 0
        ).check(field)
    } else {
        NumberCheck(choice: kind >> 1, factor: more).check(field)
    }
    return 0
}
