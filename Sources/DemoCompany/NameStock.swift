/// Given names and surnames by origin. None of the combinations is meant: people are invented.
struct NameStock {
    struct Origin {
        let female: [String]
        let male: [String]
        let surnames: [String]
    }

    /// Norwegian, Swedish, Danish, Finnish, Sami, then people who came from farther away.
    static let origins: [Origin] = [
        Origin(
            female: [
                "Ingrid", "Astrid", "Solveig", "Åse", "Marit", "Silje", "Ragnhild", "Tuva", "Hedda", "Gro", "Bjørg",
                "Kjersti", "Synnøve", "Vilde", "Oddny", "Turid", "Maren", "Eline", "Randi", "Sunniva",
            ],
            male: [
                "Lars", "Øyvind", "Håkon", "Sindre", "Torbjørn", "Eirik", "Geir", "Ståle", "Kåre", "Vegard", "Odd",
                "Sigurd", "Trond", "Bjørnar", "Even", "Jostein", "Asbjørn", "Tormod", "Ola", "Frode",
            ],
            surnames: [
                "Øygarden", "Bakke", "Lie", "Nygård", "Sæther", "Haugen", "Bråten", "Myhre", "Tveit", "Rønning",
                "Fossum", "Engen", "Kvåle", "Brekke", "Løken", "Sandvik", "Hauge", "Grønli", "Vik", "Åsen",
                "Strømmen", "Lunde", "Røed", "Skjelbred", "Ødegård",
            ]),
        Origin(
            female: [
                "Elin", "Åsa", "Märta", "Ebba", "Linnéa", "Ylva", "Annika", "Gunilla", "Sofia", "Malin", "Karin",
                "Frida", "Ulrika", "Tove", "Agneta",
            ],
            male: [
                "Björn", "Göran", "Anders", "Mattias", "Oskar", "Sven", "Håkan", "Fredrik", "Nils", "Pär", "Torsten",
                "Linus", "Jörgen", "Stefan", "Axel",
            ],
            surnames: [
                "Lindqvist", "Åkesson", "Sjöberg", "Nyström", "Öberg", "Hedlund", "Bergström", "Wallin", "Ekström",
                "Holmgren", "Söderlund", "Forsman", "Nordin", "Källström", "Rosén", "Björklund", "Hägg", "Lundgren",
            ]),
        Origin(
            female: [
                "Kirsten", "Bodil", "Sofie", "Maja", "Signe", "Rikke", "Lærke", "Inge", "Freja", "Dorthe", "Pernille",
                "Anne-Mette", "Ida", "Trine",
            ],
            male: [
                "Søren", "Jørgen", "Niels", "Rasmus", "Kasper", "Bent", "Preben", "Mikkel", "Åge", "Torben", "Emil",
                "Claus", "Jeppe", "Steen",
            ],
            surnames: [
                "Kjærgaard", "Nørgaard", "Bøgh", "Damgaard", "Østergaard", "Skov", "Lykke", "Toft", "Bjerregaard",
                "Højlund", "Krogh", "Brandt", "Søndergaard", "Vestergaard", "Friis", "Bang-Lund",
            ]),
        Origin(
            female: [
                "Aino", "Päivi", "Helmi", "Eeva", "Tuuli", "Kaisa", "Sirpa", "Hilja", "Riikka", "Marjatta", "Outi",
                "Säde",
            ],
            male: [
                "Jukka", "Väinö", "Mikko", "Pekka", "Antti", "Timo", "Heikki", "Jyrki", "Eero", "Lauri", "Tapio",
                "Matti",
            ],
            surnames: [
                "Mäntylä", "Hämäläinen", "Karppila", "Lehtonen", "Järvinen", "Niemelä", "Heikkilä", "Koskela",
                "Pöyhönen", "Lahtela-Aho", "Väisänen", "Rantala", "Ylönen", "Kettunen",
            ]),
        Origin(
            female: ["Ánne", "Elle", "Máret", "Sárá", "Inger-Ánne", "Ristiinná", "Biret", "Ellen-Kirsten"],
            male: ["Nils-Ánte", "Máhtte", "Ánde", "Jovnna", "Mihkkal", "Áilu", "Piera", "Issát"],
            surnames: ["Čállovárri", "Guttorm", "Sárre", "Eira", "Näkkäläjärvi", "Balto", "Hætta", "Skum", "Vars"]),
        Origin(
            female: [
                "Katarzyna", "Małgorzata", "Amina", "Hodan", "Fatima", "Leyla", "Thị Hoa", "Rasa", "Priya", "Zainab",
                "Olena", "Şirin", "Maria João", "Hye-jin",
            ],
            male: [
                "Paweł", "Tomasz", "Abdi", "Yusuf", "Omar", "Emre", "Văn Minh", "Tadas", "Arjun", "Hassan", "Dmytro",
                "Çağlar", "Rui", "Bashir",
            ],
            surnames: [
                "Wójcik", "Kamińska-Zając", "Warsame", "Abdullahi", "Al-Khatib", "Yıldız", "Nguyễn", "Petrauskas",
                "Subramaniam", "Rahimi", "Shevchuk", "Öztürk", "de Sá", "Nowak",
            ]),
    ]

    /// The surname or given name in lower case ASCII, as it stands in an e-mail address.
    static func asciiFolded(_ name: String) -> String {
        var out = ""
        for scalar in name.unicodeScalars {
            if let plain = folds[scalar] {
                out += plain
            } else if scalar.isASCII {
                switch scalar {
                case "A"..."Z": out.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
                case "a"..."z", "-": out.unicodeScalars.append(scalar)
                default: break
                }
            }
        }
        return out
    }

    private static let folds: [Unicode.Scalar: String] = [
        "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "å": "a", "Å": "a", "ä": "a", "Ä": "a", "ö": "o", "Ö": "o",
        "é": "e", "á": "a", "Á": "a", "š": "s", "č": "c", "Č": "c", "ł": "l", "ó": "o", "ń": "n", "ż": "z", "ą": "a",
        "ç": "c", "Ç": "c", "ğ": "g", "ş": "s", "Ş": "s", "ı": "i", "ü": "u", "ễ": "e", "ị": "i", "ă": "a", "ã": "a",
    ]
}
