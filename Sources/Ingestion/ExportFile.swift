import Digests
import Glibc

/// One export file: opened once, read with `pread` from its first byte to its last, hashed on the way, and checked at
/// the end for having stayed the same. Never mapped: somebody may truncate it.
final class ExportFile {
    let path: String
    let name: String
    let byteCount: Int
    private(set) var offset = 0
    private let descriptor: Int32
    private let identity: stat
    private let hash: SHA256

    /// Refuses symbolic links, pipes, devices and folders.
    init(folder: String, name: String) throws {
        self.name = name
        path = folder.isEmpty ? name : "\(folder)/\(name)"
        // Non-blocking, so that a pipe in the place of a file cannot hold the run.
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            if code == ELOOP {
                throw IngestError.refused("\(name): found a symbolic link, expected a file; put the file itself there")
            }
            if code == ENOENT { throw IngestError.missing("\(path): no such file; deliver it or correct the pipeline") }
            throw IngestError.cannotRead(
                "\(path): cannot be opened (\(String(cString: strerror(code)))); check the permissions")
        }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else {
            let code = errno
            close(descriptor)
            throw IngestError.cannotRead("\(path): cannot be examined (\(String(cString: strerror(code))))")
        }
        guard found.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw IngestError.refused("\(name): found a pipe, device or folder, expected a file; put a file there")
        }
        identity = found
        byteCount = Int(found.st_size)
        do {
            hash = try SHA256()
        } catch {
            close(descriptor)
            throw error
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// Fills `into` from where the last call ended; fewer bytes only at the end of the file.
    func read(into: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let base = into.baseAddress else { return 0 }
        var done = 0
        while done < into.count {
            let count = pread(descriptor, base + done, into.count - done, offset)
            if count < 0 {
                if errno == EINTR { continue }
                throw IngestError.cannotRead(
                    "\(path): reading failed (\(String(cString: strerror(errno)))); check the disk")
            }
            if count == 0 { break }
            done += count
            offset += count
        }
        try hash.update(UnsafeRawBufferPointer(start: base, count: done))
        return done
    }

    /// Bytes at a place, without moving on and without hashing.
    func peek(at place: Int, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, place) }
        return Array(bytes.prefix(max(got, 0)))
    }

    /// SHA-256 of all bytes, after making sure that they are the bytes of one unchanged file.
    func finish() throws -> String {
        var now = stat()
        // What the name leads to by now: another file may have been put in the place of the one that was read.
        var named = stat()
        guard fstat(descriptor, &now) == 0, offset == byteCount, now.st_size == identity.st_size,
            now.st_mtim.tv_sec == identity.st_mtim.tv_sec, now.st_mtim.tv_nsec == identity.st_mtim.tv_nsec,
            lstat(path, &named) == 0, named.st_ino == identity.st_ino, named.st_dev == identity.st_dev
        else { throw IngestError.changed("\(name): changed while it was read; run again when it is complete") }
        return SHA256.hex(try hash.finish())
    }
}
