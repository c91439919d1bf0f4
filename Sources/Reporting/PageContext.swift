internal import HTML
internal import Results

/// One page being written: whose it is and where it lies, so that links can be made from it.
///
/// A class, so that the many parts of a page share one: an edition has a score of fields to be counted.
final class PageContext: Sendable {
    let edition: Edition
    let unit: Int
    /// The page lies in the folder `d`.
    let isInFolder: Bool

    init(_ edition: Edition, unit: Int) {
        self.edition = edition
        self.unit = unit
        isInFolder = unit != edition.root
    }

    var name: String { edition.name(unit) }
    var parent: Int? { edition.parent(unit) }
    var kindOfUnit: String {
        isCompany ? Wording.theCompany : edition.publication.publicData ? Wording.theUnit : Wording.theDepartment
    }
    /// Published data have units of many kinds; a company has departments.
    var isPublic: Bool { edition.publication.publicData }
    var isCompany: Bool { unit == edition.root }

    /// A page in the report's own folder: `index.html`, `methods.html` …
    func page(_ file: String, anchor: String? = nil) -> Link {
        Link(folders: isInFolder ? [".."] : [], file: file, anchor: anchor)
    }

    /// A unit's page; `nil` when none is written.
    func page(of other: Int) -> Link? {
        if other == edition.root { return page("index.html") }
        guard edition.hasPage[other] else { return nil }
        let file = edition.slugs[other] + ".html"
        return isInFolder ? Link(file: file) : Link(folders: ["d"], file: file)
    }

    /// Where the methods page defines the metric; `nil` when the catalogue has it not.
    func definition(_ metric: String) -> Link? {
        guard let found = edition.description(metric) else { return nil }
        return page("methods.html", anchor: "m-" + found.id)
    }

    /// The units that a chart of departments shows; one that has ended only on its own page.
    var relatives: [Int] {
        edition.tree.relatives(of: unit).filter { $0 == unit || edition.flags.dissolution(of: $0) == nil }
    }

    /// Whom the relatives are held against.
    var relativesReference: Int { edition.children[unit].isEmpty ? parent ?? unit : unit }

    func reading(_ metric: String, _ period: ReportPeriod) -> Reading { edition.reading(metric, unit, period) }

    func readings(_ metric: String, _ periods: some Sequence<ReportPeriod>) -> [Reading] {
        edition.readings(metric, unit, periods)
    }
}
