internal import Columnar
internal import Glibc
internal import Runs

/// A stage's folder that changes as a whole: the stage writes into a fresh folder beside it, and one rename puts it in
/// place. Whoever looks sees the old tables or the new ones, never some of each.
struct StageFolder: Sendable {
    /// Where the stage's tables are found: `WORK/<as-of>/1-ingest`.
    let path: String
    private let parent: String
    private let fresh: String
    private let old: String

    init(_ run: RunFolder, _ stage: RunFolder.Stage) {
        parent = run.path
        path = "\(run.path)/\(stage.rawValue)"
        fresh = run.waitingFolder(stage)
        old = "\(run.path)/.\(stage.rawValue).old"
    }

    /// Runs `write` on an empty folder, which then waits for `store` and `publish`. When `write` throws, nothing is left of
    /// the attempt.
    func fill<Result>(_ write: (_ folder: String) throws -> Result) throws -> Result {
        try tidy()
        guard mkdir(fresh, 0o700) == 0 else {
            throw StageFailure.cannotWrite(path: fresh, step: "create", reason: SmallFile.reason(errno))
        }
        return try abandoningOnFailure { try write(fresh) }
    }

    /// Waits until all that was written is on the disk. Whoever reads the tables meanwhile can go on when it throws.
    func store() throws { try DurableFolder.syncContents(of: fresh) }

    /// Puts the folder in place once it is stored: `stored` waits for that. When anything throws, what was there before stays
    /// as it was.
    func publish(stored: () throws -> Void) throws {
        try abandoningOnFailure {
            try stored()
            try switchIn()
        }
    }

    /// What is left of an attempt would only be in the way; if it cannot be removed, the next run tries again.
    func abandon() { FolderRemoval.remove(fresh) }

    private func abandoningOnFailure<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            abandon()
            throw error
        }
    }

    /// Removes what a killed run left behind, and puts back what it had taken away. Whether there were tables that had not
    /// been put in place.
    @discardableResult
    func tidy() throws(StageFailure) -> Bool {
        let hadFresh = Self.exists(fresh)
        if !Self.exists(path), Self.exists(old) {
            guard rename(old, path) == 0 else {
                throw .cannotWrite(path: path, step: "put back", reason: SmallFile.reason(errno))
            }
        }
        for leftover in [fresh, old] where Self.exists(leftover) {
            let code = FolderRemoval.remove(leftover)
            guard code == 0 else {
                throw .cannotWrite(path: leftover, step: "remove", reason: SmallFile.reason(code))
            }
        }
        return hadFresh
    }

    private func switchIn() throws {
        if !Self.exists(path) {
            guard rename(fresh, path) == 0 else {
                throw StageFailure.cannotWrite(path: path, step: "rename", reason: SmallFile.reason(errno))
            }
            try syncParent { rename(path, fresh) }
            return
        }
        if FolderExchange.swap(fresh, path) {
            try syncParent { FolderExchange.swap(fresh, path) }
            FolderRemoval.remove(fresh)
            return
        }
        // A file system that cannot exchange: for a moment there is neither, and `tidy` puts the old one back if that
        // moment is the last.
        guard rename(path, old) == 0 else {
            throw StageFailure.cannotWrite(path: path, step: "rename", reason: SmallFile.reason(errno))
        }
        guard rename(fresh, path) == 0 else {
            let code = errno
            rename(old, path)
            throw StageFailure.cannotWrite(path: path, step: "rename", reason: SmallFile.reason(code))
        }
        try syncParent {
            rename(path, fresh)
            rename(old, path)
        }
        FolderRemoval.remove(old)
    }

    /// What was there before comes back, by `undo`, when the change of names cannot be stored.
    private func syncParent<Result>(orElse undo: () -> Result) throws {
        do {
            try DurableFolder.sync(parent)
        } catch {
            _ = undo()
            throw error
        }
    }

    private static func exists(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }
}

enum FolderExchange {
    private typealias Renameat2 =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    private static let exchange: UInt32 = 1 << 1

    /// Exchanges two folders in one step; false where the C library or the file system cannot. The function is looked up
    /// at run time because the headers show it only to GNU sources.
    static func swap(_ a: String, _ b: String) -> Bool {
        guard let symbol = dlsym(nil, "renameat2") else { return false }
        let renameat2 = unsafeBitCast(symbol, to: Renameat2.self)
        return renameat2(AT_FDCWD, a, AT_FDCWD, b, exchange) == 0
    }
}

enum FolderRemoval {
    /// Removes a folder with everything in it, or a single file; links are removed, not followed. 0 or an errno.
    @discardableResult
    static func remove(_ path: String) -> Int32 {
        var information = stat()
        guard lstat(path, &information) == 0 else { return errno == ENOENT ? 0 : errno }
        guard information.st_mode & S_IFMT == S_IFDIR else { return unlink(path) == 0 ? 0 : errno }
        let names: [String]
        do throws(FolderListing.Failure) {
            names = try FolderListing(path).names
        } catch {
            return error.code
        }
        for name in names {
            let code = remove("\(path)/\(name)")
            if code != 0 { return code }
        }
        return rmdir(path) == 0 ? 0 : errno
    }
}
