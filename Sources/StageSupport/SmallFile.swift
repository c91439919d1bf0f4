internal import Glibc

/// Reads files that fit into memory at once: settings and keys.
enum SmallFile {
    struct Properties {
        var mode: mode_t
    }

    /// The bytes of a regular file.
    ///
    /// - Throws: `StageFailure` when there is none, when it is no regular file, or when it is larger than `limit` bytes.
    static func read(_ path: String, limit: Int, advice: String = "correct the path") throws(StageFailure) -> [UInt8] {
        try readWithProperties(path, limit: limit, advice: advice).bytes
    }

    static func readWithProperties(
        _ path: String, limit: Int, advice: String
    ) throws(StageFailure) -> (bytes: [UInt8], properties: Properties) {
        guard !path.utf8.contains(0) else { throw .unreadable(path: "(path)", reason: "the path holds a NUL byte") }
        // Not blocking, so that a pipe in the file's place cannot stop the night.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { throw .missing(path: path, advice: advice) }
            throw .unreadable(path: path, reason: reason(code))
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw .unreadable(path: path, reason: reason(errno)) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "expected a file, found something else")
        }
        guard information.st_size <= limit else {
            throw .unreadable(path: path, reason: "larger than \(limit) bytes")
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path: path, reason: reason(errno))
            }
            bytes.append(contentsOf: block[..<count])
            guard bytes.count <= limit else { throw .unreadable(path: path, reason: "larger than \(limit) bytes") }
        }
        return (bytes, Properties(mode: information.st_mode & 0o7777))
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
