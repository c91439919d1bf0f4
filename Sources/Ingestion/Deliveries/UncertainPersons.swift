/// A person's key with its check.
struct KnownPerson: Equatable {
    var key: Int64
    var check: Int64
}

/// Persons of a full dump of whom there is a row that cannot be used: they are there, whatever it says of them.
struct UncertainPersons: Equatable {
    /// Whose id can be read, once or more.
    var persons: [KnownPerson] = []
    /// Rows whose id cannot be read, and lines lost within such rows.
    var unreadable = 0

    mutating func add(_ chunk: ParsedChunk) {
        for (item, _) in chunk.setAside + chunk.strays {
            if let person = item.person { persons.append(person) } else { unreadable += 1 }
        }
        unreadable += chunk.lostLines
    }
}
