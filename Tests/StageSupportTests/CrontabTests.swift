import FoundationEssentials
import Testing

/// `pipelines/crontab` as cron reads it: settings of the environment, then lines of five times and a command.
@Suite struct CrontabTests {
    private func lines() throws -> [String] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "pipelines/crontab")
        let text = try String(contentsOf: path, encoding: .utf8)
        // Cron ignores a last line without an end.
        #expect(text.hasSuffix("\n"))
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    @Test func theEnvironmentIsSet() throws {
        let settings = try lines().filter { $0.wholeMatch(of: /[A-Z_]+=.*/) != nil }
        let names = settings.compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(Set(names).isSuperset(of: ["SHELL", "PATH", "MAILTO", "SWIFT_BACKTRACE"]))
        #expect(settings.contains("SWIFT_BACKTRACE=enable=no"))
        // The nightly line comes after them, for cron reads from top to bottom.
        #expect(try lines().last?.wholeMatch(of: /[A-Z_]+=.*/) == nil)
    }

    @Test func thereIsOneNightlyLine() throws {
        let jobs = try lines().filter { $0.wholeMatch(of: /[A-Z_]+=.*/) == nil }
        #expect(jobs.count == 1)
        let fields = try #require(jobs.first).split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        try #require(fields.count == 6)
        for (field, range) in zip(fields, [0...59, 0...23, 1...31, 1...12, 0...7]) {
            #expect(field == "*" || Int(field).map(range.contains) == true, "\(field)")
        }
        #expect(fields[2] == "*" && fields[3] == "*" && fields[4] == "*", "every night")
        let command = String(fields[5]).trimmingPrefix(" ")
        // A per cent sign ends a command in cron.
        #expect(!command.contains("%"))
        for part in ["umask 077", "ulimit -c 0", "nice -n 10", "trivsel run ", "--key-file "] {
            #expect(command.contains(part), "\(part)")
        }
        #expect(!command.contains(">"), "what goes wrong is to be mailed")
        #expect(command.split(separator: "&&").count == 3, "a step that fails stops the next")
    }
}
