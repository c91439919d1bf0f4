/// The keys in the forms that people and editors read; `pipelines/README.md` and `pipelines/pipeline.schema.json` hold them.
public enum PipelineDocumentation {
    /// Every table of keys, the pipeline's own first.
    public static var tables: [KeyTableDescription] {
        var seen: Set<String> = []
        return PipelineKeys.table.descriptions.filter { seen.insert($0.title).inserted }
    }

    /// The tables of keys and of canonical columns, as Markdown.
    public static var markdown: String {
        var text = ""
        for table in tables {
            text += "### \(table.title)\n\n\(sentence(table.meaning))\n\n"
            text += "| key | value | default | meaning |\n|---|---|---|---|\n"
            for row in table.rows {
                text += "| `\(row.name)` | \(cell(row.type)) | \(cell(row.standard)) | \(cell(row.meaning)) |\n"
            }
            text += "\n"
        }
        text += "## Canonical columns\n\nThe names under `columns:`, by dataset.\n\n"
        for dataset in SourceDescription.Dataset.allCases {
            text += "### \(dataset.rawValue)\n\n| column | value | meaning |\n|---|---|---|\n"
            for column in CanonicalColumn.all(of: dataset) {
                let meaning = column.meaning + (column.required ? " (required)" : "")
                text += "| `\(column.name)` | \(cell(kind(column.kind))) | \(cell(meaning)) |\n"
            }
            text += "\n"
        }
        return text
    }

    /// A JSON schema (2020-12) of pipeline files, for editors.
    public static var jsonSchema: String {
        guard case .object(let members) = PipelineKeys.table.schema else { return "" }
        let head: [JSONValue.Member] = [
            .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            .init("title", .string("Trivsel pipeline")),
        ]
        return JSONValue.object(head + members).indented
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    private static func cell(_ text: String) -> String { text.split(separator: "|").joined(separator: "\\|") }

    private static func kind(_ kind: CanonicalColumn.Kind) -> String {
        switch kind {
        case .person, .personOfOtherSpace, .response: "id"
        case .idSpace: "short name"
        case .text: "text"
        case .word(let words): words.joined(separator: ", ")
        case .day, .year: "date"
        case .period: "month, quarter or year"
        case .number: "number"
        case .boolean: "true or false"
        case .written: "any"
        }
    }
}
