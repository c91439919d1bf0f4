#!/usr/bin/env python3
"""Opens the tables that InteropFileTests wrote and compares every value: columnar_interop.py DIR

    TRIVSEL_INTEROP_DIR=DIR swift test --filter InteropFileTests && Tests/Interop/columnar_interop.py DIR

pyarrow verifies the page checksums. Needs pyarrow and duckdb; exits 1 at the first difference.
"""
import csv
import datetime
import pathlib
import struct
import sys

import duckdb
import pyarrow
import pyarrow.parquet

EPOCH = datetime.date(1970, 1, 1)
TYPES = {
    "flag": pyarrow.bool_(), "small": pyarrow.int8(), "number": pyarrow.int32(), "day": pyarrow.date32(),
    "large": pyarrow.int64(), "float": pyarrow.float64(), "wide": pyarrow.decimal128(38, 0),
    "text": pyarrow.string(), "constant": pyarrow.string(),
}
PARSE = {
    "flag": lambda cell: cell == "true",
    "small": int, "number": int, "day": int, "large": int, "wide": int,
    "float": lambda cell: int(cell, 16),
    "text": str, "constant": str,
}


def plain(name, value):
    """A value of either reader as the CSV file spells it, parsed."""
    if value is None:
        return None
    if name == "day":
        return (value - EPOCH).days
    if name == "float":
        return struct.unpack("<Q", struct.pack("<d", value))[0]
    if name == "wide":
        return int(value)
    return value


def compare(reader, path, columns, wanted):
    for name, values in columns.items():
        found = [plain(name, value) for value in values]
        if found != wanted[name]:
            row = next(i for i, (a, b) in enumerate(zip(found + [...], wanted[name] + [...])) if a != b)
            sys.exit(f"{reader}: {path.name}: column {name} differs at row {row}")


def check(path):
    wanted = {name: [] for name in TYPES}
    with open(path.with_suffix(".csv"), newline="", encoding="utf-8") as file:
        for record in csv.DictReader(line for line in file):
            for name, cell in record.items():
                wanted[name].append(None if cell == "\\N" else PARSE[name](cell))
    rows = len(wanted["flag"])

    table = pyarrow.parquet.read_table(path, page_checksum_verification=True)
    if {field.name: field.type for field in table.schema} != TYPES:
        sys.exit(f"pyarrow: {path.name}: found types {table.schema}")
    compare("pyarrow", path, {name: table[name].to_pylist() for name in TYPES}, wanted)
    file = pyarrow.parquet.ParquetFile(path)
    if file.metadata.created_by != "trivsel" or file.schema_arrow.metadata[b"trivsel.schema"] != b"sample":
        sys.exit(f"pyarrow: {path.name}: the metadata are missing")
    for group in range(file.num_row_groups):
        chunk = file.metadata.row_group(group).column(list(TYPES).index("large"))
        values = [v for v in file.read_row_group(group)["large"].to_pylist() if v is not None]
        statistics = chunk.statistics
        if statistics.null_count != file.metadata.row_group(group).num_rows - len(values):
            sys.exit(f"pyarrow: {path.name}: null_count of row group {group}")
        if values and (statistics.min, statistics.max) != (min(values), max(values)):
            sys.exit(f"pyarrow: {path.name}: bounds of row group {group}")

    # Python has no date before the year 1, so days travel as numbers.
    names = ", ".join(f"{name} - DATE '1970-01-01' AS {name}" if name == "day" else f'"{name}"' for name in TYPES)
    result = duckdb.execute(f"SELECT {names} FROM read_parquet(?, file_row_number = true) ORDER BY file_row_number", [str(path)])
    found = result.fetchall()
    columns = {}
    for position, name in enumerate(TYPES):
        values = [record[position] for record in found]
        if name == "day":
            values = [None if v is None else EPOCH + datetime.timedelta(days=v) for v in values]
        columns[name] = values
    compare("duckdb", path, columns, wanted)
    low = duckdb.execute("SELECT count(*) FROM read_parquet(?) WHERE large > 0", [str(path)]).fetchone()[0]
    if low != sum(1 for v in wanted["large"] if v is not None and v > 0):
        sys.exit(f"duckdb: {path.name}: a filter on bounds loses rows")
    print(f"{path.name}: {rows} rows, {file.num_row_groups} row groups: pyarrow {pyarrow.__version__}, "
          f"duckdb {duckdb.__version__} agree")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.parquet"))
    if not paths:
        sys.exit(f"{sys.argv[1]}: no tables; run InteropFileTests with TRIVSEL_INTEROP_DIR first")
    for path in paths:
        check(path)


if __name__ == "__main__":
    main()
