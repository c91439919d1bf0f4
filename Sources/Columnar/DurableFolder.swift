import CSystem
import Glibc

/// Folders whose entries are on the disk when the call returns.
public enum DurableFolder {
    /// Flushes the entries of the folder `path`.
    public static func sync(_ path: String) throws(ColumnarError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: "open the folder", reason: ColumnarError.reason(errno))
        }
        defer { close(descriptor) }
        // Some file systems cannot flush a folder and say EINVAL; there is nothing more to be done there.
        if fsync(descriptor) != 0, errno != EINVAL {
            throw .cannotWrite(path: path, step: "flush the folder", reason: ColumnarError.reason(errno))
        }
    }

    /// Flushes the files that lie in the folder `path`, and its entries; not the folders in it.
    ///
    /// A file may have been written and closed before: where storing it has failed in the meantime, the system tells whoever
    /// flushes it next, as long as it still knows the file.
    public static func syncContents(of path: String) throws(ColumnarError) {
        let entries: [FolderListing.Entry]
        do throws(FolderListing.Failure) {
            entries = try FolderListing(path).entries
        } catch {
            throw .cannotWrite(
                path: path, step: error.isUnopened ? "open the folder" : "list the folder",
                reason: ColumnarError.reason(error.code))
        }
        for entry in entries where !entry.isFolder {
            let file = "\(path)/\(entry.name)"
            let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else {
                throw .cannotWrite(path: file, step: "flush", reason: ColumnarError.reason(errno))
            }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else {
                throw .cannotWrite(path: file, step: "flush", reason: ColumnarError.reason(errno))
            }
        }
        try sync(path)
    }

    /// Has the disk begin to take in the first `count` bytes of an open file, without waiting. A hint; flushing is another's.
    public static func beginStoring(_ descriptor: Int32, count: Int) {
        trivsel_begin_writing(descriptor, 0, Int64(count))
    }

    /// Flushes the whole file system that the folder `path` lies on: many small files at one go.
    public static func syncFileSystem(of path: String) throws(ColumnarError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: "open the folder", reason: ColumnarError.reason(errno))
        }
        defer { close(descriptor) }
        if trivsel_sync_file_system(descriptor) != 0 {
            throw .cannotWrite(path: path, step: "flush the file system", reason: ColumnarError.reason(errno))
        }
    }

    /// Makes the folder `path`, and the folders above it, where missing. An existing folder keeps its mode.
    public static func create(_ path: String, mode: UInt16 = 0o700) throws(ColumnarError) {
        var trimmed = path
        while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        guard !trimmed.isEmpty, !trimmed.utf8.contains(0) else {
            throw .cannotWrite(path: path, step: "create", reason: "the path names no folder")
        }
        if isFolder(trimmed) { return }
        let (parent, _) = CheckedFile.split(trimmed)
        if !isFolder(parent) { try create(parent, mode: mode) }
        if mkdir(trimmed, mode_t(mode)) != 0 {
            let code = errno
            // Another process may have made it in the meantime.
            if code == EEXIST, isFolder(trimmed) { return }
            throw .cannotWrite(path: path, step: "create", reason: ColumnarError.reason(code))
        }
        if chmod(trimmed, mode_t(mode)) != 0 {
            throw .cannotWrite(path: path, step: "create", reason: ColumnarError.reason(errno))
        }
        try sync(parent)
    }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }
}
