"""The demo company at full size, 100,000 employees: it runs, says what the generator knows, and any number of workers leaves
the same bytes."""

import pyarrow.compute as compute
import pyarrow.parquet as parquet

import trivsel_runs as runs

EMPLOYEES = 100_000
checks = runs.Checks("Demo company, full size")
exports, run, truth = runs.demo(employees=EMPLOYEES)
published = parquet.read_table(run / "3-aggregate" / "published.parquet", columns=["metric", "department", "period", "breakdown", "value"])
root = next(line.split(",")[0] for line in (exports / "departments_2026-10-31.csv").read_text().splitlines()[1:]
            if line.split(",")[1] == "")
company = published.filter(compute.and_(
    compute.equal(published["department"], root), compute.equal(published["breakdown"], "")))
figures = {(m, p): v for m, p, v in zip(*(company[c].to_pylist() for c in ("metric", "period", "value")))}

for month in truth["months"]:
    for metric, told in (
            ("headcount.closing", month["closing"]), ("flow.hires", month["hires"]),
            ("flow.leavers", sum(month["leavers"].values()))):
        checks.equal(figures.get((metric, month["month"])), float(told), f"{metric} {month['month']}")
for entry in runs.manifest(run, "1-ingest")["files"]:
    told = truth["files"][entry["file"]]
    checks.equal((entry["rows_in"], entry["quarantined"]), (told["rows"], told["quarantined"]), f"{entry['file']}: rows")
checks.group(f"{len(truth['months'])} months of {EMPLOYEES} employees equal the truth")

reference = {p.relative_to(run): p.read_bytes() for p in sorted((run / "1-ingest").glob("*.parquet"))}
for workers in (1, 3):
    again = runs.fresh(f"large-{workers}")
    # Ingest alone: it is where many threads hand rows to each other.
    folder = again / run.name
    runs.must("pipelines/nightly.yaml", "--run", folder, "--input", exports, "--workers", workers, name="trivsel-ingest")
    for name, expected in reference.items():
        checks.that((folder / name).read_bytes() == expected, f"{name} is the same with {workers} workers")
checks.group("ingest leaves the same bytes with 1, 2 and 3 workers")

sizes = [(p.stat().st_size, p.name) for p in (run / "4-report").rglob("*.html")]
checks.that(max(sizes)[0] < 300 * 1024, "every page is under 300 KiB", max(sizes))
checks.group(f"{len(sizes)} pages, the largest of {max(sizes)[0]} bytes")
for stage in ("1-ingest", "3-aggregate"):
    told = runs.manifest(run, stage)
    peak = told.get("peak_memory_bytes") or told.get("peak_memory_mb")
    if peak:
        checks.group(f"{stage}: peak memory {peak}")
checks.finish()
