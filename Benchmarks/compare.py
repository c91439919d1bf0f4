"""compare.py PEERS EXPORTS OUT ROUNDS: times and results of one job, ours beside polars and DuckDB.

Rounds are interleaved, each run is a new process on a warm page cache; printed are the medians of wall time and CPU time and
the largest resident memory. Then every cell of the peers' tables is looked up in our published table: integers exactly,
others to 1e-9. Exit 1 when a cell of an agreed column differs.
"""
import collections
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import pyarrow.compute as compute
import pyarrow.parquet as parquet

ROOT = pathlib.Path(__file__).resolve().parents[1]
BIN = pathlib.Path(os.environ.get("TRIVSEL_BIN", ROOT / ".build" / "release"))
peers, exports, out = map(pathlib.Path, sys.argv[1:4])
rounds = int(sys.argv[4])
AS_OF = "2025-12-31"

jobs = {
    "trivsel": [BIN / "trivsel", "run", ROOT / "pipelines" / "bench.yaml", "--input", exports, "--work", out / "work",
                "--as-of", AS_OF],
    "polars": [sys.executable, peers / "job_polars.py", exports, out / "polars"],
    "duckdb": [sys.executable, peers / "job_duckdb.py", exports, out / "duckdb"],
}


def measured(name):
    """(wall s, CPU s, peak MB) of one run; the resources are those of the child with its own children."""
    if name == "trivsel":
        shutil.rmtree(out / "work", ignore_errors=True)
    started = time.monotonic()
    child = subprocess.Popen([str(part) for part in jobs[name]], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    if status != 0:
        sys.exit(f"bench: {name} ended with {os.waitstatus_to_exitcode(status)}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


print(f"==> {rounds} rounds over {sum(f.stat().st_size for f in exports.glob('*.csv')) / 1e6:.0f} MB")
results = collections.defaultdict(list)
for _ in range(rounds):
    for name in jobs:
        results[name].append(measured(name))
print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
for name, runs in results.items():
    print(f"{name:10} {statistics.median(r[0] for r in runs):8.2f} {statistics.median(r[1] for r in runs):8.2f} "
          f"{max(r[2] for r in runs):8.0f}")

# Our cells: (metric, period) → department → the row's place in the columns.
table = parquet.read_table(out / "work" / AS_OF / "3-aggregate" / "published.parquet")
table = table.filter(compute.equal(table["breakdown"], ""))
columns = {name: table[name].to_pylist() for name in ("metric", "department", "period", "value", "numerator", "denominator")}
place = collections.defaultdict(dict)
for row, (metric, department, period) in enumerate(zip(columns["metric"], columns["department"], columns["period"])):
    place[metric, period][department] = row


def ours(metric, period, department, part):
    row = place.get((metric, period), {}).get(department)
    return None if row is None else columns[part][row]


MONTHLY = {
    # their column: (metric, part of the cell, factor, period suffix)
    "opening": ("headcount.opening", "value", 1, ""),
    "closing": ("headcount.closing", "value", 1, ""),
    "avg_hc": ("headcount.average_two_point", "value", 1, ""),
    "leavers": ("turnover.total.two_point", "numerator", 1, ""),
    "vol": ("turnover.voluntary.two_point", "numerator", 1, ""),
    "turnover": ("turnover.total.two_point", "value", 1, ""),
    "turnover12": ("turnover.rolling12.total.two_point_monthly", "value", 1, "/P12M"),
    "absence_days": ("absence.rate.unweighted", "numerator", 1, ""),
    "avail": ("absence.rate.unweighted", "denominator", 1, ""),
    "absence_rate": ("absence.rate.unweighted", "value", 1, ""),
    "inv": ("participation.attendance_rate", "denominator", 1, ""),
    "att": ("participation.intensity", "numerator", 1, ""),
    "ppl": ("participation.reach", "numerator", 1, ""),
}
# Defined otherwise on purpose: ours merges rows into spells where no working day lies between, counts reach over persons
# employed at any time, and leaves those who came uninvited out of the attendance rate.
OTHERWISE = {"spells", "part_hc", "part_rate"}
SURVEY = {"respondents": ("participation.response_rate", "numerator", 1), "enps": ("survey.enps", "value", 1)}
FIRST_YEAR = 2023


def same(found, theirs, factor):
    if theirs == "":
        return True  # the peers leave out what has no denominator or is small
    theirs = float(theirs)
    if found is None:
        return theirs == 0
    return abs(found * factor - theirs) <= 1e-9 * max(1, abs(theirs))


tally = collections.defaultdict(lambda: [0, 0])
samples = {}


def check(column, key, found, theirs, factor=1):
    tally[column][0] += 1
    if not same(found, theirs, factor):
        tally[column][1] += 1
        samples.setdefault(column, f"{key}: ours {found}, theirs {theirs}")


with open(out / "polars" / "dept_month.csv", newline="") as file:
    for row in csv.DictReader(file):
        month = int(row["month"])
        period = f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02}"
        for column, (metric, part, factor, suffix) in MONTHLY.items():
            check(column, (row["department_id"], period), ours(metric, period + suffix, row["department_id"], part),
                  row[column], factor)
with open(out / "polars" / "survey.csv", newline="") as file:
    for row in csv.DictReader(file):
        wave, department = f"wave:{row['wave_date']}", row["department_id"]
        for column, (metric, part, factor) in SURVEY.items():
            check(column, (department, wave), ours(metric, wave, department, part), row[column], factor)
        for item in range(1, 31):
            if row[f"mean_q{item}"]:
                found = ours(f"survey.score:q{item}", wave, department, "value")
                check("mean", (department, wave, item), None if found is None else found / 25 + 1, row[f"mean_q{item}"])
                check("fav", (department, wave, item), ours(f"survey.favourable:q{item}", wave, department, "value"),
                      row[f"fav_q{item}"])
print("==> Cells of the peers' tables found in ours")
for column, (cells, differing) in tally.items():
    print(f"{column:14} {cells:9} cells {differing:9} differ" + (f"   {samples[column]}" if differing else ""))
print(f"not compared, defined otherwise: {', '.join(sorted(OTHERWISE))}")
sys.exit(1 if any(differing for _, differing in tally.values()) else 0)
