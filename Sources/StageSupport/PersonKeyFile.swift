/// The secret that person keys are made with.
enum PersonKeyFile {
    static let length = 32
    private static let advice =
        "make one with: head -c 32 /dev/urandom > PATH && chmod 400 PATH, and keep it outside the work folder"

    /// Reads the key.
    ///
    /// - Returns: the 32 bytes, and whether others than the owner may read the file.
    /// - Throws: `StageFailure.configuration` (78).
    static func read(_ path: String) throws(StageFailure) -> (key: [UInt8], readableByOthers: Bool) {
        let file: (bytes: [UInt8], properties: SmallFile.Properties)
        do {
            file = try SmallFile.readWithProperties(path, limit: 1 << 16, advice: "")
        } catch .missing {
            throw .configuration("\(path): the key file is missing; \(advice)")
        } catch .unreadable(_, let reason) {
            throw .configuration("\(path): the key file cannot be read (\(reason)); check path and permissions")
        } catch {
            throw error
        }
        guard file.bytes.count == length else {
            throw .configuration(
                "\(path): the key file holds \(file.bytes.count) bytes, expected exactly \(length); \(advice)")
        }
        return (file.bytes, file.properties.mode & 0o077 != 0)
    }

    static func missing(in pipeline: String) -> StageFailure {
        .configuration(
            "\(pipeline): no key for the persons: set the key \"key_file\" or give --key-file FILE; \(advice)")
    }
}
