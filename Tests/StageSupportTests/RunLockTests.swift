import Glibc
import Testing

@testable import StageSupport

@Suite struct RunLockTests {
    @Test func oneAtATimeAndFreeAfterwards() throws {
        let work = try TemporaryFolder()
        var first: RunLock? = try RunLock(work: work.path, pipeline: "nightly")
        #expect {
            _ = try RunLock(work: work.path, pipeline: "nightly")
        } throws: { error in
            (error as? StageFailure)?.exitCode == 75 && "\(error)".contains("nothing was done")
        }
        // Another pipeline is another lock.
        _ = try RunLock(work: work.path, pipeline: "weekly")
        _ = first
        first = nil
        _ = try RunLock(work: work.path, pipeline: "nightly")
        #expect(TemporaryFolder.names(work.path) == [".lock-nightly", ".lock-weekly"])
    }

    @Test func aRunIsOneRunWhateverThePipeline() throws {
        let run = try TemporaryFolder()
        let first = try RunLock(run: run.path, pipeline: "nightly")
        #expect { _ = try RunLock(run: run.path, pipeline: "weekly") } throws: {
            ($0 as? StageFailure)?.exitCode == 75
        }
        #expect(TemporaryFolder.names(run.path) == [])
        withExtendedLifetime(first) {}
    }

    @Test func theLockIsNotFollowedThroughALink() throws {
        let work = try TemporaryFolder()
        symlink("/etc/passwd", "\(work.path)/.lock-nightly")
        #expect { _ = try RunLock(work: work.path, pipeline: "nightly") } throws: {
            ($0 as? StageFailure)?.exitCode == 73
        }
    }
}
