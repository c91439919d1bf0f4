import Digests
import Glibc

/// What the system tells of a file without opening it.
struct FileIdentity: Codable, Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    /// Nanoseconds since 1970.
    var modified: Int64
    var changed: Int64

    /// Of the file itself, not of what a link points to; nil when there is none.
    init?(_ path: String) {
        var found = stat()
        guard lstat(path, &found) == 0 else { return nil }
        device = UInt64(found.st_dev)
        inode = UInt64(found.st_ino)
        size = Int(found.st_size)
        modified = Self.nanoseconds(found.st_mtim)
        changed = Self.nanoseconds(found.st_ctim)
    }

    /// Whether a later change would show: the clock of file systems is coarse, and a file that is younger than two seconds may
    /// change once more without another time.
    var isSettled: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Self.nanoseconds(now) - max(modified, changed) > 2_000_000_000
    }

    /// Whole seconds since the last change; negative when the file is from the future.
    var secondsSinceChange: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return (Self.nanoseconds(now) - modified) / 1_000_000_000
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, _) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return seconds.addingReportingOverflow(Int64(time.tv_nsec)).partialValue
    }
}

enum FileDigest {
    /// SHA-256 of a file's bytes, hexadecimal.
    ///
    /// - Throws: `IngestError` as reading an export does, `DigestError`.
    static func sha256(folder: String, name: String) throws -> String {
        let file = try ExportFile(folder: folder, name: name)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { block.deallocate() }
        while try file.read(into: block) > 0 {}
        return try file.finish()
    }
}
