import Glibc
import Testing

/// A folder that goes away with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/trivsel-report-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.cannotMake }
        path = template.withUnsafeBufferPointer { buffer in
            String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    enum Failure: Error { case cannotMake }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        if information.st_mode & S_IFMT == S_IFDIR {
            for name in (try? list(path)) ?? [] { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    private static func list(_ path: String) throws -> [String] {
        guard let folder = opendir(path) else { throw Failure.cannotMake }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func names() throws -> [String] { try Self.list(path) }

    func link(_ name: String) -> String {
        var bytes = [CChar](repeating: 0, count: 1024)
        let count = readlink("\(path)/\(name)", &bytes, 1023)
        return count > 0 ? String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }

    func mode(_ name: String) -> UInt32 {
        var information = stat()
        return stat("\(path)/\(name)", &information) == 0 ? information.st_mode & 0o777 : 0
    }

    func content(_ name: String) -> [UInt8]? {
        guard let file = fopen("\(path)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
    }

    func make(_ name: String, _ text: String) throws {
        guard let file = fopen("\(path)/\(name)", "w") else { throw Failure.cannotMake }
        defer { fclose(file) }
        fputs(text, file)
    }
}
