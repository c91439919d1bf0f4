internal import Columnar
internal import Configuration
internal import Glibc

/// Where `trivsel check` puts its page, and where the tables of its dry run are for as long as it takes.
public enum CheckPlace {
    /// The page: the option, else `WORK/check/PIPELINE.html`, so that pipelines that share WORK have one each. Its folder is
    /// made where it is missing.
    ///
    /// - Throws: `StageFailure.configuration` (78) when neither a page nor a folder of runs is named, `ColumnarError`.
    public static func page(_ option: String?, work: String?, in file: PipelineFile) throws -> String {
        let path = try option ?? RunPlace.work(work, in: file) + "/check/\(file.pipeline.name).html"
        try DurableFolder.create(PipelineFile.folder(of: path))
        return path
    }

    /// Runs `body` with an empty folder beside `page` and removes it whatever happens. What a check that was killed has
    /// left there goes too.
    public static func withScratch<Result>(beside page: String, _ body: (_ folder: String) throws -> Result) throws
        -> Result
    {
        let folder = PipelineFile.folder(of: page)
        removeLeftovers(in: folder)
        let scratch = "\(folder)/\(prefix)\(getpid())"
        guard mkdir(scratch, 0o700) == 0 else {
            throw StageFailure.cannotWrite(path: scratch, step: "create", reason: SmallFile.reason(errno))
        }
        defer { FolderRemoval.remove(scratch) }
        return try body(scratch)
    }

    private static let prefix = ".trivsel-check-"

    private static func removeLeftovers(in path: String) {
        for name in (try? FolderListing(path))?.names ?? [] {
            guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.utf8.count)) else { continue }
            // Of a process that is there no more.
            if kill(process, 0) != 0, errno == ESRCH { FolderRemoval.remove("\(path)/\(name)") }
        }
    }
}
