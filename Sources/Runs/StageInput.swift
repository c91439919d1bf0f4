/// An export file that figures are made of, as ingest read it.
public struct SourceFile: Sendable, Codable, Equatable {
    public var dataset: String
    public var file: String
    public var sha256: String
    /// Records after the header.
    public var rows: Int

    public init(dataset: String, file: String, sha256: String, rows: Int) {
        self.dataset = dataset
        self.file = file
        self.sha256 = sha256
        self.rows = rows
    }
}

/// A table of an earlier stage that figures are made of.
public struct SourceTable: Sendable, Codable, Equatable {
    /// `1-ingest`.
    public var stage: String
    /// `employees`, without ending.
    public var name: String
    public var rows: Int
    public var footerSHA256: String

    enum CodingKeys: String, CodingKey {
        case stage, name, rows
        case footerSHA256 = "footer_sha256"
    }

    public init(stage: String, name: String, rows: Int, footerSHA256: String) {
        self.stage = stage
        self.name = name
        self.rows = rows
        self.footerSHA256 = footerSHA256
    }
}

/// Where a stage's tables come from, back to the exports. It is handed on from manifest to manifest, so that a figure
/// names the files that it was made of, whatever lies in the earlier stages' folders by now.
public struct Lineage: Sendable, Codable, Equatable {
    public var files: [SourceFile]
    public var tables: [SourceTable]

    public init(files: [SourceFile] = [], tables: [SourceTable] = []) {
        self.files = files
        self.tables = tables
    }
}

/// What a stage may read of the stage before: the tables that its manifest lists, checked against it.
public struct StageInput: Sendable, Equatable {
    /// Names without ending; a table that is in the folder but not in the manifest is nobody's.
    public var tables: Set<String>
    public var lineage: Lineage

    public init(tables: Set<String> = [], lineage: Lineage = Lineage()) {
        self.tables = tables
        self.lineage = lineage
    }

    public func has(_ table: String) -> Bool { tables.contains(table) }
}
