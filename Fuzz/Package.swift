// swift-tools-version: 6.2
// Fuzz targets of Trivsel, for libFuzzer: see README.md. A package of its own, so that nothing of it is built with the
// programs.
import PackageDescription

/// libFuzzer brings `main`, so that the targets have none.
let swiftSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-parse-as-library"]),
]

func fuzzTarget(_ name: String, _ subjects: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: ["FuzzSupport"] + subjects.map { .product(name: $0, package: "trivsel") },
        swiftSettings: swiftSettings)
}

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "trivsel", path: "..")],
    targets: [
        .target(name: "FuzzSupport"),
        fuzzTarget("CSVFuzz", ["CSV"]),
        fuzzTarget("CellFuzz", ["Ingestion", "CSV", "Configuration", "Calendars"]),
        fuzzTarget("ExportFuzz", ["Ingestion", "CSV", "Columnar", "Configuration", "Framework"]),
        fuzzTarget("ConfigurationFuzz", ["StageSupport", "Configuration"]),
        fuzzTarget("ParquetFuzz", ["Columnar", "Digests"]),
    ],
    swiftLanguageModes: [.v6]
)
