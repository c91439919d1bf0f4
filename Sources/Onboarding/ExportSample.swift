import Compression
import Configuration
import Glibc
import Ingestion

/// Parts of one export: its beginning, blocks from the middle and its end, however large it is.
struct ExportSample {
    /// Bytes from the beginning, unpacked.
    private(set) var head: [UInt8] = []
    /// Blocks further on, each from somewhere within a record.
    private(set) var middles: [[UInt8]] = []
    /// The last bytes; empty where `head` is everything, or where the end lies too far in a packed file.
    private(set) var tail: [UInt8] = []
    private(set) var compression = SourceDescription.Compression.none
    /// Whether `head` is the whole file.
    private(set) var isWhole = false
    /// Of the file as it lies there.
    private(set) var byteCount = 0

    static let headBytes = 512 << 10
    static let middleBytes = 32 << 10
    static let middleCount = 16
    static let tailBytes = 64 << 10
    /// A packed file is unpacked up to here.
    static let unpackedBytes = 64 << 20
    private static let unpackedStep = 4 << 20

    /// Why a file is no export that could be described, in words for a comment.
    struct Unreadable: Error, Equatable {
        var reason: String
    }

    /// - Throws: `Unreadable`.
    init(path: String) throws(Unreadable) {
        // Non-blocking, so that a pipe in the place of a file cannot hold the look.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Unreadable(
                reason: errno == ELOOP ? "a symbolic link" : "cannot be opened (\(String(cString: strerror(errno))))")
        }
        defer { close(descriptor) }
        var found = stat()
        guard fstat(descriptor, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
            throw Unreadable(reason: "no regular file")
        }
        byteCount = Int(found.st_size)
        guard byteCount > 0 else { throw Unreadable(reason: "0 bytes") }
        let start = try Self.read(descriptor, at: 0, count: 8)
        if start.starts(with: [0x1F, 0x8B]) {
            compression = .gzip
            try unpack(descriptor) { () throws(CompressionError) in try InflateStream(limits: Self.limits) }
        } else if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            compression = .zstd
            try unpack(descriptor) { () throws(CompressionError) in try ZstdStream(limits: Self.limits) }
        } else {
            try readParts(descriptor)
        }
        if let other = OtherFormat(beginning: head) {
            throw Unreadable(reason: "not CSV: \(other.found); \(other.advice)")
        }
    }

    private static let limits = ExpansionLimits(totalBytes: unpackedBytes + (1 << 20))

    private mutating func readParts(_ descriptor: Int32) throws(Unreadable) {
        head = try Self.read(descriptor, at: 0, count: min(byteCount, Self.headBytes))
        isWhole = head.count == byteCount
        guard !isWhole else { return }
        let tailStart = max(Self.headBytes, (byteCount - Self.tailBytes) & ~3)
        tail = try Self.read(descriptor, at: tailStart, count: byteCount - tailStart)
        let between = tailStart - Self.headBytes
        guard between > 0 else { return }
        // Places that are multiples of four, so that no character of UTF-16 is cut.
        for place in 0..<Self.middleCount {
            let start = (Self.headBytes + between / Self.middleCount * place) & ~3
            let count = min(Self.middleBytes, tailStart - start, max(between / Self.middleCount, 4))
            if count > 0 { middles.append(try Self.read(descriptor, at: start, count: count)) }
        }
    }

    private mutating func unpack(
        _ descriptor: Int32, _ make: () throws(CompressionError) -> any InputDecoder
    ) throws(Unreadable) {
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { output.deallocate() }
        var produced = 0
        var place = 0
        var nextMiddle = Self.headBytes
        var last: [UInt8] = []
        do {
            let decoder = try make()
            var input: [UInt8] = []
            unpacking: while produced < Self.unpackedBytes {
                if input.isEmpty {
                    input = try Self.read(descriptor, at: place, count: min(128 << 10, byteCount - place))
                    place += input.count
                }
                var step = (consumed: 0, produced: 0)
                var fault: CompressionError?
                input.withUnsafeBytes { bytes in
                    do throws(CompressionError) { step = try decoder.decode(bytes, into: output) } catch {
                        fault = error
                    }
                }
                if let fault { throw fault }
                input.removeFirst(step.consumed)
                let block = UnsafeRawBufferPointer(rebasing: output[0..<step.produced])
                head += block.prefix(max(Self.headBytes - head.count, 0))
                if produced >= nextMiddle {
                    // A block begins where this piece does; multiples of four as in plain files.
                    middles.append(Array(block.dropFirst((4 - produced & 3) & 3).prefix(Self.middleBytes)))
                    nextMiddle += Self.unpackedStep
                }
                produced += step.produced
                last = Array((last + block).suffix(Self.tailBytes + 4))
                if step.produced == 0, step.consumed == 0 || input.isEmpty, place >= byteCount {
                    try decoder.finish()
                    isWhole = produced <= Self.headBytes
                    if !isWhole { tail = Array(last.dropFirst((4 - (produced - last.count) & 3) & 3)) }
                    break unpacking
                }
            }
        } catch let error as CompressionError {
            throw Unreadable(reason: "\(error)")
        } catch let error as Unreadable {
            throw error
        } catch {
            throw Unreadable(reason: "\(error)")
        }
        guard !head.isEmpty else { throw Unreadable(reason: "packed, and nothing within") }
    }

    private static func read(_ descriptor: Int32, at place: Int, count: Int) throws(Unreadable) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(count, 0))
        var done = 0
        while done < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done, place + done)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw Unreadable(reason: "cannot be read (\(String(cString: strerror(errno))))")
            }
            if got == 0 { break }
            done += got
        }
        return Array(bytes.prefix(done))
    }
}
