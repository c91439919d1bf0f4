// swift-tools-version: 6.2
// Trivsel: Programs / Stages / Record types / Tools / C / Tests. The walls between the libraries are
// the dependency lists below; Tests/ArchitectureTests holds them against the table in docs/architecture.md.
import PackageDescription

/// `make CSV=shared` links libcsv dynamically (LGPL-2.1); the default is the static archive.
let csvLibrary = Context.environment["TRIVSEL_CSV"] == "shared" ? "csv" : ":libcsv.a"

let swiftSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Debug builds and the sanitizers check exclusive access at run time; it costs 5–8 ns a property on hot paths.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]
let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies)
}
func library(_ name: String, _ dependencies: [Target.Dependency] = [], unsafe: Bool = false) -> Target {
    .target(name: name, dependencies: dependencies)
}
func tests(_ subject: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(subject)Tests", dependencies: [.init(stringLiteral: subject)] + dependencies)
}

let programs: [Target] = [
    program(
        "trivsel",
        [
            "StageSupport", "Ingestion", "Normalization", "Aggregation", "Reporting", "DemoCompany", "Onboarding",
            "Configuration", "Runs", "Results", "Columnar", "Calendars",
        ]),
    program("trivsel-ingest", ["StageSupport", "Ingestion"]),
    program("trivsel-normalize", ["StageSupport", "Normalization"]),
    program("trivsel-aggregate", ["StageSupport", "Aggregation"]),
    program("trivsel-report", ["StageSupport", "Reporting"]),
]

let stages: [Target] = [
    library(
        "StageSupport",
        [
            "Configuration", "Runs", "Columnar", "Digests", "Calendars",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"), "CYAML",
        ]),
    library(
        "Ingestion", ["CSV", "Workforce", "Columnar", "Configuration", "Framework", "Runs", "Calendars", "Digests"]),
    library("Normalization", ["Workforce", "Columnar", "Configuration", "Framework", "Runs", "Calendars"]),
    library(
        "Aggregation",
        [
            "Workforce", "Results", "Disclosure", "Statistics", "Calendars", "Framework", "Columnar", "Configuration",
            "Runs",
        ]),
    library("Disclosure", ["Results"]),
    library(
        "Reporting",
        ["Results", "Framework", "HTML", "Statistics", "Configuration", "Runs", "Columnar", "Calendars", "Digests"]),
    library("DemoCompany", ["Columnar", "Calendars"]),
    library("Onboarding", ["Ingestion", "Configuration", "Columnar", "Compression", "Calendars", "Runs"]),
]

let records: [Target] = [
    library("Workforce", ["Columnar"]),
    library("Results", ["Columnar"]),
]

let tools: [Target] = [
    library("Configuration", ["Calendars", "Framework"]),
    library("Framework"),
    library("Runs", ["Calendars"]),
    library("Columnar", ["Digests", "Compression", "CSystem"]),
    library("Calendars"),
    library("Statistics"),
    library("HTML"),
    library("Digests", ["CCrypto", "CCompress"]),
    library("Compression", ["CCompress"]),
    library("CSV", ["CCSV"]),
]

let c: [Target] = [
    .target(name: "CCSV", linkerSettings: [.linkedLibrary(csvLibrary)]),
    .target(name: "CSystem"),
    .target(name: "CYAML", dependencies: [.product(name: "Yams", package: "Yams")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary(":libcrypto.a")]),
    .target(name: "CCompress", linkerSettings: [.linkedLibrary(":libz.a"), .linkedLibrary(":libzstd.a")]),
]

let testTargets: [Target] = [
    tests("Disclosure", ["Results"]),
    tests("Normalization", ["Columnar", "Calendars", "Configuration", "Runs", "Workforce"]),
    tests(
        "Aggregation",
        [
            "Results", "Disclosure", "Calendars", "Columnar", "Configuration", "Framework", "Statistics", "Workforce",
        ]),
    tests("Columnar", ["Digests"]),
    tests("Digests"),
    tests("Compression", ["CCompress"]),
    tests("Calendars"),
    tests("CSV", ["CCSV"]),
    tests("Configuration", ["Framework"]),
    tests("Runs"),
    tests("StageSupport", ["Configuration", "Runs"]),
    tests(
        "Ingestion",
        [
            "Aggregation", "CCompress", "CSV", "Calendars", "Columnar", "Configuration", "Digests", "Normalization",
            "Runs", "StageSupport", "Workforce",
        ]),
    .testTarget(
        name: "PipelineTests",
        dependencies: [
            "trivsel", "trivsel-ingest", "trivsel-normalize", "trivsel-aggregate", "trivsel-report", "Results",
            "Calendars", "Columnar",
        ]),
    tests("DemoCompany"),
    tests("Onboarding", ["Configuration", "Ingestion"]),
    tests("HTML"),
    tests("Reporting", ["Results", "HTML", "Digests"]),
    tests("Statistics"),
    .testTarget(name: "ArchitectureTests"),
]

/// What the fuzz targets of the package in `Fuzz/` read foreign bytes with.
let fuzzed = ["CSV", "Ingestion", "StageSupport", "Configuration", "Framework", "Columnar", "Calendars", "Digests"]

let package = Package(
    name: "trivsel",
    products: fuzzed.map { .library(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: programs + stages + records + tools + c + testTargets,
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    switch target.type {
    case .executable, .test: target.swiftSettings = swiftSettings
    case .regular where c.contains(where: { $0.name == target.name }): target.cSettings = cSettings
    case .regular: target.swiftSettings = swiftSettings
    default: break
    }
}
