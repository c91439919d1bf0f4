internal import Framework

/// From the nodes of a pipeline file to a `Pipeline` that is checked and complete.
public enum PipelineDecoder {
    /// Reads a pipeline.
    ///
    /// - Parameters:
    ///   - name: the file's name without folder and ending.
    ///   - load: reads a settings file that the pipeline names; the path is as written, the place is where it is named.
    ///   - bytes: reads another file that the pipeline names, as a calendar.
    /// - Throws: `ConfigurationError`, or what `load` throws.
    public static func pipeline(
        _ node: ConfigNode, name: String,
        load: @escaping (_ path: String, _ at: ConfigPosition) throws -> ConfigNode,
        bytes: @escaping (_ path: String, _ at: ConfigPosition) throws -> [UInt8]
    ) throws -> Pipeline {
        // Before anything is read, for what waits for an answer is no wrong value.
        let questions = try OpenQuestions.all(in: node, load: load)
        guard questions.isEmpty else {
            throw ConfigurationError.openQuestions(file: node.position.file, questions)
        }
        var pipeline = Pipeline()
        try PipelineKeys.table.read(node, key: "pipeline", into: &pipeline, ReadingContext(load: load, bytes: bytes))
        pipeline.name = name
        for index in pipeline.sources.indices where pipeline.sources[index].dataset == .surveyResponses {
            let place = node.value("sources").flatMap { try? $0.elements()[index] } ?? node
            try fillItems(of: &pipeline.sources[index], from: pipeline.questionnaire, at: place.position)
        }
        try checkDisclosure(pipeline, at: (node.value("disclosure") ?? node).position)
        return pipeline
    }

    /// Every setting that shapes the figures, in the declared order, as one line of JSON; its hash is in the manifests.
    public static func canonicalSettings(_ pipeline: Pipeline) -> String { PipelineKeys.table.tell(pipeline).compact }

    private static func fillItems(
        of source: inout SourceDescription, from questionnaire: Questionnaire?, at position: ConfigPosition
    ) throws {
        guard let questionnaire else {
            throw ConfigurationError.conflict(
                at: position,
                problem:
                    "source \"\(source.name)\" holds survey responses; set the key \"questionnaire\" to what was asked")
        }
        let ids = questionnaire.items.map(\.id)
        if source.items.isEmpty {
            source.items = ids.map { SourceDescription.Column(name: $0, headers: [$0], required: true) }
        }
        for item in source.items where !ids.contains(item.name) {
            throw ConfigurationError.unknown(
                at: position, what: "item of the questionnaire", name: item.name,
                nearest: NearestName.of(item.name, among: ids), known: ids)
        }
    }

    /// The minimums protect persons; only invented ones may have less.
    private static func checkDisclosure(_ pipeline: Pipeline, at position: ConfigPosition) throws {
        guard !pipeline.synthetic else { return }
        let least = DisclosureSettings()
        let settings: [(key: String, value: Int, least: Int)] = [
            ("minimum", pipeline.disclosure.minimum, least.minimum),
            ("minimum_shares", pipeline.disclosure.minimumShares, least.minimumShares),
            ("absence_month_from", pipeline.disclosure.absenceMonthFrom, least.minimumShares),
            ("absence_quarter_from", pipeline.disclosure.absenceQuarterFrom, least.minimumShares),
            ("absence_year_from", pipeline.disclosure.absenceYearFrom, least.minimumShares),
        ]
        for setting in settings where setting.value < setting.least {
            throw ConfigurationError.conflict(
                at: position,
                problem: "\(setting.key) is \(setting.value); below \(setting.least) persons could be recognised, "
                    + "and only a pipeline with synthetic: true may go there")
        }
    }
}
