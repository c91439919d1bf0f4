/// libFuzzer's own mutations of `count` bytes in a buffer of `capacity`; gives the new count.
@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int) -> Int

/// Mutates one part of the file, so that offsets stay right: bytes that move make a file that is refused at once.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateParquet(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: CUnsignedInt
) -> Int {
    var random = seed
    func next(_ bound: Int) -> Int {
        random = random &* 1_664_525 &+ 1_013_904_223
        return Int(random >> 8) % max(bound, 1)
    }
    guard next(8) > 0, let footer = Checksums.footer(Array(UnsafeBufferPointer(start: bytes, count: count))) else {
        return mutate(bytes, count, capacity)
    }
    if next(2) == 0, !footer.isEmpty {
        return mutateFooter(bytes, footer, capacity, part: next(footer.count), next(64))
    }
    guard footer.lowerBound > 4 else { return mutate(bytes, count, capacity) }
    let start = 4 + next(footer.lowerBound - 4)
    let length = min(1 + next(64), footer.lowerBound - start)
    // What a shorter result leaves is what was there before.
    _ = mutate(bytes + start, length, length)
    return count
}

/// Mutates some bytes of the footer, which may become longer or shorter, and tells its new length behind it.
private func mutateFooter(
    _ bytes: UnsafeMutablePointer<UInt8>, _ footer: Range<Int>, _ capacity: Int, part: Int, _ length: Int
) -> Int {
    let start = footer.lowerBound + part
    let end = min(start + length + 1, footer.upperBound)
    let behind = Array(UnsafeBufferPointer(start: bytes + end, count: footer.upperBound - end))
    let room = min(capacity - 8 - behind.count - start, end - start + 16)
    guard room >= 1 else { return footer.upperBound + 8 }
    let written = start + mutate(bytes + start, min(end - start, room), room)
    for (place, byte) in behind.enumerated() { bytes[written + place] = byte }
    let newEnd = written + behind.count
    let newLength = newEnd - footer.lowerBound
    for place in 0..<4 { bytes[newEnd + place] = UInt8(truncatingIfNeeded: newLength >> (place * 8)) }
    for (place, byte) in "PAR1".utf8.enumerated() { bytes[newEnd + 4 + place] = byte }
    return newEnd + 8
}
