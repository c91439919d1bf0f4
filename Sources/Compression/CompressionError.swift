/// Compressed bytes could not be read, or bytes could not be compressed.
public enum CompressionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The library could not start or has no memory.
    case unavailable(codec: String)
    /// The bytes are not what they say they are.
    case damaged(codec: String, what: String)
    /// The input ends before the compressed data does.
    case truncated(codec: String)
    /// A second member or frame follows where one is expected.
    case severalParts(codec: String)
    /// More bytes came out of each compressed byte than is believed of an honest file.
    case ratioExceeded(codec: String, limit: Int)
    /// More bytes came out than is allowed in all.
    case sizeExceeded(codec: String, limit: Int)

    public var description: String {
        switch self {
        case .unavailable(let codec): "\(codec) could not be started (out of memory?)."
        case .damaged(let codec, let what): "the \(codec) data are damaged: \(what). Export the file again."
        case .truncated(let codec): "the \(codec) data end too early. The file was cut off; transfer it again."
        case .severalParts(let codec):
            "the \(codec) data hold several files one after the other, expected one. Pack each export by itself."
        case .ratioExceeded(let codec, let limit):
            "the \(codec) data expand more than \(limit) to 1, which no export does. Unpack the file yourself and check it."
        case .sizeExceeded(let codec, let limit):
            "the \(codec) data expand to more than the \(limit) bytes allowed. Raise the limit if the file is right."
        }
    }

    /// 65: the data are refused; 70: the library could not start.
    public var exitCode: Int32 {
        if case .unavailable = self { return 70 }
        return 65
    }
}
