public import Columnar

/// What is kept of full dumps of the staff: one table a delivery, with the persons whose rows are not those of the delivery
/// before, keys instead of ids.
public enum Delivered {
    /// All rows of each person who is new or of whom anything differs, or one row with `present` false and nothing else for a
    /// person who is not in the delivery any more. Of persons with a row that was set aside what an earlier delivery said is
    /// told as `carried`, or one row that is carried and not present where none did.
    public static let changes = TableSchema(
        name: "delivered.changes", version: 2, grain: "one row of a person whose rows changed with a delivery",
        personLevel: true, sortedBy: ["person_key", "source_file", "source_record"],
        fields: [
            Field("present", .bool, "the person is in the delivery"),
            Field("carried", .bool, "of an earlier delivery, for in this one a row of the person was set aside"),
        ] + staff)

    /// As stores before version 2 hold them.
    public static let changesWithoutCarried = TableSchema(
        name: "delivered.changes", version: 1, grain: changes.grain, personLevel: true, sortedBy: changes.sortedBy,
        fields: [Field("present", .bool, "the person is in the delivery")] + staff)

    private static var staff: [Field] {
        Ingested.employees.fields.filter { $0.name != "valid_from" && $0.name != "valid_to" }
    }
}
