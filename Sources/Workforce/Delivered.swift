public import Columnar

/// What is kept of full dumps of the staff: one table a delivery, with the persons whose rows are not those of the delivery
/// before, keys instead of ids.
public enum Delivered {
    /// All rows of each person who is new or of whom anything differs, or one row with `present` false and nothing else for a
    /// person who is not in the delivery any more.
    public static let changes = TableSchema(
        name: "delivered.changes", version: 1, grain: "one row of a person whose rows changed with a delivery",
        personLevel: true, sortedBy: ["person_key", "source_file", "source_record"],
        fields: [Field("present", .bool, "the person is in the delivery")]
            + Ingested.employees.fields.filter { $0.name != "valid_from" && $0.name != "valid_to" })
}
