internal import Calendars
internal import Columnar
internal import FoundationEssentials
internal import Glibc
internal import Runs

/// A stage's manifest as the next stage reads it.
private struct RecordedManifest: Decodable {
    struct File: Decodable {
        var dataset: String
        var file: String
        var sha256: String
        var rowsIn: Int

        enum CodingKeys: String, CodingKey {
            case dataset, file, sha256
            case rowsIn = "rows_in"
        }
    }

    struct Table: Decodable {
        var name: String
        var rows: Int
        var footerSHA256: String?

        enum CodingKeys: String, CodingKey {
            case name, rows
            case footerSHA256 = "footer_sha256"
        }

        /// Manifests name tables with or without ending.
        var stem: String { name.hasSuffix(".parquet") ? String(name.dropLast(8)) : name }
    }

    var manifest: Int
    var stage: String
    var asOf: String
    var pipeline: String
    var files: [File]
    var outputs: [Table]
    var lineage: Lineage

    enum CodingKeys: String, CodingKey {
        case manifest, stage, pipeline, files, outputs, lineage
        case asOf = "as_of"
    }
}

/// Holds the tables of a stage against its manifest before the next stage reads them.
struct CheckedInput {
    let run: RunFolder
    let stage: RunFolder.Stage
    /// Program that writes the stage.
    let program: String
    let pipeline: String

    /// Reads the manifest, and of each table it lists the footer, which holds the checksum of every page.
    ///
    /// - Throws: `StageFailure.missing` (66) where the stage, or a table that it lists, is not there; `.refused` (65) where
    ///   the manifest cannot be read or is of another run, or a table is another one than it lists.
    func read() throws -> StageInput {
        let path = run.manifest(stage)
        guard access(path, F_OK) == 0 else {
            throw StageFailure.missing(path: run.folder(stage), advice: "run \(program) first")
        }
        let manifest = try manifest(path)
        var input = StageInput(lineage: manifest.lineage)
        input.lineage.files += manifest.files.map {
            SourceFile(dataset: $0.dataset, file: $0.file, sha256: $0.sha256, rows: $0.rowsIn)
        }
        for table in manifest.outputs {
            guard let expected = table.footerSHA256 else { continue }
            let path = run.table(stage, table.stem)
            guard access(path, F_OK) == 0 else {
                throw StageFailure.missing(
                    path: path, advice: "\(stage.rawValue)/manifest.json lists it; run \(program) again")
            }
            let found = try TableReader(path: path, expecting: nil).footerSHA256
            guard found == expected else {
                throw StageFailure.refused(
                    path: path,
                    problem:
                        "found another table than \(stage.rawValue)/manifest.json lists: footer digest \(found), expected \(expected); run \(program) again"
                )
            }
            input.tables.insert(table.stem)
            input.lineage.tables.append(
                SourceTable(stage: stage.rawValue, name: table.stem, rows: table.rows, footerSHA256: expected))
        }
        return input
    }

    private func manifest(_ path: String) throws -> RecordedManifest {
        let bytes = try SmallFile.read(path, limit: 1 << 26, advice: "run \(program) again")
        guard let manifest = try? JSONDecoder().decode(RecordedManifest.self, from: Data(bytes)),
            manifest.manifest == Manifest.version
        else {
            throw StageFailure.refused(
                path: path, problem: "found no manifest of version \(Manifest.version); run \(program) again")
        }
        let asOf = CivilDate(day: run.asOf).description
        for (what, found, expected) in [
            ("stage", manifest.stage, stage.rawValue), ("as_of", manifest.asOf, asOf),
            ("pipeline", manifest.pipeline, pipeline),
        ] where found != expected {
            throw StageFailure.refused(
                path: path,
                problem:
                    "\(what): found \"\(VisibleText.escaped(found))\", expected \"\(expected)\"; the folder is of another run: run \(program) again"
            )
        }
        return manifest
    }
}
