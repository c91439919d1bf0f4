import Configuration
import FuzzSupport

@testable import StageSupport

/// Pipeline files: accepted, or refused by an error that names a place in the text.
///
/// Input: the pipeline, then the files that it names, in the order in which they are read, after a byte 0x1E each, which
/// no YAML may hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let files = bytes.split(separator: 0x1E, omittingEmptySubsequences: false).map(Array.init)
    do {
        let pipeline = try read(files)
        require(
            try PipelineDecoder.canonicalSettings(read(files)) == PipelineDecoder.canonicalSettings(pipeline),
            "settings")
    } catch let error as ConfigurationError {
        check(error, files)
    } catch {
        fail("\(type(of: error)) instead of a ConfigurationError: \(error)")
    }
    return 0
}

private func read(_ files: [[UInt8]]) throws -> Pipeline {
    var named = 0
    let node = try PipelineFile.parse(files[0], file: "0")
    func next(_ position: ConfigPosition) throws -> Int {
        named += 1
        guard named < files.count else { throw ConfigurationError.conflict(at: position, problem: "no such file") }
        return named
    }
    return try PipelineDecoder.pipeline(node, name: "nightly") { _, position in
        let number = try next(position)
        return try PipelineFile.parse(files[number], file: "\(number)")
    } bytes: { _, position in
        files[try next(position)]
    }
}

private func check(_ error: ConfigurationError, _ files: [[UInt8]]) {
    require(error.exitCode == 78, "exit code \(error.exitCode)")
    require(!error.description.isEmpty, "an error without words")
    switch error {
    case .unknown(let at, _, _, _, _), .duplicateKey(let at, _, _), .missingKey(let at, _, _),
        .wrongValue(let at, _, _, _), .conflict(let at, _), .syntax(let at, _):
        check(at, files)
    case .openQuestions(_, let questions):
        for question in questions { check(question.position, files) }
    case .file(let path, _): require(Int(path).map(files.indices.contains) == true, "a file \(path)")
    }
}

/// A place lies in the text of its file.
private func check(_ position: ConfigPosition, _ files: [[UInt8]]) {
    // A calendar has the name by which the pipeline names it.
    let name = position.file.lowercased()
    if name.hasSuffix(".ics") || name.hasSuffix(".csv") { return require(position.line >= 1, "\(position)") }
    guard let number = Int(position.file), files.indices.contains(number) else { fail("a place in \(position.file)") }
    let text = String(decoding: files[number], as: UTF8.self)
    // As YAML counts: U+0085, U+2028 and U+2029 end a line too.
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline && $0 != "\u{B}" && $0 != "\u{C}" }
    // The end of a text without a line end is the beginning of the next line.
    if position.line == lines.count + 1, position.column == 1 { return }
    require(position.line >= 1 && position.line <= lines.count, "\(position) of \(lines.count) lines")
    let length = lines[position.line - 1].unicodeScalars.count
    require(position.column >= 1 && position.column <= length + 1, "\(position) of \(length) characters")
}
