import CSystem
import Glibc
import Synchronization

/// A file that appears whole or not at all: bytes go to a temporary file beside it, every write is checked, and
/// `commit` flushes it to the disk and renames it. Without `commit` the temporary file is removed.
///
/// Buffered (256 KiB); one thread at a time.
public final class CheckedFile {
    /// Who sees to it that the file is on the disk, and not only in the memory of the system.
    public enum Storing: Sendable {
        /// `commit`, which flushes the file and its entry in the folder.
        case now
        /// `DurableFolder.syncContents`, called before the folder is published as a whole. The disk is told to begin at once.
        case withFolder
        /// Nobody: the file can be made again at no cost.
        case never
    }

    public let path: String
    private let temporary: String
    private let folder: String
    private let storing: Storing
    private var descriptor: Int32
    private let buffer = ByteBlock(capacity: 1 << 18)
    private var committed = false
    private var fault: ColumnarError?
    /// Bytes handed to the system, and how many of them it was asked to begin to store.
    private var sent = 0
    private var begun = 0
    private static let stretch = 1 << 23
    /// Bytes written so far.
    public private(set) var byteCount = 0

    private static let serial = Atomic<Int>(0)

    /// Opens the temporary file. Throws `.cannotWrite` when the folder is missing or closed to us.
    public init(path: String, mode: UInt16 = 0o600, storing: Storing = .now) throws(ColumnarError) {
        let (folder, name) = Self.split(path)
        guard !name.isEmpty, !path.utf8.contains(0) else {
            throw .cannotWrite(path: path, step: "create", reason: "the path names no file")
        }
        self.path = path
        self.folder = folder
        self.storing = storing
        var temporary = ""
        var descriptor: Int32 = -1
        repeat {
            let number = Self.serial.add(1, ordering: .relaxed).newValue
            // Not the whole name, for that may already be as long as the file system allows.
            let stem = String(decoding: name.utf8.prefix(100), as: UTF8.self)
            temporary = "\(folder)/.\(stem).\(getpid()).\(number).tmp"
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
        } while descriptor < 0 && (errno == EEXIST || errno == EINTR)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: "create", reason: ColumnarError.reason(errno))
        }
        self.temporary = temporary
        self.descriptor = descriptor
        // The umask may take bits away, never add; the mode asked for is the mode given.
        if fchmod(descriptor, mode_t(mode)) != 0 {
            fault = .cannotWrite(path: path, step: "create", reason: ColumnarError.reason(errno))
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !committed { unlink(temporary) }
    }

    /// Appends `bytes`.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ColumnarError) {
        if let fault { throw fault }
        guard descriptor >= 0 else { throw .misuse("a committed file was written to: \(path)") }
        if bytes.count > buffer.capacity - buffer.count { try drain() }
        if bytes.count >= buffer.capacity {
            try send(bytes)
        } else {
            buffer.add(bytes)
        }
        byteCount += bytes.count
    }

    /// Appends the UTF-8 of `s`.
    public func write(_ s: String) throws(ColumnarError) {
        var s = s
        let fault: ColumnarError? = s.withUTF8 { bytes in
            do throws(ColumnarError) {
                try write(UnsafeRawBufferPointer(bytes))
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw fault }
    }

    /// Appends `bytes`.
    public func write(_ bytes: [UInt8]) throws(ColumnarError) {
        let fault: ColumnarError? = bytes.withUnsafeBytes { bytes in
            do throws(ColumnarError) {
                try write(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw fault }
    }

    /// Makes the file appear at `path`, replacing what was there. Nothing is replaced if it throws.
    public func commit() throws(ColumnarError) {
        if let fault { throw fault }
        guard descriptor >= 0 else { throw .misuse("a file was committed twice: \(path)") }
        try drain()
        switch storing {
        case .now: if fsync(descriptor) != 0 { throw failed("write", errno) }
        case .withFolder: beginStoring()
        case .never: break
        }
        let closing = descriptor
        descriptor = -1
        // Network file systems report a failed write here at the earliest.
        if close(closing) != 0, errno != EINTR { throw failed("write", errno) }
        if rename(temporary, path) != 0 { throw failed("rename", errno) }
        committed = true
        if storing == .now { try DurableFolder.sync(folder) }
    }

    private func drain() throws(ColumnarError) {
        guard buffer.count > 0 else { return }
        try send(buffer.bytes)
        buffer.count = 0
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws(ColumnarError) {
        let code = Descriptor.writeAll(descriptor, bytes)
        if code != 0 { throw failed("write", code) }
        sent += bytes.count
        if storing != .never, sent - begun >= Self.stretch { beginStoring() }
    }

    /// The disk works while the next rows are made; else whoever flushes would wait for all of it.
    private func beginStoring() {
        trivsel_begin_writing(descriptor, Int64(begun), Int64(sent - begun))
        begun = sent
    }

    private func failed(_ step: String, _ code: Int32) -> ColumnarError {
        let error = ColumnarError.cannotWrite(path: path, step: step, reason: ColumnarError.reason(code))
        fault = error
        return error
    }

    /// The folder (`.` if none is named) and the last component.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}

enum Descriptor {
    /// Writes all of `bytes`, going on after partial writes, interruptions and full pipes; 0 or an errno.
    static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard let base = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let written = Glibc.write(descriptor, base + done, min(bytes.count - done, 1 << 30))
            if written > 0 {
                done += written
            } else if written == 0 {
                return EIO
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&waiting, 1, -1) < 0, errno != EINTR { return errno }
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
