import Glibc

/// What lies in a folder.
public struct FolderListing: Sendable {
    public struct Entry: Sendable, Equatable {
        /// With U+FFFD where the name is no UTF-8.
        public var name: String
        public var isUTF8: Bool
        /// False where the file system does not say.
        public var isFolder: Bool
    }

    /// The system's code why a folder could not be opened or read to its end.
    public struct Failure: Error, Sendable, Equatable {
        public var code: Int32
        /// It could not be opened.
        public var isUnopened: Bool
    }

    /// In the order of the file system, without `.` and `..`.
    public let entries: [Entry]

    public var names: [String] { entries.map(\.name) }

    public init(_ path: String) throws(Failure) {
        guard let folder = opendir(path) else { throw Failure(code: errno, isUnopened: true) }
        defer { closedir(folder) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                let code = errno
                if code != 0 { throw Failure(code: code, isUnopened: false) }
                break
            }
            let (exact, repaired) = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
                    (String(validatingCString: $0), String(cString: $0))
                }
            }
            if repaired == "." || repaired == ".." { continue }
            entries.append(
                Entry(name: repaired, isUTF8: exact != nil, isFolder: entry.pointee.d_type == UInt8(DT_DIR)))
        }
        self.entries = entries
    }
}
