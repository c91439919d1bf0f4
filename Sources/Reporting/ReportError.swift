/// Why a report was not written. The report that was there before stays as it is.
public enum ReportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not `#rrggbb`, or too pale to be seen.
    case accent(found: String, contrast: Double?)
    case levels(found: Int)
    /// A step on the file system failed.
    case cannotWrite(path: String, step: String, reason: String)
    /// Something that is no report of ours stands in the way.
    case inTheWay(path: String)
    case noDepartments(path: String)

    public var description: String {
        switch self {
        case .accent(let found, let contrast?):
            "report.accent: found \(found) with a contrast of \(Format.number(contrast, decimals: 2)):1 on white, "
                + "expected at least 3:1; choose a darker colour"
        case .accent(let found, nil): "report.accent: found \(found), expected a colour as #rrggbb"
        case .levels(let found): "report.levels: found \(found), expected 1 or more; leave it out for all departments"
        case .cannotWrite(let path, let step, let reason):
            "\(path): \(step) failed: \(reason); the report that was there before is unchanged"
        case .inTheWay(let path):
            "\(path): found a folder or file, expected nothing or the link of an earlier report; move it away and run again"
        case .noDepartments(let path):
            "\(path): found a publication without departments, expected at least the root; run trivsel-aggregate again"
        }
    }

    /// As in sysexits.h: 65 data, 73 cannot create, 78 configuration.
    public var exitCode: Int32 {
        switch self {
        case .accent, .levels: 78
        case .cannotWrite, .inTheWay: 73
        case .noDepartments: 65
        }
    }
}
