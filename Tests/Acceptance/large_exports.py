"""Exports that are large on purpose: a GiB of rows, a field of a GiB, 100,000 columns, rows without end. Ingest stays below
256 MiB whatever comes, and refuses what is beyond its limits within ten seconds."""

import os
import subprocess
import time

import trivsel_runs as runs

GIB = 1 << (30 if runs.DEEP else 26)
LIMIT = 256 << 20
HEADER = "id,hired,left,unit,fte,note\n"
checks = runs.Checks("Large exports")
folder = runs.fresh("large-exports")


def ingest(name, key):
    """Exit code, messages, seconds and bytes of memory at the peak of an ingest of one export."""
    pipeline = folder / f"{name}.yaml"
    pipeline.write_text(f"""trivsel: 1
organisation: Large
public_data: true
sources:
  - dataset: employees
    files: {name}.csv
    key: {key}
    columns: {{person: id, hire_date: hired, termination_date: left, department: unit, fte: fte}}
""")
    run = folder / name / "2026-03-31"
    run.mkdir(parents=True)
    errors = folder / f"{name}.err"
    began = time.monotonic()
    with open(errors, "wb") as file:
        child = subprocess.Popen(
            [runs.BIN / "trivsel-ingest", pipeline, "--run", run, "--input", folder], stderr=file, stdout=file,
            stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
    # The child is waited for here.
    child.returncode = os.waitstatus_to_exitcode(status)
    (folder / f"{name}.csv").unlink()
    return child.returncode, errors.read_text(), time.monotonic() - began, usage.ru_maxrss * 1024


def write(name, parts):
    with open(folder / f"{name}.csv", "w", buffering=1 << 20) as file:
        file.write(HEADER)
        for part in parts:
            file.write(part)


def rows(total):
    """Persons that are all different, in ids that no cache holds, and quoted line ends."""
    number = size = 0
    while size < total:
        part = "".join(
            f'p{n * 7919 % 100000007:09d}x,20{n % 20 + 1:02d}-0{n % 9 + 1}-1{n % 9},,D{n % 300},0.8,"a ""b""{chr(10) if n % 50 == 0 else ""}, {n}"\n'
            for n in range(number, number + 50_000))
        number += 50_000
        size += len(part)
        yield part


for key in ("row", "[person, hire_date]"):
    name = "rows-" + ("row" if key == "row" else "key")
    write(name, rows(GIB))
    code, text, seconds, memory = ingest(name, key)
    checks.equal((code, text), (0, ""), f"{name}: accepted")
    checks.that(memory < LIMIT, f"{name}: memory below 256 MiB", f"{memory >> 20} MiB")
    checks.group(f"{GIB >> 20} MiB of rows, key: {key}: {memory >> 20} MiB, {seconds:.1f} s")

cases = {
    "field": (["1,2020-01-01,,A,1,\""] + ["x" * (1 << 20)] * (GIB >> 20) + ["\"\n"], "a quote opens here and is not closed"),
    "plain-field": (["1,2020-01-01,,A,1,"] + ["x" * (1 << 20)] * (GIB >> 20) + ["\n"], "a record begins here that does not end"),
    "bad-rows": (["a\n" * (1 << 19)] * (GIB >> 20), "cannot be used"),
    "blank-lines": (["\n" * (1 << 20)] * (GIB >> 20), "found a header and no rows"),
    "quotes": (["\"\n" * (1 << 19)] * (GIB >> 20), ""),
}
for name, (parts, expected) in cases.items():
    write(name, parts)
    code, text, seconds, memory = ingest(name, "row")
    checks.equal(code, 65, f"{name}: refused")
    checks.that(expected in text, f"{name}: says why", text[:300])
    checks.that(memory < LIMIT, f"{name}: memory below 256 MiB", f"{memory >> 20} MiB")
    if "field" in name:
        checks.that(seconds < 10, f"{name}: within ten seconds", f"{seconds:.1f} s")
    checks.group(f"{name}: {memory >> 20} MiB, {seconds:.1f} s")

(folder / "wide.csv").write_text(",".join(f"c{n}" for n in range(100_000)) + "\n" + "1," * 99_999 + "1\n")
code, text, seconds, memory = ingest("wide", "row")
checks.equal(code, 65, "100,000 columns: refused")
checks.that("more than 4096 columns" in text, "100,000 columns: says why", text[:300])
checks.that(memory < LIMIT and seconds < 10, "100,000 columns: at once", f"{memory >> 20} MiB, {seconds:.1f} s")
checks.finish()
