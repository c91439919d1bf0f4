import StageSupport

enum RunAll {
    static func perform(_ options: UmbrellaCommand.Run, _ console: Console) throws {
        throw StageFailure.fault("this build holds no stages")
    }
}
