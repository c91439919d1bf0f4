internal import Dispatch
internal import Runs
internal import Synchronization

/// Stages whose tables are complete and wait to be published, while a thread of its own has the disk take them in. The next
/// stages compute in the meantime.
final class WaitingStages {
    private var folders: [(stage: RunFolder.Stage, folder: StageFolder)] = []
    private let disk = DispatchQueue(label: "trivsel.storing")
    private let failures = Failures()

    private final class Failures: Sendable {
        let byStage = Mutex<[RunFolder.Stage: any Error]>([:])
    }

    /// `folder` is filled.
    func add(_ stage: RunFolder.Stage, _ folder: StageFolder) {
        folders.append((stage, folder))
        disk.async { [failures] in
            do {
                try folder.store()
            } catch {
                failures.byStage.withLock { $0[stage] = error }
            }
        }
    }

    /// Waits for the disk and puts the stages in place, in their order. After one that fails none is put in place, since
    /// it would be made of tables that are not there.
    ///
    /// - Throws: the first stage's failure, with the stage.
    func publish() throws(Failure) {
        disk.sync {}
        var failure: Failure?
        for (stage, folder) in folders {
            if failure != nil {
                folder.abandon()
                continue
            }
            do {
                try folder.publish {
                    if let error = failures.byStage.withLock({ $0[stage] }) { throw error }
                }
            } catch {
                failure = Failure(stage: stage, error: error)
            }
        }
        folders = []
        if let failure { throw failure }
    }

    struct Failure: Error {
        let stage: RunFolder.Stage
        let error: any Error
    }
}
