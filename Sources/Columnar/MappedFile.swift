import Glibc

/// A whole file in memory, read-only.
///
/// Only our own intermediates are mapped: they appear by rename and are never changed or shortened afterwards, so
/// the size seen here stays the size, and no access within it can fault but for a broken disk. Exports of others
/// are read with `pread`.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    init(path: String) throws(ColumnarError) {
        guard !path.utf8.contains(0) else { throw .notFound(path: path) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: path) }
            throw .cannotOpen(path: path, reason: ColumnarError.reason(errno))
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw .cannotRead(path: path, reason: ColumnarError.reason(errno))
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw .notATable(path: path, found: "no regular file", expected: "a Parquet file")
        }
        guard information.st_size > 0 else {
            throw .notATable(path: path, found: "0 bytes", expected: "a Parquet file")
        }
        let count = Int(information.st_size)
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw .cannotRead(path: path, reason: ColumnarError.reason(errno))
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
        isMapped = true
    }

    /// The same from bytes that are in no file, for fuzzing: behind a block of their size the sanitizer watches, behind
    /// the end of a mapped file nobody does.
    init(copying content: UnsafeRawBufferPointer) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
        block.copyMemory(from: content)
        bytes = UnsafeRawBufferPointer(block)
        isMapped = false
    }

    deinit {
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        } else {
            bytes.deallocate()
        }
    }
}
