internal import Glibc

/// The lock of a pipeline in a work folder, or of one run's folder: one at a time. The kernel lets go of it when the
/// process ends, however it ends.
public final class RunLock {
    private let descriptor: Int32

    /// Takes `WORK/.lock-PIPELINE`, at once or not at all.
    ///
    /// - Throws: `StageFailure.locked` (75) when somebody else has it.
    public convenience init(work: String, pipeline: String) throws(StageFailure) {
        let path = "\(work)/.lock-\(pipeline)"
        try self.init(
            path, open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600), step: "create", pipeline: pipeline)
    }

    /// Takes the folder of a run, at once or not at all: two pipelines may have the same work folder, but never write into
    /// the same run.
    ///
    /// - Throws: `StageFailure.locked` (75) when somebody else has it.
    public convenience init(run path: String, pipeline: String) throws(StageFailure) {
        try self.init(path, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), step: "open", pipeline: pipeline)
    }

    private init(_ path: String, _ descriptor: Int32, step: String, pipeline: String) throws(StageFailure) {
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, step: step, reason: SmallFile.reason(errno))
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
