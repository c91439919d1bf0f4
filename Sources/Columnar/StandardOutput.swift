import Glibc

/// A buffered, checked sink to standard output; `flush` at the end, for `deinit` cannot report a failure.
public final class StandardOutput {
    private let buffer = ByteBlock(capacity: 1 << 16)

    public init() {}

    /// Appends `bytes`. Throws `.cannotWrite` (a full disk, a closed pipe).
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ColumnarError) {
        if bytes.count > buffer.capacity - buffer.count { try flush() }
        if bytes.count >= buffer.capacity {
            try Self.send(bytes)
        } else {
            buffer.add(bytes)
        }
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

    /// Hands everything to the system.
    public func flush() throws(ColumnarError) {
        try Self.send(buffer.bytes)
        buffer.count = 0
    }

    private static func send(_ bytes: UnsafeRawBufferPointer) throws(ColumnarError) {
        let code = Descriptor.writeAll(STDOUT_FILENO, bytes)
        guard code == 0 else {
            throw .cannotWrite(path: "standard output", step: "write", reason: ColumnarError.reason(code))
        }
    }
}

/// Outputs that are not files.
public enum CheckedOutput {
    /// Writes `s` to standard output, all of it or a thrown `.cannotWrite`.
    public static func standardOutput(_ s: String) throws(ColumnarError) {
        let output = StandardOutput()
        try output.write(s)
        try output.flush()
    }
}
