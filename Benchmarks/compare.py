"""compare.py PEERS EXPORTS OUT ROUNDS: times and results of one job, ours beside polars and DuckDB.

Rounds are interleaved, each run is a new process on a warm page cache; printed are the medians of wall time and CPU time and
the largest resident memory. Then every cell of the peers' tables is compared with ours in their layout (layout.py): integers
exactly, others to 1e-9. Exit 1 when a cell differs.
"""
import collections
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import equality
import layout

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

# Every cell of the peers' tables, by their own comparison: ours are put into their layout.
layout.write(out / "work" / AS_OF, out / "ours")
differing = False
for name in ("polars", "duckdb"):
    print(f"==> Cells of the tables, {name} against ours", flush=True)
    differing |= not equality.same_tables(peers, out / name, out / "ours")
sys.exit(1 if differing else 0)
