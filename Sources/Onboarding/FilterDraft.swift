import Configuration
import Ingestion

/// The filters of a source description, as init writes them.
struct FilterDraft {
    /// Empty where nothing speaks for a filter.
    private(set) var text = SettingsText()

    init(_ match: DatasetMatch, _ portrait: ExportPortrait) {
        let filters = match.filters(portrait.evidence)
        guard !filters.isEmpty else { return }
        text.key("filters", "", "as Qualtrics marks previews and tests, and answers that broke off")
        for (column, keep) in filters {
            let words = Set(keep.map(CellReading.folded))
            let kept = portrait.records.count { record in
                column < record.fields.count
                    && words.contains(CellReading.folded(String(decoding: record.fields[column], as: UTF8.self)))
            }
            let header = SettingsText.scalar(portrait.headers[column])
            guard kept > 0 || portrait.records.isEmpty else {
                // A filter that keeps nobody would refuse each delivery.
                text.element("header: \(header)")
                text.question(
                    "keep", "a list of the words that mean that an answer counts; the known ones keep none", indent: 4)
                continue
            }
            text.element(
                "{header: \(header), keep: \(SettingsText.list(keep))}",
                "keeps \(Grouped.text(kept)) of \(Plural.of(portrait.records.count, "row"))")
        }
    }
}
