import Glibc

/// Growable contiguous storage for column values: no cost for initialising, indices checked in debug builds only.
///
/// Not for use by two threads at once while one of them changes it.
public final class Buffer<T: BitwiseCopyable>: @unchecked Sendable {
    @exclusivity(unchecked) @usableFromInline var storage: UnsafeMutablePointer<T>
    @exclusivity(unchecked) @usableFromInline var room: Int
    @exclusivity(unchecked) @usableFromInline var length = 0

    public init(capacity: Int = 0) {
        room = max(capacity, 0)
        guard let memory = malloc(max(capacity, 1) * MemoryLayout<T>.stride) else {
            preconditionFailure("out of memory")
        }
        HugePages.advise(memory, max(capacity, 1) * MemoryLayout<T>.stride)
        storage = memory.bindMemory(to: T.self, capacity: max(capacity, 1))
    }

    /// `zeros` elements, all bits 0; pages that are never touched cost nothing.
    public init(zeros: Int) {
        room = max(zeros, 0)
        guard let memory = calloc(max(zeros, 1), MemoryLayout<T>.stride) else { preconditionFailure("out of memory") }
        HugePages.advise(memory, max(zeros, 1) * MemoryLayout<T>.stride)
        storage = memory.bindMemory(to: T.self, capacity: max(zeros, 1))
        length = room
    }

    deinit { free(storage) }

    /// The first element; valid until the next call that makes the buffer grow.
    @inlinable public var pointer: UnsafeMutablePointer<T> { storage }

    /// How many elements fit before the buffer grows.
    @inlinable public var capacity: Int { room }

    /// The number of elements. May be set, up to `capacity`, after writing through `pointer`.
    @inlinable public var count: Int {
        get { length }
        set {
            assert(newValue >= 0 && newValue <= room)
            length = newValue
        }
    }

    @inlinable public subscript(i: Int) -> T {
        get {
            assert(i >= 0 && i < length)
            return storage[i]
        }
        set {
            assert(i >= 0 && i < length)
            storage[i] = newValue
        }
    }

    @inlinable public func append(_ value: T) {
        if length == room { reserve(1) }
        storage[length] = value
        length &+= 1
    }

    /// Makes room for `additional` more elements.
    public func reserve(_ additional: Int) {
        let needed = length + additional
        guard needed > room else { return }
        let larger = max(needed, room * 2, 64)
        // The system moves large blocks by their page tables, which beats copying by far.
        guard let moved = realloc(storage, larger * MemoryLayout<T>.stride) else {
            preconditionFailure("out of memory")
        }
        HugePages.advise(moved, larger * MemoryLayout<T>.stride)
        storage = moved.bindMemory(to: T.self, capacity: larger)
        room = larger
    }

    @inlinable public func append(contentsOf values: UnsafeBufferPointer<T>) {
        guard let base = values.baseAddress, values.count > 0 else { return }
        reserve(values.count)
        (storage + length).update(from: base, count: values.count)
        length += values.count
    }

    @inlinable public func append(repeating value: T, count: Int) {
        guard count > 0 else { return }
        reserve(count)
        (storage + length).update(repeating: value, count: count)
        length += count
    }

    /// Forgets the elements and keeps the storage.
    @inlinable public func removeAll() { length = 0 }

    /// The elements; valid until the buffer grows or goes away.
    @inlinable public var elements: UnsafeBufferPointer<T> { UnsafeBufferPointer(start: storage, count: length) }
}
