import FoundationEssentials
import Glibc

/// Where the cases for the Python oracles are written: the directory that `TRIVSEL_ORACLE_DIR` names, if set.
enum OracleDirectory {
    static let path = getenv("TRIVSEL_ORACLE_DIR").map { String(cString: $0) }

    static func write(_ value: some Encodable, to file: String) throws {
        guard let path else { return }
        try JSONEncoder().encode(value).write(to: URL(filePath: path).appending(path: file))
    }
}
