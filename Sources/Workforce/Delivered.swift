public import Columnar

/// What is kept of full dumps of the staff: one table a delivery, with the persons whose rows are not those of the delivery
/// before, keys instead of ids.
public enum Delivered {
    /// All rows of each person who is new or of whom anything differs, or one row with `present` false and nothing else for a
    /// person who is not in the delivery any more. Of persons with a row that was set aside what an earlier delivery said is
    /// told as `carried`, or one row that is carried and not present where none did.
    public static let changes = TableSchema(
        name: "delivered.changes", version: 3, grain: "one row of a person whose rows changed with a delivery",
        personLevel: true, sortedBy: ["person_key", "source_file", "source_record"],
        fields: [isThere, isCarried] + staff)

    /// As stores of an earlier version hold them, that before first. Version 3 brought contracted weekdays and whether a
    /// leaver is regretted, version 2 `carried`.
    public static let former = [
        TableSchema(
            name: changes.name, version: 2, grain: changes.grain, personLevel: true, sortedBy: changes.sortedBy,
            fields: [isThere, isCarried] + staffWithoutPattern),
        TableSchema(
            name: changes.name, version: 1, grain: changes.grain, personLevel: true, sortedBy: changes.sortedBy,
            fields: [isThere] + staffWithoutPattern),
    ]

    private static let isThere = Field("present", .bool, "the person is in the delivery")
    private static let isCarried = Field(
        "carried", .bool, "of an earlier delivery, for in this one a row of the person was set aside")

    private static var staff: [Field] {
        Ingested.employees.fields.filter { $0.name != "valid_from" && $0.name != "valid_to" }
    }

    private static var staffWithoutPattern: [Field] {
        staff.filter { $0.name != "regretted" && !WorkPattern.columns.contains($0.name) }
    }
}
