internal import Calendars
internal import Configuration
internal import Glibc
public import Runs

/// Where a run reads and writes and for which day, from the command line first and the pipeline file second.
public enum RunPlace {
    /// The folder of the exports.
    ///
    /// - Throws: `StageFailure.configuration` (78) when nobody names one, `.missing` (66) when it is not there.
    public static func input(_ option: String?, in file: PipelineFile) throws(StageFailure) -> String {
        guard let path = option ?? file.pipeline.input.map(file.resolve) else {
            throw .configuration("\(file.path): no folder of exports: set the key \"input\" or give --input DIR")
        }
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw .missing(path: path, advice: "it should hold the exports; correct --input or the key \"input\"")
        }
        guard information.st_mode & S_IFMT == S_IFDIR else {
            throw .unreadable(path: path, reason: "expected a folder of exports, found a file")
        }
        return path
    }

    /// The folder of the runs.
    public static func work(_ option: String?, in file: PipelineFile) throws(StageFailure) -> String {
        guard let path = option ?? file.pipeline.work.map(file.resolve) else {
            throw .configuration("\(file.path): no folder for the runs: set the key \"work\" or give --work DIR")
        }
        return path
    }

    /// The last day for which the data are complete: the option, the key `as_of`, or the delivery date that the exports'
    /// file names tell.
    public static func asOf(
        _ option: String?, in file: PipelineFile, delivery: () throws -> Int32?
    ) throws -> Int32 {
        if let option {
            guard let date = CivilDate(iso: option) else {
                throw StageFailure.usage("--as-of: expected a date like 2026-03-31, found \"\(option)\"")
            }
            return date.day
        }
        if let day = file.pipeline.asOf { return day }
        if let day = try delivery() { return day }
        throw StageFailure.configuration(
            "\(file.path): no as-of date: set the key \"as_of\", give --as-of YYYY-MM-DD, "
                + "or set \"delivery_date: file_name\" in a source whose file names hold the date")
    }

    /// `WORK/<as-of>`.
    public static func folder(work: String, asOf: Int32) throws -> RunFolder {
        try RunFolder(path: "\(work)/\(CivilDate(day: asOf))")
    }

    /// The person key: the option, or the key `key_file`; nil for public data without either.
    ///
    /// - Throws: `StageFailure.configuration` (78) when it is missing or not 32 bytes long.
    public static func key(
        _ option: String?, in file: PipelineFile, input: String, console: Console
    ) throws(StageFailure) -> [UInt8]? {
        let path: String
        if let option {
            path = option
        } else if let named = file.pipeline.keyFile {
            let marker = "${input}"
            path = named.hasPrefix(marker) ? input + named.dropFirst(marker.count) : file.resolve(named)
        } else if file.pipeline.publicData {
            return nil
        } else {
            throw PersonKeyFile.missing(in: file.path)
        }
        let (key, readableByOthers) = try PersonKeyFile.read(path)
        if readableByOthers {
            console.warning("\(path): the key can be read by others than its owner; chmod 400 it")
        }
        return key
    }

    /// A pipeline that calls its persons invented must read invented persons: exports beside a manifest of
    /// `trivsel demo`, or ids of the space `synthetic`. Else lower minimums could be had for real ones.
    public static func checkSynthetic(_ file: PipelineFile, input: String) throws(StageFailure) {
        guard file.pipeline.synthetic else { return }
        if file.pipeline.sources.allSatisfy({ !$0.dataset.holdsPersons || $0.idSpace == "synthetic" }) { return }
        let path = "\(input)/demo-manifest.json"
        if let bytes = try? SmallFile.read(path, limit: 1 << 20),
            String(decoding: bytes, as: UTF8.self).contains("\"generator\": \"trivsel demo\"")
        {
            return
        }
        throw .configuration(
            "\(file.path): synthetic: true needs exports written by trivsel demo (with its demo-manifest.json), or "
                + "id_space: synthetic in every source with persons; neither is so")
    }

    /// Cores that this process may use.
    public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
