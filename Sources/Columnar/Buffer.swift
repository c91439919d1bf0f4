/// Growable contiguous storage for column values: no cost for initialising, indices checked in debug builds only.
///
/// Not for use by two threads at once while one of them changes it.
public final class Buffer<T: BitwiseCopyable>: @unchecked Sendable {
    /// The first element; valid until the next call that makes the buffer grow.
    public private(set) var pointer: UnsafeMutablePointer<T>
    public private(set) var capacity: Int
    @usableFromInline var length = 0

    public init(capacity: Int = 0) {
        self.capacity = max(capacity, 0)
        pointer = .allocate(capacity: max(capacity, 1))
    }

    deinit { pointer.deallocate() }

    /// The number of elements. May be set, up to `capacity`, after writing through `pointer`.
    @inlinable public var count: Int {
        get { length }
        set {
            assert(newValue >= 0 && newValue <= capacity)
            length = newValue
        }
    }

    @inlinable public subscript(i: Int) -> T {
        get {
            assert(i >= 0 && i < length)
            return pointer[i]
        }
        set {
            assert(i >= 0 && i < length)
            pointer[i] = newValue
        }
    }

    @inlinable public func append(_ value: T) {
        if length == capacity { reserve(1) }
        pointer[length] = value
        length &+= 1
    }

    /// Makes room for `additional` more elements.
    public func reserve(_ additional: Int) {
        let needed = length + additional
        guard needed > capacity else { return }
        let larger = max(needed, capacity * 2, 64)
        let moved = UnsafeMutablePointer<T>.allocate(capacity: larger)
        moved.update(from: pointer, count: length)
        pointer.deallocate()
        pointer = moved
        capacity = larger
    }

    public func append(contentsOf values: UnsafeBufferPointer<T>) {
        guard let base = values.baseAddress, values.count > 0 else { return }
        reserve(values.count)
        (pointer + length).update(from: base, count: values.count)
        length += values.count
    }

    public func append(repeating value: T, count: Int) {
        guard count > 0 else { return }
        reserve(count)
        (pointer + length).update(repeating: value, count: count)
        length += count
    }

    /// Forgets the elements and keeps the storage.
    @inlinable public func removeAll() { length = 0 }

    /// The elements; valid until the buffer grows or goes away.
    @inlinable public var elements: UnsafeBufferPointer<T> { UnsafeBufferPointer(start: pointer, count: length) }
}
