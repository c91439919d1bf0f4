"""aggregate.py [EMPLOYEES [ROUNDS]]: how long the aggregate stage takes beside the whole polars script.

    bench   the figures of pipelines/bench.yaml; the bar is half the wall time of the polars script
    full    all metrics of the catalogue in all periods and breakdowns, without bootstrap; the bar is five times that script

100000 employees over 36 months and 3 rounds where not given. Rounds are interleaved, each run is a new process on a warm page
cache, and what is compared are medians; quote the ratios, not the seconds. Exit 1 where a bar is missed. Generator and scripts
are read from TRIVSEL_SHARED_BENCH, programs from TRIVSEL_BIN; everything written lies below build/bench.
"""
import collections
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import equality

ROOT, SHARED, BIN, AS_OF = equality.ROOT, equality.SHARED, equality.BIN, equality.AS_OF
OUT = ROOT / "build" / "bench"
BARS = {"bench": 0.5, "full": 5.0}


def full_pipeline(path):
    """The bench's pipeline with every metric, period and breakdown, and no bootstrap."""
    text = (ROOT / "pipelines" / "bench.yaml").read_text()
    text, chosen = re.subn(r"  include:\n(    - .*\n)+", "  driver_replicates: 0\n", text)
    text, periods = re.subn(r"  periods: .*\n", "", text)
    if (chosen, periods) != (1, 1):
        sys.exit("aggregate.py: pipelines/bench.yaml names its metrics and periods in another way than expected")
    path.write_text(text)
    return path


def measured(command):
    """(wall s, CPU s, peak MB) of one process with its children."""
    started = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    employees = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    exports = OUT / f"exports-{employees}"
    if not (exports / "bench.key").exists():
        shutil.rmtree(exports, ignore_errors=True)
        equality.export_set(exports, equality.compiled_generator(OUT), employees, 42)
    pipelines = {"bench": ROOT / "pipelines" / "bench.yaml", "full": full_pipeline(OUT / "full.yaml")}
    jobs = {"polars": [sys.executable, SHARED / "peers" / "job_polars.py", exports, OUT / "polars"]}
    for name, pipeline in pipelines.items():
        work = OUT / f"aggregate-{name}"
        shutil.rmtree(work, ignore_errors=True)
        run = work / AS_OF
        equality.must(BIN / "trivsel-ingest", pipeline, "--run", run, "--input", exports, "--key-file", exports / "bench.key")
        equality.must(BIN / "trivsel-normalize", pipeline, "--run", run)
        jobs[name] = [BIN / "trivsel-aggregate", pipeline, "--run", run, "--quiet"]
    results = collections.defaultdict(list)
    for _ in range(rounds):
        for name, command in jobs.items():
            results[name].append(measured(command))
    wall = {name: statistics.median(run[0] for run in runs) for name, runs in results.items()}
    print(f"{employees} employees, {rounds} rounds")
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'ratio':>7} {'bar':>5}")
    missed = False
    for name, runs in results.items():
        bar = BARS.get(name)
        ratio = wall[name] / wall["polars"]
        missed |= bar is not None and ratio >= bar
        print(f"{name:10} {wall[name]:8.2f} {statistics.median(run[1] for run in runs):8.2f} {max(run[2] for run in runs):8.0f} "
              f"{ratio:7.2f} {'' if bar is None else f'{bar:g}':>5}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
