internal import Glibc

/// The lock of a pipeline in a work folder: one run at a time. The kernel lets go of it when the process ends, however
/// it ends.
public final class RunLock {
    private let descriptor: Int32

    /// Takes `WORK/.lock-PIPELINE`, at once or not at all.
    ///
    /// - Throws: `StageFailure.locked` (75) when somebody else has it.
    public init(work: String, pipeline: String) throws(StageFailure) {
        let path = "\(work)/.lock-\(pipeline)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: "create", reason: SmallFile.reason(errno))
        }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            if code == EWOULDBLOCK { throw .locked(path: path, pipeline: pipeline) }
            throw .cannotWrite(path: path, step: "lock", reason: SmallFile.reason(code))
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
