import FuzzSupport
import Glibc

/// The file that each input is written to: exports are read from files only. In memory where the system has a place for
/// that; `run.sh` removes it.
final class ScratchFile: Sendable {
    static let shared = ScratchFile()

    let folder: String
    let name = "export.csv"
    private let descriptor: Int32

    private init() {
        folder = getenv("TRIVSEL_FUZZ_FOLDER").map { String(cString: $0) } ?? "/tmp"
        descriptor = open("\(folder)/\(name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        require(descriptor >= 0, "\(folder)/\(name) cannot be written: set TRIVSEL_FUZZ_FOLDER")
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        require(ftruncate(descriptor, 0) == 0, "truncating failed")
        require(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count, "writing failed")
    }
}
