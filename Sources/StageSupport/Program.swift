internal import ArgumentParser
internal import Columnar
internal import Glibc
internal import Runs

/// The frame of every program: what the process is set to before it begins, and the one place where an error becomes a
/// line and an exit code.
enum Program {
    /// Parses the command line and runs `body` with the command that was given; does not return. What `body` does not
    /// know is the parser's own (`--help`) or the program without a command.
    static func main<Root: ParsableCommand>(
        _ root: Root.Type, name: String, body: (any ParsableCommand, Console) throws -> Bool
    ) -> Never {
        // What the programs write about persons is for their owner alone; a reader that goes away and a file
        // that may not grow are errors to be told, not a death; and memory with personal data in it is not left behind as a core file.
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(4), &none)

        FreedMemory.keep()

        let console = Console(program: name)
        do {
            var command = try root.parseAsRoot()
            if try !body(command, console) { try command.run() }
            exit(Runs.ExitCode.ok)
        } catch let error as any StageError {
            console.error(error.description)
            exit(error.exitCode)
        } catch let error as CleanExit {
            exit(answer(root, error, console))
        } catch {
            if root.exitCode(for: error).isSuccess { exit(answer(root, error, console)) }
            guard isCommandLineFault(error) else {
                console.error(String(describing: error))
                exit(Runs.ExitCode.internalError)
            }
            var message = root.message(for: error)
            while message.hasSuffix(".") { message.removeLast() }
            let subcommands = root.configuration.subcommands.compactMap { $0.configuration.commandName }
            let given = CommandLine.arguments.dropFirst().first { subcommands.contains($0) }
            let help = ([name] + (given.map { [$0] } ?? []) + ["--help"]).joined(separator: " ")
            console.error("\(message.isEmpty ? "wrong usage" : message); see \(help)")
            exit(Runs.ExitCode.usage)
        }
    }

    /// Help and version go to standard output, checked like every output.
    private static func answer<Root: ParsableCommand>(_ root: Root.Type, _ error: any Error, _ console: Console)
        -> Int32
    {
        do {
            try CheckedOutput.standardOutput(root.fullMessage(for: error) + "\n")
            return Runs.ExitCode.ok
        } catch {
            console.error(error.description)
            return error.exitCode
        }
    }

    /// The parser's own errors are known by their module; there is no public type for all of them.
    private static func isCommandLineFault(_ error: any Error) -> Bool {
        error is ValidationError || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}

extension ArgumentParser.ExitCode {
    fileprivate var isSuccess: Bool { rawValue == 0 }
}

/// Options that every program has.
struct TalkOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Write log lines to standard error as well.")
    var verbose = false
    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    func validate() throws {
        if verbose, quiet { throw ValidationError("--verbose and --quiet exclude each other") }
    }

    func console(_ console: Console) -> Console {
        Console(program: console.program, verbosity: quiet ? .quiet : verbose ? .verbose : .normal)
    }
}

/// How many threads a stage may use.
struct WorkOptions: ParsableArguments {
    @Option(help: "Threads to use; all cores where not given. The outputs are the same.")
    var workers: Int?

    func validate() throws {
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers: expected a number from 1 to 1024, found \(workers)")
        }
    }

    var count: Int { workers ?? RunPlace.cores }
}

/// How exports are parsed.
struct ParsingOptions: ParsableArguments {
    enum Engine: String, CaseIterable, ExpressibleByArgument { case fast, libcsv }

    @Option(help: "fast, or libcsv to parse every byte with that library; the outputs are the same.")
    var csvEngine = Engine.fast
}
