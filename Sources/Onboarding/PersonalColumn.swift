import Configuration

/// Columns that no report needs and that no description may name: who somebody is, and what is nobody's business.
enum PersonalColumn {
    /// What the column holds, in words; nil when nothing speaks for it.
    static func kind(header: String, _ evidence: ColumnEvidence) -> String? {
        let name = HeaderAliases.loosened(header)
        for (kind, words) in words where words.contains(where: { name.contains($0) }) { return kind }
        if exactNames.contains(name) { return "a name" }
        if evidence.isEmails { return "e-mail addresses" }
        if evidence.isNationalIDs { return "numbers in the form of a national id" }
        return nil
    }

    /// Loosened headers that are a name and nothing else; `name` alone is also a department's.
    private static let exactNames: Set<String> = [
        "navn", "namn", "employee", "employeename", "fullname", "displayname", "worker", "ansatt", "mitarbeiter",
    ]

    private static let words: [(kind: String, words: [String])] = [
        (
            "a national id",
            [
                "nationalid", "fødselsnummer", "fodselsnummer", "fødselsnr", "personnummer", "personnr", "cprnummer",
                "cprnr", "ssn", "socialsecurity", "sozialversicherung", "steuerid", "taxid", "passport", "passnummer",
            ]
        ),
        (
            "a name",
            [
                "firstname", "lastname", "givenname", "familyname", "surname", "middlename", "preferredname",
                "fullname",
                "displayname", "employeename", "fornavn", "etternavn", "efternavn", "mellomnavn", "förnamn",
                "efternamn",
                "vorname", "nachname", "familienname", "navn(", "managername", "ledernavn", "supervisorname",
            ]
        ),
        ("an e-mail address", ["email", "epost", "mailadresse"]),
        ("a telephone number", ["phone", "mobile", "telefon", "mobil"]),
        (
            "an address",
            ["homeaddress", "streetaddress", "address1", "postadresse", "hjemmeadresse", "bostadsadress", "wohnort"]
        ),
        ("a bank account", ["iban", "bankaccount", "kontonummer", "kontonr"]),
        ("pay", ["salary", "lønn", "lön(", "gehalt", "basepay", "hourlyrate"]),
        ("a photo", ["photo", "avatar", "bilde"]),
        (
            "what the law protects",
            ["religion", "ethnicity", "disability", "tradeunion", "fagforening", "diagnos", "citizenship", "marital"]
        ),
    ]
}
