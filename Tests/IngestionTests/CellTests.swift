import CSV
import Configuration
import Testing

@testable import Ingestion

@Suite struct CellTests {
    private func field<T>(_ text: String, _ body: (FieldSpan) -> T) throws -> T {
        try Array(text.utf8).withUnsafeBufferPointer { bytes in
            body(FieldSpan(start: try #require(bytes.baseAddress), count: bytes.count))
        }
    }

    @Test func days() throws {
        func day(_ text: String, _ format: SourceDescription.DateFormat) throws -> Int32? {
            try field(text) { DayCell.day($0, format) }
        }
        #expect(try day("1970-01-01", .iso) == 0)
        #expect(try day("2026-03-31", .iso) == 20_543)
        #expect(try day("31.03.2026", .dotted) == 20_543)
        #expect(try day("31/03/2026", .slashedDayFirst) == 20_543)
        #expect(try day("3/31/2026", .slashedMonthFirst) == 20_543)
        #expect(try day("03/31/2026", .slashedMonthFirst) == 20_543)
        #expect(try day("3/1/2026", .slashedMonthFirst) == 20_513)
        #expect(try day("2024-02-29", .iso) == 19_782)
        #expect(try day("2000-02-29", .iso) == 11_016)
        for bad in [
            "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-3-31", "20260331", "26-03-31",
            "2026-03-31T00:00:00Z", "45292", "2026-03-3x", "2026/03/31",
        ] {
            #expect(try day(bad, .iso) == nil, "\(bad)")
        }
        #expect(try day("31.02.2026", .dotted) == nil)
        #expect(try day("01.03.24", .dotted) == nil)
        #expect(try day("13/1/2026", .slashedMonthFirst) == nil)
        #expect(try day("1//12026", .slashedMonthFirst) == nil)
    }

    @Test func decimals() throws {
        func read(
            _ text: String, mark: String = ".", thousands: String = "", times: Int64 = 10_000, over: Int64 = 1
        ) throws -> DecimalFormat.Outcome {
            let format = DecimalFormat(mark: mark.utf8.first ?? 0, thousands: thousands.utf8.first ?? 0)
            return try field(text) { format.read($0, numerator: times, denominator: over) }
        }
        #expect(try read("0.8") == .value(8000))
        #expect(try read("1") == .value(10_000))
        #expect(try read("-0,5", mark: ",") == .value(-5000))
        #expect(try read("\u{2212}0,5", mark: ",") == .value(-5000))
        #expect(try read("1987.7701399999999", times: 100_000_000) == .value(198_777_014_000))
        #expect(try read("0.00005") == .value(0))
        #expect(try read("0.00015") == .value(2))
        #expect(try read("37,5", mark: ",", times: 60) == .value(2250))
        #expect(try read("80", times: 1000, over: 100) == .value(800))
        #expect(try read("1.234,5", mark: ",", thousands: ".", times: 10) == .value(12_345))
        #expect(try read("1 234,5", mark: ",", thousands: " ", times: 10) == .value(12_345))
        #expect(try read("1\u{A0}234,5", mark: ",", thousands: " ", times: 10) == .value(12_345))
        #expect(try read("1\u{202F}234,5", mark: ",", thousands: " ", times: 10) == .value(12_345))
        for bad in [
            "NaN", "Inf", "1e400", "100 %", "(5)", "", "-", ".", "1.", ".5", "1.2.3", "1,5", "12345678901234567890",
            "0x10", "1 000", "--1",
        ] {
            #expect(try read(bad) == .malformed, "\(bad)")
        }
        for bad in ["1.23,5", "1.2345,5", "12.34", "1.234.56"] {
            #expect(try read(bad, mark: ",", thousands: ".") == .malformed, "\(bad)")
        }
    }

    @Test func scientificIds() throws {
        for id in ["1,23E+05", "1.23e+05", "1E-9", "12E+105"] {
            #expect(try field(id, PersonKeyCache.isScientific), "\(id)")
        }
        for id in ["00123", "12E4", "E0000123", "A-12", "1-2-3", "12+3", "E+05"] {
            #expect(try !field(id, PersonKeyCache.isScientific), "\(id)")
        }
    }

    /// Packed and unpacked again, ids are the same, and different ids are different.
    @Test func shortKeys() throws {
        for length in 1...15 {
            let text = String("abcdefghijklmno".prefix(length))
            let key = try #require(try field(text) { ShortKey($0) })
            #expect(key.withField { String(decoding: $0.bytes, as: UTF8.self) } == text)
            let table = ShortKeyTable<Int32>(absent: -1)
            table.add(key, 7)
            #expect(table.find(key) == 7)
            let other = try #require(try field(String(text.dropLast()) + "\0") { ShortKey($0) })
            #expect(table.find(other) == nil)
        }
        #expect(try field("abcdefghijklmnop") { ShortKey($0) == nil })
    }

    @Test func patterns() {
        #expect(FilePattern.matches("employees_2026-03-31.csv", "employees_*.csv"))
        #expect(FilePattern.matches("survey_2026-03-31.csv", "survey_????-??-??.csv"))
        #expect(!FilePattern.matches("survey_invitations_2026-03-31.csv", "survey_????-??-??.csv"))
        #expect(!FilePattern.matches("a.csv.tmp", "*.csv"))
        #expect(FilePattern.date(in: "employees_2026-03-31.csv") == "2026-03-31")
        #expect(FilePattern.date(in: "x.csv") == nil)
    }
}
