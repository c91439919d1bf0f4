import FuzzSupport

@testable import CSV

/// All records and faults of an export, its chunks one after the other.
final class Recording: RecordSink {
    struct Entry: Equatable {
        var ordinal: Int
        var fault: RecordFault?
    }

    private let wantedCount: Int
    /// In the order of the export.
    private(set) var entries: [Entry] = []
    /// The fields of all records without faults, and where each ends.
    private(set) var text: [UInt8] = []
    private(set) var ends: [Int] = []
    private(set) var outcome = ChunkParser.Outcome()
    private var chunk: [Entry] = []

    init(_ wantedCount: Int) { self.wantedCount = wantedCount }

    func records(_ batch: RecordBatch) {
        for record in 0..<batch.count {
            for place in 0..<wantedCount {
                let bytes = batch.fields[place * batch.stride + record].bytes
                text.append(contentsOf: bytes)
                ends.append(text.count)
                guard !batch.hasOuterBlanks, let first = bytes.first, let last = bytes.last else { continue }
                require(!Self.isBlank(first) && !Self.isBlank(last), "a blank at the end of \(Array(bytes))")
            }
            chunk.append(Entry(ordinal: Int(batch.ordinals[record])))
        }
    }

    func fault(_ fault: RecordFault, ordinal: Int) { chunk.append(Entry(ordinal: ordinal, fault: fault)) }

    func endChunk(_ outcome: ChunkParser.Outcome) {
        chunk.sort { $0.ordinal < $1.ordinal }
        require(chunk.map(\.ordinal).elementsEqual(0..<outcome.records), "\(outcome): \(chunk.map(\.ordinal))")
        for var entry in chunk {
            entry.ordinal += self.outcome.records
            entries.append(entry)
        }
        chunk = []
        self.outcome.records += outcome.records
        self.outcome.blankLines += outcome.blankLines
        self.outcome.trailingDelimiters += outcome.trailingDelimiters
    }

    /// The first record, if it has no fault.
    var firstFields: [String] {
        ends.prefix(wantedCount).indices.map { place in
            String(decoding: text[(place == 0 ? 0 : ends[place - 1])..<ends[place]], as: UTF8.self)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
