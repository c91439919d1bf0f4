"""The demo company: every size and length of history runs through the nightly pipeline, from one employee and one month on."""
import itertools

import trivsel_runs as runs

checks = runs.Checks("Demo company, sizes")
folder = runs.fresh("sizes")
employees = (1, 5, 10, 30, 100, 200)
months = (1, 2, 11, 12, 13, 60)
for count, length in itertools.product(employees, months):
    here = folder / f"{count}-{length}"
    what = f"{count} employees, {length} months"
    runs.must("demo", "--employees", count, "--months", length, "--out", here / "input")
    for export in (here / "input").glob("*.csv"):
        checks.that(export.read_bytes().count(b"\n") > 1, f"{what}: {export.name} has rows")
    done = runs.start("run", runs.ROOT / "pipelines" / "nightly.yaml", "--input", here / "input", "--work", here / "work")
    checks.equal((done.returncode, done.stderr), (0, b""), what)
    checks.that(any(here.glob("work/*/4-report/index.html")), f"{what}: a report")
for option, value in itertools.product(("--employees", "--months"), ("0", "9999999", "many")):
    done = runs.start("demo", option, value, "--out", folder / "refused")
    checks.equal(done.returncode, 64, f"{option} {value}")
    checks.that(option.encode() in done.stderr, f"{option} {value}: the message names it", done.stderr)
checks.group(f"{len(employees) * len(months)} companies run through nightly.yaml; sizes that are none end with 64")
checks.finish()
