import Configuration
import Ingestion

/// The ids and names of the departments' export, against which the other exports' departments are held.
struct DepartmentWords {
    enum Judgement: Equatable {
        case known
        /// Some are not there; a sentence.
        case partly(String)
        /// Hardly any is; a sentence.
        case unknown(String)
    }

    private let file: String
    private var ids: Set<String> = []
    private var names: Set<String> = []

    /// Nil when the export is another one, was looked at in part, or names no departments.
    init?(_ portrait: ExportPortrait) {
        guard portrait.isWhole, let match = portrait.match, match.dataset == .departments,
            let id = match.matches.first(where: { $0.canonical.name == "department" })?.column
        else { return nil }
        file = portrait.file
        let name = match.matches.first { $0.canonical.name == "name" }?.column
        for record in portrait.records {
            if id < record.fields.count { ids.insert(Self.word(record.fields[id])) }
            if let name, name < record.fields.count { names.insert(Self.word(record.fields[name])) }
        }
        ids.remove("")
        names.remove("")
        guard !ids.isEmpty else { return nil }
    }

    /// How many different cells of a column are ids. Of cells nothing but numbers is told.
    func judge(_ column: Int, in records: [SampleRecord]) -> Judgement {
        var cells: Set<String> = []
        for record in records where column < record.fields.count { cells.insert(Self.word(record.fields[column])) }
        cells.remove("")
        let strangers = cells.count { !ids.contains($0) }
        guard strangers > 0 else { return .known }
        let counted =
            "\(strangers) of \(Plural.of(cells.count, "different cell")) \(strangers == 1 ? "is no id" : "are no ids")"
        guard strangers * 2 > cells.count else {
            return .partly("\(counted) of \(file): persons there are shown as unassigned.")
        }
        let named = cells.count { names.contains($0) }
        if named * 2 > cells.count {
            return .unknown(
                "It holds the names of \(file) and not its ids: have the ids exported, or leave that file out of sources:"
            )
        }
        return .unknown("\(counted) of \(file): map the column that holds them, or leave that file out of sources:")
    }

    private static func word(_ cell: [UInt8]) -> String { String(decoding: cell, as: UTF8.self) }
}
