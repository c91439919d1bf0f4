"""Runs the built programs and reads what they publish; shared by the Python tests.

Programs come from TRIVSEL_BIN, everything written goes below TRIVSEL_TEST_OUTPUT. A test counts its checks with `Checks`,
prints a line for each group of them, and ends non-zero when one failed.
"""
import collections
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("TRIVSEL_BIN", ROOT / ".build" / "release"))
OUTPUT = pathlib.Path(os.environ.get("TRIVSEL_TEST_OUTPUT", ROOT / "build" / "tests"))
DATA = ROOT.parent / "shared" / "data"
DEEP = os.environ.get("TRIVSEL_DEEP") == "1"
STAGES = ["1-ingest", "2-normalize", "3-aggregate", "4-report"]

Cell = collections.namedtuple("Cell", "value numerator denominator n low high status")


class Checks:
    """What one test script checked. `finish` prints the tally and ends the script."""

    def __init__(self, name):
        self.name = name
        self.count = 0
        self.failures = 0

    def that(self, condition, what, *details):
        self.count += 1
        if not condition:
            self.failures += 1
            if self.failures <= 20:
                print(f"  FAILED: {what}" + "".join(f"\n    {detail}" for detail in details))
        return bool(condition)

    def equal(self, found, expected, what):
        return self.that(found == expected, what, f"found    {found!r}", f"expected {expected!r}")

    def close(self, found, expected, what, tolerance=1e-9):
        near = found is not None and expected is not None and abs(found - expected) <= tolerance * max(1, abs(expected))
        return self.that(near, what, f"found    {found!r}", f"expected {expected!r}")

    def group(self, text):
        print(f"  {text}")

    def finish(self):
        print(f"{self.name}: {self.count - self.failures} of {self.count} checks hold")
        sys.exit(1 if self.failures or not self.count else 0)


def skip_without(path, name):
    """Ends the script when public data is not there."""
    if not path.exists():
        print(f"{name}: skipped, {path} is not there")
        sys.exit(0)
    return path


def program(name="trivsel"):
    path = BIN / name
    if not path.exists():
        sys.exit(f"{path} is not there: `make build` first")
    return str(path)


def start(*arguments, name="trivsel", cwd=ROOT, timeout=600, environment=None):
    """Runs a program to its end; both pipes are drained before it is waited for."""
    return subprocess.run(
        [program(name), *map(str, arguments)], cwd=cwd, timeout=timeout, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})


def must(*arguments, name="trivsel", cwd=ROOT, timeout=900):
    """Runs a program that has to end with 0, and gives back its standard output."""
    done = start(*arguments, name=name, cwd=cwd, timeout=timeout)
    if done.returncode != 0:
        print(done.stdout.decode(errors="replace")[-2000:])
        print(done.stderr.decode(errors="replace")[-4000:])
        sys.exit(f"{name} {' '.join(map(str, arguments))}: exit {done.returncode}")
    return done.stdout


def fresh(name):
    """An empty folder of this name below the test output."""
    folder = OUTPUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def run_folder(work):
    """The one run in a work folder."""
    runs = sorted(p for p in pathlib.Path(work).iterdir() if not p.name.startswith("."))
    if len(runs) != 1:
        sys.exit(f"{work}: expected one run, found {[p.name for p in runs]}")
    return runs[0]


def run_pipeline(pipeline, work, *options):
    must("run", ROOT / "pipelines" / pipeline, "--work", work, *options)
    return run_folder(work)


def demo(employees=1000, months=36, seed=42):
    """Exports of the demo company and a run over them, made once for all scripts: (input, run, truth)."""
    folder = OUTPUT / f"demo-{employees}-{months}-{seed}"
    ready = folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        must("demo", "--employees", employees, "--months", months, "--seed", seed, "--out", folder / "input")
        run_pipeline("nightly.yaml", folder / "work", "--input", folder / "input")
        ready.touch()
    truth = json.loads((folder / "input" / "truth.json").read_text())
    return folder / "input", run_folder(folder / "work"), truth


def number(text):
    return float(text) if text != "" else None


def cells(text):
    """The export as a dictionary: (metric, department, period, breakdown) → Cell."""
    rows = csv.DictReader(io.StringIO(text.decode("utf-8"), newline=""))
    found = {}
    for row in rows:
        key = (row["metric"], row["department"], row["period"], row["breakdown"])
        if key in found:
            sys.exit(f"two rows for {key}")
        found[key] = Cell(*(number(row[c]) for c in Cell._fields[:-1]), row["status"])
    return found


def export(run):
    return cells(must("export", run, "--format", "csv"))


def manifest(run, stage):
    return json.loads((run / stage / "manifest.json").read_text())
