import FoundationEssentials
import StageSupport

/// What an earlier stage wrote into its manifest, as far as `explain` tells it.
struct StageManifest: Decodable {
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
    }

    var files: [File]
    var outputs: [Table]

    /// - Throws: `StageFailure` when there is no manifest, or another one than the stages write.
    init(reading path: String) throws {
        let bytes = try TextFile.bytes(path)
        guard let manifest = try? JSONDecoder().decode(StageManifest.self, from: Data(bytes)) else {
            throw StageFailure.refused(path: path, problem: "found no manifest of this version; run the stage again")
        }
        self = manifest
    }
}
