internal import Calendars

/// The tree of the invented Nordlys group: group, divisions, departments, teams, as deep as its size asks for.
struct Organisation {
    struct Unit {
        let index: Int
        let parent: Int?
        let name: String
        let division: Int?
        /// Members of the unit itself, without those of units below it, at full strength.
        var size: Int
        let location: Int
        var children: [Int] = []
        /// True where teams or members belong to it as one department in the company's own words.
        let isDepartment: Bool
        var isLeaf: Bool { children.isEmpty }
    }

    struct Location {
        let country: String
        let place: String
    }

    static let locations: [Location] = [
        Location(country: "NO", place: "Oslo"), Location(country: "NO", place: "Bergen"),
        Location(country: "SE", place: "Göteborg"), Location(country: "NO", place: "Trondheim"),
        Location(country: "DK", place: "Aarhus"), Location(country: "NO", place: "Tromsø"),
        Location(country: "FI", place: "Tampere"), Location(country: "SE", place: "Luleå"),
        Location(country: "NO", place: "Bodø"), Location(country: "DK", place: "København"),
        Location(country: "NO", place: "Kristiansand"), Location(country: "FI", place: "Oulu"),
        Location(country: "SE", place: "Malmö"), Location(country: "NO", place: "Hønefoss"),
    ]

    private static let divisionNames = [
        "Nett og drift", "Kundeservice", "Teknologi", "Marked og salg", "Fellestjenester",
    ]
    private static let divisionWeights: [Double] = [34, 22, 20, 14, 10]
    private static let departmentNames = [
        ["Nettdrift", "Vedlikehold", "Linjelag", "Driftssentral", "Måling", "Beredskap", "Vannkraft", "Fjernvarme"],
        ["Kundesenter", "Faktura", "Bedriftskunder", "Reklamasjon", "Kundemottak", "Digital kundehjelp"],
        ["Plattform", "Dataanalyse", "Utvikling", "IT-drift", "Informasjonssikkerhet", "Arkitektur"],
        ["Privatmarked", "Bedriftsmarked", "Partnersalg", "Prising", "Merkevare"],
        ["Økonomi", "Lønn og HR", "Logistikk", "Anskaffelser"],
    ]
    private static let teamNames = ["Nord", "Sør", "Øst", "Vest", "Midt", "Fjell", "Kyst", "By"]
    /// Small departments that every company of some size has, with their members.
    private static let smallDepartments: [(String, Int)] = [
        ("Internrevisjon", 2), ("Personvern", 1), ("Kommunikasjon", 3), ("Konsernstab", 4), ("Juridisk", 6),
        ("Bærekraft", 8), ("Eiendom", 5), ("Innkjøp", 11),
    ]

    private(set) var units: [Unit] = []

    /// The tree for a company of `employees` persons. Sizes add up to `employees`.
    init(employees: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, stream: "organisation")
        let deep = employees >= 400
        let flat = employees < 150
        let alone = employees < 12
        let staff = alone ? employees : min(6, max(1, employees / 50))
        let root = add(name: "Nordlys Gruppen", parent: nil, division: nil, size: staff, location: 0)
        guard !alone else { return }

        var rest = employees - staff
        var small: [(String, Int)] = []
        for (name, size) in Self.smallDepartments {
            let taken = small.reduce(size) { $0 + $1.1 }
            if taken * 1000 <= max(2000, employees * 45) { small.append((name, size)) }
        }
        rest -= small.reduce(0) { $0 + $1.1 }

        if flat {
            let count = max(2, rest / 10)
            for (position, size) in Self.spread(rest, over: count, random: &random).enumerated() {
                let name = Self.departmentNames[position % 4][position / 4 % 5]
                add(
                    name: name, parent: root, division: position % 4, size: size,
                    location: position % Self.locations.count, isDepartment: true)
            }
            for (name, size) in small {
                add(name: name, parent: root, division: 4, size: size, location: 0, isDepartment: true)
            }
            return
        }
        let shares = Self.shares(rest, weights: Self.divisionWeights)
        for (division, size) in shares.enumerated() {
            addDivision(division, size: size, root: root, deep: deep, employees: employees, random: &random)
            if division == 4 {
                let parent = units.lastIndex { $0.parent == root } ?? root
                for (name, size) in small {
                    add(name: name, parent: parent, division: 4, size: size, location: 0, isDepartment: true)
                }
            }
        }
    }

    private mutating func addDivision(
        _ division: Int, size: Int, root: Int, deep: Bool, employees: Int, random: inout RandomStream
    ) {
        let staff = min(size, deep ? 2 : 1)
        let place = division * 3 % Self.locations.count
        let index = add(
            name: Self.divisionNames[division], parent: root, division: division, size: staff, location: place)
        let typical = !deep ? 15 : employees <= 2000 ? 62 : employees <= 10_000 ? 120 : employees <= 30_000 ? 200 : 350
        let count = max(1, (size - staff + typical / 2) / typical)
        let names = Self.departmentNames[division]
        for (position, members) in Self.spread(size - staff, over: count, random: &random).enumerated() {
            let location = (place + position) % Self.locations.count
            var name = names[position % names.count]
            if count > names.count {
                let round = position / names.count
                name += " " + Self.locations[round % Self.locations.count].place
                if round >= Self.locations.count { name += " \(round / Self.locations.count + 1)" }
            }
            let team = employees <= 2000 ? 18 : employees <= 10_000 ? 24 : employees <= 30_000 ? 34 : 60
            let teams = deep ? (members + team / 2) / team : 0
            let hasTeams = teams >= 2
            let department = add(
                name: name, parent: index, division: division, size: hasTeams ? min(2, members) : members,
                location: location, isDepartment: true)
            guard hasTeams else { continue }
            var sizes = Self.spread(members - min(2, members), over: teams, random: &random)
            // One department in four keeps a very small team.
            if teams > 2, random.chance(0.25) {
                let kept = random.within(2...9)
                let moved = max(0, (sizes.last ?? 0) - kept)
                sizes[teams - 1] -= moved
                sizes[0] += moved
            }
            for (position, size) in sizes.enumerated() {
                let round = position / Self.teamNames.count
                let suffix = Self.teamNames[position % Self.teamNames.count] + (round > 0 ? " \(round + 1)" : "")
                add(name: name + " " + suffix, parent: department, division: division, size: size, location: location)
            }
        }
    }

    @discardableResult
    private mutating func add(
        name: String, parent: Int?, division: Int?, size: Int, location: Int, isDepartment: Bool = false
    ) -> Int {
        let index = units.count
        units.append(
            Unit(
                index: index, parent: parent, name: name, division: division, size: size, location: location,
                isDepartment: isDepartment))
        if let parent { units[parent].children.append(index) }
        return index
    }

    /// The unit and everything below it.
    func subtree(of unit: Int) -> [Int] { [unit] + units[unit].children.flatMap(subtree(of:)) }

    /// Members of the unit and of everything below it, at full strength.
    func strength(of unit: Int) -> Int { subtree(of: unit).reduce(0) { $0 + units[$1].size } }

    /// `D007`
    func id(of unit: Int) -> String {
        "D" + CivilDate.padded(unit + 1, max(3, String(units.count).utf8.count))
    }

    /// `total` in `count` parts between 0.6 and 1.4 of the mean.
    private static func spread(_ total: Int, over count: Int, random: inout RandomStream) -> [Int] {
        shares(total, weights: (0..<count).map { _ in 0.6 + 0.8 * random.unit() })
    }

    /// `total` in whole parts proportional to `weights`, which add up to it.
    private static func shares(_ total: Int, weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        var parts: [Int] = []
        var before = 0.0
        var given = 0
        for weight in weights {
            before += weight
            let upTo = Int((Double(total) * before / sum).rounded(.toNearestOrEven))
            parts.append(upTo - given)
            given = upTo
        }
        return parts
    }
}
