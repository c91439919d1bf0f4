internal import Columnar
internal import Glibc
internal import Synchronization

/// The folder of one report: filled under a working name, then put in place with one rename of the link.
///
/// Files may be written by many threads at once; everything else is for one.
final class ReportFolder: Sendable {
    private let run: String
    private let link: String
    private let working: String
    private let mode: mode_t
    private let folderMode: mode_t
    private let written = Mutex<[String]>([])

    /// Makes an empty working folder in `run`. Throws `.inTheWay` when something that is no link has the link's name.
    init(in run: String, link: String, mode: UInt16) throws(ReportError) {
        self.run = run
        self.link = "\(run)/\(link)"
        working = "\(run)/.\(link).new"
        self.mode = mode_t(mode)
        // Whoever may read a file may enter its folder.
        folderMode = mode_t(mode | (mode & 0o444) >> 2)
        var information = stat()
        if lstat(self.link, &information) == 0, information.st_mode & S_IFMT != S_IFLNK {
            throw ReportError.inTheWay(path: self.link)
        }
        try Self.remove(working)
        try make(working)
        try make(working + "/d")
    }

    private func make(_ path: String) throws(ReportError) {
        guard mkdir(path, 0o700) == 0, chmod(path, folderMode | 0o700) == 0 else {
            throw failed(path, "make the folder")
        }
    }

    func write(_ file: ReportFile) throws(ReportError) {
        let path = "\(working)/\(file.path)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw failed(path, "create") }
        var code: Int32 = fchmod(descriptor, mode) == 0 ? 0 : errno
        file.bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var done = 0
            while code == 0, done < bytes.count {
                let written = Glibc.write(descriptor, base + done, bytes.count - done)
                if written > 0 {
                    done += written
                } else if written == 0 || errno != EINTR {
                    code = written == 0 ? EIO : errno
                }
            }
        }
        // The disk works while the next pages are made.
        if code == 0 { DurableFolder.beginStoring(descriptor, count: file.bytes.count) }
        // Network file systems report a failed write here at the earliest.
        if close(descriptor) != 0, code == 0, errno != EINTR { code = errno }
        if code != 0 { throw failed(path, "write", code) }
        written.withLock { $0.append(path) }
    }

    /// Waits until everything that was written is on the disk.
    func store() throws(ReportError) {
        // Every file and the folders that name them: a report has as many files as there are departments, and telling the
        // disk of each one by itself takes longer than all of them at the end.
        do throws(ColumnarError) {
            try DurableFolder.syncFileSystem(of: working)
        } catch {
            throw ReportError.cannotWrite(path: working, step: "flush", reason: "\(error)")
        }
    }

    /// Gives the stored folder its name and moves the link over to it. Returns the folder's name.
    func publish(version: String) throws(ReportError) -> String {
        let name = String(link.split(separator: "/").last ?? "4-report")
        var versioned = ".\(name)-\(version)"
        var target = "\(run)/\(versioned)"
        if access(target, F_OK) != 0 {
            guard rename(working, target) == 0 else { throw failed(target, "rename") }
        } else if try isSame(target) {
            try Self.remove(working)
        } else {
            // Someone changed the pages of an earlier run. They are replaced under a name beside theirs, for two
            // folders cannot change places in one step.
            versioned += versioned == current() ? "-again" : ""
            target = "\(run)/\(versioned)"
            try Self.remove(target)
            guard rename(working, target) == 0 else { throw failed(target, "rename") }
        }
        let temporary = "\(run)/.\(name).link"
        if unlink(temporary) != 0, errno != ENOENT { throw failed(temporary, "remove") }
        guard symlink(versioned, temporary) == 0 else { throw failed(temporary, "make the link") }
        guard rename(temporary, link) == 0 else { throw failed(link, "switch the link") }
        try flush(run)
        try removeOthers(keeping: versioned, prefix: ".\(name)-")
        return versioned
    }

    /// Removes what was written so far; the report that is linked stays.
    func abandon() { try? Self.remove(working) }

    /// Where the link points now.
    private func current() -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &bytes, bytes.count - 1)
        return count > 0 ? String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }

    /// Whether the folder holds exactly the files of the working folder, byte for byte.
    private func isSame(_ target: String) throws(ReportError) -> Bool {
        for folder in ["", "/d"] {
            let names = try Self.entries(working + folder)
            // The manifest is written beside the pages once they are in place.
            guard access(target + folder, R_OK | X_OK) == 0,
                try Self.entries(target + folder).filter({ $0 != "manifest.json" }) == names
            else {
                return false
            }
        }
        let written = written.withLock { $0 }
        for path in written + [working, working + "/d"] {
            guard Self.permissions(path) == Self.permissions(target + path.dropFirst(working.count)) else {
                return false
            }
        }
        for path in written {
            guard Self.content(path) == Self.content(target + path.dropFirst(working.count)) else { return false }
        }
        return true
    }

    private static func permissions(_ path: String) -> mode_t {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_mode : 0
    }

    private static func content(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            information.st_size < 1 << 30
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
            }
            if count > 0 { done += count } else if count == 0 || errno != EINTR { return nil }
        }
        return bytes
    }

    private func flush(_ path: String) throws(ReportError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed(path, "open") }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw failed(path, "flush") }
    }

    private func removeOthers(keeping kept: String, prefix: String) throws(ReportError) {
        for name in try Self.entries(run) where name.hasPrefix(prefix) && name != kept {
            try Self.remove("\(run)/\(name)")
        }
    }

    private func failed(_ path: String, _ step: String, _ code: Int32 = errno) -> ReportError {
        Self.failed(path, step, code)
    }

    private static func failed(_ path: String, _ step: String, _ code: Int32 = errno) -> ReportError {
        .cannotWrite(path: path, step: step, reason: String(cString: strerror(code)))
    }

    /// Names in a folder, without `.` and `..`, sorted.
    private static func entries(_ path: String) throws(ReportError) -> [String] {
        do throws(FolderListing.Failure) {
            return try FolderListing(path).names.sorted()
        } catch {
            throw failed(path, "list", error.code)
        }
    }

    /// Removes a folder of ours with all in it, or a file; nothing where there is nothing. Links are never followed.
    private static func remove(_ path: String) throws(ReportError) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        if information.st_mode & S_IFMT == S_IFDIR {
            for name in try entries(path) { try remove("\(path)/\(name)") }
            guard rmdir(path) == 0 else { throw failed(path, "remove") }
        } else {
            guard unlink(path) == 0 else { throw failed(path, "remove") }
        }
    }
}
