import Columnar
import Glibc

/// The keys of all records of one source, to find those that occur twice. Memory is bounded: beyond a number of records
/// they are sorted into a file without a name in the folder of the tables.
final class KeyLedger {
    struct Entry: BitwiseCopyable {
        var key: RowFingerprint.Bits
        var row: UInt64
        /// Place of the record among all of the source that came through.
        var record: UInt64
    }

    /// Records of one key, in the order of the export, at least two.
    struct Repeated {
        var records: [Int]
        /// All rows are the same.
        var areEqual: Bool
    }

    private let mostInMemory: Int
    private let folder: String
    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int
    private var count = 0
    private var spill: SpillFile?
    /// Entries of each sorted run in the file.
    private var runs: [Int] = []
    private(set) var recordCount = 0

    init(folder: String, mostInMemory: Int = 1 << 19) {
        self.folder = folder
        self.mostInMemory = max(mostInMemory, 2)
        capacity = min(self.mostInMemory, 1024)
        entries = .allocate(capacity: capacity)
    }

    deinit { entries.deallocate() }

    /// The next record. Throws `IngestError.cannotRead` when the disk takes no more.
    func add(_ print: RowFingerprint) throws {
        if count == capacity {
            if capacity < mostInMemory {
                grow()
            } else {
                try spillRun()
            }
        }
        (entries + count).initialize(
            to: Entry(key: print.key, row: print.row.a ^ (print.row.b << 1), record: UInt64(recordCount)))
        count += 1
        recordCount += 1
    }

    /// Calls `body` with the keys that occur more than once, in an order that only the keys decide. To be called once,
    /// after the last record.
    func forEachRepeated(_ body: (Repeated) throws -> Void) throws {
        sort()
        guard let spill else {
            var group = Group()
            for i in 0..<count { try group.take(entries[i], body) }
            return try group.finish(body)
        }
        try spillRun()
        var readers: [RunReader] = []
        var offset = 0
        for run in runs {
            readers.append(RunReader(spill, offset: offset, count: run))
            offset += run
        }
        var group = Group()
        var heads = try readers.map { try $0.next() }
        while true {
            var least: Int?
            for (place, head) in heads.enumerated() {
                guard let head else { continue }
                if let best = least, let other = heads[best], !Self.precedes(head, other) { continue }
                least = place
            }
            guard let least, let head = heads[least] else { break }
            try group.take(head, body)
            heads[least] = try readers[least].next()
        }
        try group.finish(body)
    }

    private struct Group {
        private var first: Entry?
        private var records: [Int] = []
        private var areEqual = true

        mutating func take(_ entry: Entry, _ body: (Repeated) throws -> Void) throws {
            if let first, first.key == entry.key {
                if records.isEmpty { records.append(Int(first.record)) }
                records.append(Int(entry.record))
                if entry.row != first.row { areEqual = false }
            } else {
                try finish(body)
                first = entry
                areEqual = true
            }
        }

        mutating func finish(_ body: (Repeated) throws -> Void) throws {
            if !records.isEmpty { try body(Repeated(records: records, areEqual: areEqual)) }
            records.removeAll(keepingCapacity: true)
        }
    }

    @inline(__always) private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        if a.key.a != b.key.a { return a.key.a < b.key.a }
        if a.key.b != b.key.b { return a.key.b < b.key.b }
        return a.record < b.record
    }

    private func sort() {
        var all = UnsafeMutableBufferPointer(start: entries, count: count)
        all.sort(by: Self.precedes)
    }

    private func grow() {
        let larger = min(capacity * 2, mostInMemory)
        let moved = UnsafeMutablePointer<Entry>.allocate(capacity: larger)
        moved.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = moved
        capacity = larger
    }

    private func spillRun() throws {
        guard count > 0 else { return }
        sort()
        let file = try spill ?? SpillFile(folder: folder)
        spill = file
        try file.append(UnsafeRawBufferPointer(start: entries, count: count * MemoryLayout<Entry>.stride))
        runs.append(count)
        count = 0
    }

    /// One sorted run of the file, read in blocks.
    private final class RunReader {
        private static let blockEntries = 4096
        private let file: SpillFile
        private var offset: Int
        private var left: Int
        private let block = UnsafeMutablePointer<Entry>.allocate(capacity: RunReader.blockEntries)
        private var place = 0
        private var filled = 0

        init(_ file: SpillFile, offset: Int, count: Int) {
            self.file = file
            self.offset = offset
            left = count
        }

        deinit { block.deallocate() }

        func next() throws -> Entry? {
            if place == filled {
                guard left > 0 else { return nil }
                filled = min(left, Self.blockEntries)
                place = 0
                let stride = MemoryLayout<Entry>.stride
                try file.read(UnsafeMutableRawBufferPointer(start: block, count: filled * stride), at: offset * stride)
                offset += filled
                left -= filled
            }
            place += 1
            return block[place - 1]
        }
    }
}

/// A file that has no name and is gone with the program, in a folder on the disk that has the room.
final class SpillFile {
    private let descriptor: Int32
    private let folder: String
    private var byteCount = 0

    init(folder: String) throws {
        self.folder = folder
        // O_TMPFILE, whose value the overlay does not know; not all file systems have it.
        var opened = open(folder, O_RDWR | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY, 0o600)
        if opened < 0 {
            var name = Array("\(folder)/.spill-XXXXXX".utf8CString)
            opened = mkstemp(&name)
            if opened >= 0 {
                unlink(name)
                _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
            }
        }
        guard opened >= 0 else {
            throw IngestError.cannotRead(
                "\(folder): a file for keys cannot be made (\(String(cString: strerror(errno)))); check the disk")
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, byteCount + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed("writing") }
            done += count
        }
        byteCount += done
    }

    func read(_ room: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < room.count {
            let count = pread(descriptor, room.baseAddress.map { $0 + done }, room.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed("reading") }
            done += count
        }
    }

    private func failed(_ step: String) -> IngestError {
        .cannotRead("\(folder): \(step) keys failed (\(String(cString: strerror(errno)))); check the disk")
    }
}
