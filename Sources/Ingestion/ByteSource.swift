import Compression
import Configuration

/// Gives the bytes of an export. Several behind each other make of them what the parser reads: expanded, in UTF-8, with
/// the quotes of RFC 4180.
protocol ByteSource: AnyObject {
    /// Fills `room` from its front; fewer bytes only at the end, and none behind it.
    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int
}

/// The file itself, hashed on the way.
final class FileSource: ByteSource {
    private let file: ExportFile

    init(_ file: ExportFile) { self.file = file }

    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int { try file.read(into: room) }
}

/// Looks at the first bytes before they are read.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    private(set) var head: [UInt8]
    private var given = 0
    private var isEnded: Bool

    /// Holds up to `count` bytes of `source`.
    init(_ source: any ByteSource, count: Int) throws {
        self.source = source
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try bytes.withUnsafeMutableBytes { try source.read(into: $0) }
        bytes.removeLast(count - got)
        head = bytes
        isEnded = got < count
    }

    /// Whether what is read next comes from the source.
    var isHeadGiven: Bool { given >= head.count }

    /// Leaves out the next `count` bytes, which are still held.
    func skip(_ count: Int) { given += count }

    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        if given < head.count {
            done = min(head.count - given, room.count)
            room.copyBytes(from: head[given..<(given + done)])
            given += done
        }
        if isEnded || done == room.count { return done }
        return done + (try source.read(into: UnsafeMutableRawBufferPointer(rebasing: room[done...])))
    }
}

/// gzip or zstd, expanded.
final class ExpandedSource: ByteSource {
    private let source: any ByteSource
    private let decoder: any InputDecoder
    private let name: String
    /// Windows of 32 MiB, as zstd uses up to its level 20 without `--long`: a frame of a few bytes may ask for more.
    private static let windowLog: Int32 = 25
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    private var start = 0
    private var end = 0
    private var isSourceEnded = false
    private var isFinished = false

    /// `name` is the file's, for messages.
    init(_ source: any ByteSource, _ compression: SourceDescription.Compression, limits: IngestLimits, name: String)
        throws
    {
        self.source = source
        self.name = name
        let expansion = ExpansionLimits(ratio: limits.expansion, totalBytes: limits.expandedBytes)
        do {
            decoder =
                compression == .gzip
                ? try InflateStream(limits: expansion, allowsMembers: false)
                : try ZstdStream(limits: expansion, allowsFrames: false, windowLog: Self.windowLog)
        } catch {
            throw Self.refusal(error, name)
        }
    }

    deinit { block.deallocate() }

    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < room.count, !isFinished {
            if start == end, !isSourceEnded {
                start = 0
                end = try source.read(into: block)
                isSourceEnded = end < block.count
            }
            do throws(CompressionError) {
                let (consumed, produced) = try decoder.decode(
                    UnsafeRawBufferPointer(rebasing: block[start..<end]),
                    into: UnsafeMutableRawBufferPointer(rebasing: room[done...]))
                start += consumed
                done += produced
                if consumed == 0, produced == 0 {
                    guard isSourceEnded else { continue }
                    try decoder.finish()
                    isFinished = true
                }
            } catch {
                throw Self.refusal(error, name)
            }
        }
        return done
    }

    private static func refusal(_ error: CompressionError, _ name: String) -> IngestError {
        if case .unavailable = error { return .internalFault("\(name): \(error)") }
        return .refused("\(name): \(error)")
    }
}

/// A source whose blocks are made one after the other. What `fill` leaves in `made` is given out before it is called
/// again.
class BlockSource: ByteSource {
    let source: any ByteSource
    /// Bytes that are ready.
    final var made: [UInt8] = []
    private final var given = 0
    private final var isEnded = false

    init(_ source: any ByteSource) { self.source = source }

    /// Puts more bytes into `made`, which is empty; false at the end.
    func fill() throws -> Bool { false }

    final func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < room.count {
            if given == made.count {
                made.removeAll(keepingCapacity: true)
                given = 0
                if isEnded { break }
                isEnded = try !fill()
                continue
            }
            let count = min(made.count - given, room.count - done)
            made.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: room[done..<(done + count)]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[given..<(given + count)]))
            }
            given += count
            done += count
        }
        return done
    }
}
