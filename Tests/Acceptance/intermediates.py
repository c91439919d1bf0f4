"""Every table of a run, opened by pyarrow with page checksums verified and by DuckDB: the same values in both, the rows
that the manifest tells, the schema that `trivsel inspect` tells, and the figures that `trivsel export` prints."""
import hashlib
import json
import math
import re

import duckdb
import pyarrow
import pyarrow.parquet as parquet

import trivsel_runs as runs

checks = runs.Checks("Intermediates")
exports, run, truth = runs.demo()
database = duckdb.connect()
tables = sorted(run.glob("[123]-*/*.parquet"))
checks.that(len(tables) >= 15, "a run has its tables", len(tables))


def plain(column):
    """A column as Python values that compare across the two readers."""
    values = column.to_pylist()
    return [v.hex() if isinstance(v, bytes) else v for v in values]


rows_seen = cells_seen = 0
for path in tables:
    name = f"{path.parent.name}/{path.name}"
    file = parquet.ParquetFile(path, page_checksum_verification=True)
    arrow = file.read()
    duck = database.sql("select * from read_parquet(?)", params=[str(path)]).to_arrow_table()
    checks.equal(duck.column_names, arrow.column_names, f"{name}: columns")
    checks.equal(duck.num_rows, arrow.num_rows, f"{name}: rows in both readers")
    rows_seen += arrow.num_rows
    for column in arrow.column_names:
        left, right = plain(arrow[column]), plain(duck[column])
        cells_seen += len(left)
        if left != right:
            at = next(i for i, (a, b) in enumerate(zip(left, right)) if a != b)
            if isinstance(left[at], float) and math.isnan(left[at]) and math.isnan(right[at]):
                continue
            checks.that(False, f"{name}: {column}, row {at} differs between pyarrow and DuckDB")
        else:
            checks.that(True, name)

    # Schema and version stand in the metadata; names and row count are what inspect says.
    metadata = {key.decode(): value.decode(errors="replace") for key, value in (file.schema_arrow.metadata or {}).items()}
    metadata |= {key.decode(): value.decode(errors="replace") for key, value in (file.metadata.metadata or {}).items()}
    checks.that("trivsel.schema" in metadata and metadata["trivsel.version"].isdigit(), f"{name}: schema and version",
                sorted(metadata))
    told = runs.must("inspect", path, "--rows", "0").decode()
    checks.that(re.search(rf"^rows\s+{arrow.num_rows} in {file.metadata.num_row_groups} row group", told, re.M),
                f"{name}: inspect tells the rows", told[:300])
    for column in arrow.column_names:
        checks.that(re.search(rf"^{re.escape(column)}\s", told, re.M), f"{name}: inspect names {column}")
    # The profile: uncompressed, and page CRCs that a second reader verifies too.
    for group in range(file.metadata.num_row_groups):
        for index in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(index)
            checks.that(chunk.compression == "UNCOMPRESSED", f"{name}: uncompressed")
    checks.that(file.metadata.num_row_groups == 0 or max(
        file.metadata.row_group(g).num_rows for g in range(file.metadata.num_row_groups)) <= 122_880
        or "person" in metadata.get("trivsel.sorted_by", ""), f"{name}: row groups are small")
checks.group(f"{len(tables)} tables, {rows_seen} rows, {cells_seen} cells are equal in pyarrow {pyarrow.__version__} "
             f"and DuckDB {duckdb.__version__}")

# Manifests: rows and footers of each table.
listed = 0
for stage in runs.STAGES[:3]:
    for table in runs.manifest(run, stage)["outputs"]:
        path = run / stage / f"{table['name'].removesuffix('.parquet').split('/')[-1]}.parquet"
        if not checks.that(path.exists(), f"{stage}: the manifest's {table['name']} is there"):
            continue
        listed += 1
        checks.equal(parquet.ParquetFile(path).metadata.num_rows, table["rows"], f"{stage}/{path.name}: rows")
        checks.equal(path.stat().st_size, table["bytes"], f"{stage}/{path.name}: bytes")
for entry in runs.manifest(run, "1-ingest")["files"]:
    content = (exports / entry["file"]).read_bytes()
    checks.equal(hashlib.sha256(content).hexdigest(), entry["sha256"], f"{entry['file']}: SHA-256 in the manifest")
checks.that(listed >= len(tables) - 2, "manifests list the tables", listed, len(tables))
checks.group(f"manifests: rows and bytes of {listed} tables and the SHA-256 of every export")

# Export is the published table: same rows, numbers that read back to the same double, sorted, LF, suppressed is empty.
text = runs.must("export", run, "--format", "csv")
published = parquet.read_table(run / "3-aggregate" / "published.parquet").to_pylist()
cells = runs.cells(text)
checks.that(b"\r" not in text and text.endswith(b"\n"), "export ends its lines with LF")
checks.equal(len(cells), len(published), "export: rows")
order = []
for row in published:
    key = (row["metric"], row["department"], row["period"], row["breakdown"])
    order.append(key)
    cell = cells.get(key)
    if cell is None:
        checks.that(False, f"export: {key}")
        continue
    if row["status"] == "published":
        checks.equal(tuple(cell), tuple(row[f] for f in runs.Cell._fields), f"export: {key}")
    else:
        checks.that(re.fullmatch(r"suppressed:[a-z_]+", row["status"]), f"{key}: status", row["status"])
        checks.equal((tuple(cell)[:6], [row[f] for f in runs.Cell._fields[:6]]), ((None,) * 6, [None] * 6),
                     f"suppressed as a whole: {key}")
checks.equal(order, sorted(order, key=lambda key: [part.encode() for part in key]), "published is sorted")
checks.equal(list(cells), order, "export has its order")
# Large numbers are written without an exponent, which Python would take for whole ones.
as_json = json.loads(runs.must("export", run, "--format", "json"), parse_int=float)
checks.equal(len(as_json), len(published), "export as JSON: rows")
same = all(tuple((one[f] or "") for f in ("metric", "department", "period", "breakdown")) == key
           and tuple(one[f] for f in runs.Cell._fields) == tuple(cells[key]) for one, key in zip(as_json, order))
checks.that(same, "export as JSON: the cells of the CSV")
checks.group(f"export: {len(cells)} figures equal the published table in CSV and JSON, "
             f"{sum(c.status != 'published' for c in cells.values())} of them suppressed as a whole")

# explain shows the same numbers.
for key in [k for k in order if k[0] in ("turnover.total", "absence.rate", "headcount.closing")
            and cells[k].status == "published" and cells[k].value][:30:10]:
    told = runs.must("explain", key[0], "--department", key[1], "--period", key[2], run).decode()
    for number in (cells[key].numerator, cells[key].denominator):
        shown = next(c for c in text.decode().splitlines() if c.startswith(",".join(key[:3])))
        checks.that(shown.split(",")[5] in told and shown.split(",")[6] in told, f"explain {key}", told)
checks.group("explain shows numerator and denominator of the export")
checks.finish()
