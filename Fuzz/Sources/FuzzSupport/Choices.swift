/// The first bytes of an input, which say how the rest is read. What is missing is 0.
public struct Choices {
    private var bytes: Slice<UnsafeRawBufferPointer>

    public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        bytes = UnsafeRawBufferPointer(start: start, count: count)[...]
    }

    public mutating func byte() -> Int { Int(bytes.popFirst() ?? 0) }

    /// What no choice has taken: up to the last byte of the input, behind which the sanitizer watches.
    public var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes) }
}
