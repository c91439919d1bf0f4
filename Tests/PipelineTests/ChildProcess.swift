import Glibc
import Testing

/// The built programs, run as a person or cron would run them.
struct ChildProcess {
    struct Outcome {
        /// As the shell tells it: 128 + the signal for a program that died of one.
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// The folder of the programs: `TRIVSEL_BIN`, else where the tests were built.
    static let folder: String = {
        if let folder = getenv("TRIVSEL_BIN") { return String(cString: folder) }
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    }()

    /// Runs a program to its end, or kills it after so many microseconds. Output goes to files, so that no pipe can fill up.
    static func run(_ program: String, _ arguments: [String], output: String? = nil, killAfter delay: UInt32? = nil)
        throws -> Outcome
    {
        let folder = try ScratchFolder()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "\(folder.path)/out", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(folder.path)/err", O_WRONLY | O_CREAT, 0o600)
        let path = program.hasPrefix("/") ? program : "\(Self.folder)/\(program)"
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, path, &actions, nil, words, environ)
        try #require(code == 0, "\(path) cannot be started; set TRIVSEL_BIN to the folder of the programs")
        if let delay {
            usleep(delay)
            kill(child, SIGKILL)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return Outcome(
            exitCode: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            output: ScratchFolder.text("\(folder.path)/out") ?? "",
            errors: ScratchFolder.text("\(folder.path)/err") ?? "")
    }
}
