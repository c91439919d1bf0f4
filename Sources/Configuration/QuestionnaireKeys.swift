internal import Framework

/// The keys of a questionnaire (`pipelines/questionnaires/*.yaml`, or written into the pipeline itself).
enum QuestionnaireKeys {
    static let table = KeyTable<Questionnaire>(
        title: "A questionnaire", meaning: "what was asked, on which scale, and which index an item belongs to",
        initial: Questionnaire(id: "", title: "", items: [], indices: []),
        keys: [
            Key(
                "trivsel", .whole(PipelineKeys.version...PipelineKeys.version), "version of this file's language",
                get: { _ in PipelineKeys.version }, set: { _, _ in }),
            Key("id", \.id, .identifier, mandatory: true, "short name"),
            Key("title", \.title, .text, "name for readers"),
            Key(
                "scale", scale, "scale of the items that name none", get: { _ in .points(5) }, set: { _, _ in }),
            Key("items", \.items, .list(section(itemTable), atLeast: 1), mandatory: true, "the questions"),
            Key("indices", \.indices, .list(section(indexTable)), "means of several items"),
            Key(
                "intent_to_stay", \.intentToStay, .optional(.identifier),
                "id of the item that asks whether somebody means to stay"),
            Key(
                "fevs_engagement", \.fevsEngagement, .list(.identifier, atMost: 3),
                "ids of the three indices that are the sub-factors of the FEVS Employee Engagement Index"),
            Key(
                "csps_engagement", \.cspsEngagement, .optional(.identifier),
                "id of the index that holds the five engagement items of the Civil Service People Survey"),
        ])

    private static let itemTable = KeyTable<Questionnaire.Item>(
        title: "An item", meaning: "one question",
        initial: Questionnaire.Item(id: "", text: "", scale: .points(5)),
        keys: [
            Key("id", \.id, .identifier, mandatory: true, "short name, part of the metric's id"),
            Key("text", \.text, .text, mandatory: true, "as it was asked"),
            Key("scale", \.scale, scale, "points of agreement, 0–10, the recommendation question, or yes and no"),
            Key("index", \.index, .optional(.identifier), "id of the index it counts in"),
            Key("reversed", \.reversed, .flag, "agreement is bad; recoded before counting"),
            Key("stage", \.stage, stage, "stage of an employment that it tells of, instead of its index's"),
            Key("factor", \.factor, factor, "factor of experience that it tells of, instead of its index's"),
        ])

    private static let indexTable = KeyTable<Questionnaire.Index>(
        title: "An index", meaning: "the mean of its items' scores",
        initial: Questionnaire.Index(id: "", title: ""),
        keys: [
            Key("id", \.id, .identifier, mandatory: true, "short name, part of the metric's id"),
            Key("title", \.title, .text, mandatory: true, "name for readers"),
            Key("stage", \.stage, stage, "stage of an employment that it tells of; retention where nothing is said"),
            Key(
                "factor", \.factor, factor, "factor of experience that it tells of; an outcome like engagement has none"
            ),
        ])

    private static let stage = ValueShape<LifecycleStage?>.optional(.word(LifecycleStage.self))
    private static let factor = ValueShape<ExperienceFactor?>.optional(.word(ExperienceFactor.self))

    private static let scales: [(word: String, scale: Questionnaire.Scale)] = [
        ("4", .points(4)), ("5", .points(5)), ("7", .points(7)), ("0-10", .zeroToTen), ("enps", .enps),
        ("yes_no", .yesNo),
    ]

    private static let scale = ValueShape<Questionnaire.Scale>(
        name: ConfigurationError.choice(scales.map(\.word)),
        schema: .object([
            .init("enum", .array([4, 5, 7].map { .int($0) } + scales.map { .string($0.word) }))
        ]),
        read: { node, _ in
            let text = try node.text()
            guard let known = scales.first(where: { $0.word == text }) else { throw Mismatch(node) }
            return known.scale
        },
        tell: { scale in .string(scales.first { $0.scale == scale }?.word ?? "") })

    /// The questionnaire in place, or the path of one.
    static let shape: ValueShape<Questionnaire> = {
        let inline = section(table)
        return ValueShape<Questionnaire>(
            name: "path of a questionnaire, or a map",
            schema: .object([.init("anyOf", .array([schema(type: "string"), inline.schema]))]),
            read: { node, context in
                var place = node
                if case .scalar = node.content { place = try context.load(try node.text(), node.position) }
                var questionnaire = table.initial
                try table.read(place, key: "questionnaire", into: &questionnaire, context)
                if let common = place.value("scale"), let items = place.value("items") {
                    for (index, item) in try items.elements().enumerated() where item.value("scale") == nil {
                        questionnaire.items[index].scale = try scale.read(common, context)
                    }
                }
                try check(questionnaire, at: place.position)
                return questionnaire
            },
            tell: inline.tell, tables: inline.tables)
    }()

    private static func check(_ questionnaire: Questionnaire, at position: ConfigPosition) throws {
        let indices = questionnaire.indices.map(\.id)
        for ids in [questionnaire.items.map(\.id), indices] {
            var seen: Set<String> = []
            for id in ids where !seen.insert(id).inserted {
                throw ConfigurationError.conflict(at: position, problem: "questionnaire: id \"\(id)\" is used twice")
            }
        }
        if let stay = questionnaire.intentToStay, !questionnaire.items.contains(where: { $0.id == stay }) {
            let items = questionnaire.items.map(\.id)
            throw ConfigurationError.unknown(
                at: position, what: "intent_to_stay:", name: stay, nearest: NearestName.of(stay, among: items),
                known: items)
        }
        try checkEngagement(questionnaire, indices, at: position)
        for item in questionnaire.items {
            guard let index = item.index, !indices.contains(index) else { continue }
            throw ConfigurationError.unknown(
                at: position, what: "index of item \(item.id):", name: index,
                nearest: NearestName.of(index, among: indices), known: indices)
        }
    }

    /// Published indices keep the shape that their publishers gave them, or they could not be held against theirs.
    private static func checkEngagement(
        _ questionnaire: Questionnaire, _ indices: [String], at position: ConfigPosition
    ) throws {
        let named =
            questionnaire.fevsEngagement.map { ("fevs_engagement", $0) }
            + (questionnaire.cspsEngagement.map { [("csps_engagement", $0)] } ?? [])
        for (key, id) in named where !indices.contains(id) {
            throw ConfigurationError.unknown(
                at: position, what: "\(key):", name: id, nearest: NearestName.of(id, among: indices), known: indices)
        }
        func scales(_ index: String) -> [Questionnaire.Scale] {
            questionnaire.items.filter { $0.index == index }.map(\.scale)
        }
        let parts = questionnaire.fevsEngagement
        if !parts.isEmpty, parts.count != 3 || Set(parts).count != 3 || parts.contains(where: { scales($0).isEmpty }) {
            throw ConfigurationError.conflict(
                at: position,
                problem:
                    "fevs_engagement: found \(parts.count) names; expected three different indices with items; the index is the mean of three sub-factors"
            )
        }
        if let index = questionnaire.cspsEngagement,
            scales(index) != [Questionnaire.Scale](repeating: .points(5), count: 5)
        {
            throw ConfigurationError.conflict(
                at: position,
                problem:
                    "csps_engagement: index \"\(index)\" has \(scales(index).count) items; expected five on 5 points, as the Civil Service People Survey asks them"
            )
        }
    }
}
