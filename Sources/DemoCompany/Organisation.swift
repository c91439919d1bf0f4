internal import Calendars

/// The tree of the invented Nordlys group: group, divisions, departments, teams, as deep as its size asks for.
struct Organisation {
    struct Unit {
        let index: Int
        let parent: Int?
        let name: String
        let division: Int?
        /// Members of the unit itself, without those of units below it, at full strength; 0 where there are any below.
        let size: Int
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
    private static let groupStaff = "Konsernstab"
    /// Small departments that every company of some size has, with their members.
    private static let smallDepartments: [(String, Int)] = [
        ("Internrevisjon", 2), ("Personvern", 1), ("Kommunikasjon", 3), (groupStaff, 4), ("Juridisk", 6),
        ("Bærekraft", 8), ("Eiendom", 5), ("Innkjøp", 11),
    ]

    private(set) var units: [Unit] = []

    /// The tree for a company of `employees` persons. Sizes add up to `employees`.
    ///
    /// Members belong to units without units below them. A unit above others has none of its own, since a handful of
    /// direct members could be told by subtraction: the disclosure rules would then hide a unit of nearly every family.
    /// For the same reason the very small ones come together, so that they hide each other and nobody else.
    init(employees: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, stream: "organisation")
        let deep = employees >= 400
        let flat = employees < 150
        let alone = employees < 24
        let root = add(name: "Nordlys Gruppen", parent: nil, division: nil, size: alone ? employees : 0, location: 0)
        guard !alone else { return }

        let small = Self.smallDepartments(in: employees)
        let rest = employees - small.reduce(0) { $0 + $1.1 }
        if flat {
            let count = max(2, rest / 26)
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

    /// The small departments of a company: up to 4.5 % of its people, and from 80 employees on at least 15 together.
    private static func smallDepartments(in employees: Int) -> [(String, Int)] {
        guard employees >= 80 else { return [] }
        var taken = 0
        return smallDepartments.filter { _, size in
            guard taken + size <= max(15, employees * 45 / 1000) else { return false }
            taken += size
            return true
        }
    }

    private mutating func addDivision(
        _ division: Int, size: Int, root: Int, deep: Bool, employees: Int, random: inout RandomStream
    ) {
        let place = division * 3 % Self.locations.count
        let index = add(
            name: Self.divisionNames[division], parent: root, division: division, size: 0, location: place)
        let typical = !deep ? 20 : employees <= 2000 ? 62 : employees <= 10_000 ? 120 : employees <= 30_000 ? 200 : 350
        let count = max(1, (size + typical / 2) / typical)
        let names = Self.departmentNames[division]
        for (position, members) in Self.spread(size, over: count, random: &random).enumerated() {
            let location = (place + position) % Self.locations.count
            var name = names[position % names.count]
            if count > names.count {
                let round = position / names.count
                name += " " + Self.locations[round % Self.locations.count].place
                if round >= Self.locations.count { name += " \(round / Self.locations.count + 1)" }
            }
            let team = employees <= 2000 ? 18 : employees <= 10_000 ? 24 : employees <= 30_000 ? 34 : 60
            let teams = deep ? members / team : 0
            let hasTeams = teams >= 2
            let department = add(
                name: name, parent: index, division: division, size: hasTeams ? 0 : members, location: location,
                isDepartment: true)
            guard hasTeams else { continue }
            // Alike enough that none is too small to be shown by chance.
            var sizes = Self.spread(members, over: teams, within: 0.8...1.2, random: &random)
            // One department in four keeps two very small teams.
            if teams > 3, random.chance(0.25) {
                for team in [teams - 1, teams - 2] {
                    let moved = max(0, sizes[team] - random.within(7...9))
                    sizes[team] -= moved
                    sizes[teams - 1 - team] += moved
                }
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

    /// The unit without units below it in which the head of `unit` works: the group's head in its staff, a division's in
    /// its first department, a department's in its first team, and so on down.
    func seat(of unit: Int) -> Int {
        if units[unit].parent == nil, let staff = units.first(where: { $0.name == Self.groupStaff }) {
            return staff.index
        }
        var seat = unit
        while let first = units[seat].children.first { seat = first }
        return seat
    }

    /// True where a unit has no sibling, or one so much smaller that leavers do not turn the order round.
    func isShielded(_ unit: Int) -> Bool {
        guard let parent = units[unit].parent else { return true }
        let siblings = units[parent].children.filter { $0 != unit && strength(of: $0) > 0 }
        return siblings.isEmpty || siblings.contains { strength(of: $0) * 5 <= strength(of: unit) * 4 }
    }

    /// Members from which a unit is large enough for transfers into it, so that small ones stay as small as they are.
    static let receivesFrom = 12

    /// `D007`
    func id(of unit: Int) -> String {
        "D" + CivilDate.padded(unit + 1, max(3, String(units.count).utf8.count))
    }

    /// `total` in `count` parts with weights drawn from `range`.
    private static func spread(
        _ total: Int, over count: Int, within range: ClosedRange<Double> = 0.6...1.4, random: inout RandomStream
    ) -> [Int] {
        let width = range.upperBound - range.lowerBound
        return shares(total, weights: (0..<count).map { _ in range.lowerBound + width * random.unit() })
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
