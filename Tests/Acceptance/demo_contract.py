"""What scripts around the programs rely on: the same bytes, by hand as by run, locks, keys, exit codes, silence."""
import fcntl
import os
import shutil

import pyarrow.parquet as parquet

import trivsel_runs as runs

checks = runs.Checks("Programs: contract")
exports, run, truth = runs.demo()
pipeline = runs.ROOT / "pipelines" / "nightly.yaml"
folder = runs.fresh("contract")


def outputs(run, without=("manifest.json", "run.log")):
    """Every file of a run by its relative path, symlinks followed, manifests and logs apart."""
    found = {}
    for base, _, names in os.walk(run, followlinks=True):
        for name in names:
            path = os.path.join(base, name)
            if name not in without and not os.path.relpath(path, run).startswith("."):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, run)] = file.read()
    return found


reference = outputs(run)
checks.that(any(name.startswith("4-report/") for name in reference), "the run has a report", sorted(reference)[:5])
checks.that({"3-aggregate/published.parquet", "3-aggregate/measures.parquet"} <= set(reference), "and its figures")


def same(other, what):
    found = outputs(other)
    checks.equal(sorted(found), sorted(reference), f"{what}: the same files")
    differing = [name for name in reference if found.get(name) != reference[name]]
    checks.equal(differing, [], f"{what}: the same bytes")


# Two runs of the same input; a run over itself.
again = runs.run_pipeline("nightly.yaml", folder / "again", "--input", exports)
same(again, "a second run")
repeated = runs.start("run", pipeline, "--input", exports, "--work", folder / "again")
checks.equal((repeated.returncode, repeated.stdout, repeated.stderr), (0, b"", b""), "a run over itself is silent")
same(again, "a run over itself")
checks.group(f"{len(reference)} files have the same bytes in two runs, and a good run says nothing")

# By hand, one stage after the other, in a folder named by the as-of date.
by_hand = folder / "hand" / run.name
by_hand.mkdir(parents=True)
done = runs.start(pipeline, "--run", by_hand, "--input", exports, name="trivsel-ingest")
checks.equal((done.returncode, done.stdout, done.stderr), (0, b"", b""), "trivsel-ingest by hand")
for name in ("trivsel-normalize", "trivsel-aggregate", "trivsel-report"):
    done = runs.start(pipeline, "--run", by_hand, name=name)
    checks.equal((done.returncode, done.stdout, done.stderr), (0, b"", b""), f"{name} by hand")
same(by_hand, "stages by hand")
checks.group("the four stages by hand give the bytes of `trivsel run`")

# The later stages do not look at the exports: they run where there are none.
apart = folder / "apart"
shutil.copytree(exports, apart / "input")
alone = apart / "work" / run.name
alone.mkdir(parents=True)
runs.must(pipeline, "--run", alone, "--input", apart / "input", name="trivsel-ingest")
shutil.rmtree(apart / "input")
for name in ("trivsel-normalize", "trivsel-aggregate", "trivsel-report"):
    done = runs.start(pipeline, "--run", alone, name=name)
    checks.that(done.returncode == 0, f"{name} without the exports", done.stderr)
same(alone, "stages without the exports")

# A folder with another name than a date.
done = runs.start(pipeline, "--run", folder / "tonight", "--input", exports, name="trivsel-ingest")
checks.equal(done.returncode, 64, "a run folder that is no date")
checks.that(b"date" in done.stderr, "says what it expected", done.stderr)

# A day given by hand names the folder.
runs.must("run", pipeline, "--input", exports, "--work", folder / "earlier", "--as-of", "2026-08-31")
checks.that((folder / "earlier" / "2026-08-31" / "4-report" / "index.html").exists(), "--as-of names the run")

# One at a time: while somebody holds the lock, a second start ends with 75 and writes nothing.
work = folder / "locked"
runs.must("run", pipeline, "--input", exports, "--work", work)
locks = [path for path in work.iterdir() if path.name.startswith(".lock")]
checks.equal(len(locks), 1, "one lock file in the work folder")
before = outputs(work, without=())
with open(locks[0], "r+") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    done = runs.start("run", pipeline, "--input", exports, "--work", work, "--as-of", "2026-09-30")
    checks.equal(done.returncode, 75, "a second start while the first runs")
    checks.that(len(done.stderr.splitlines()) == 1, "says so in one line", done.stderr)
checks.equal(sorted(outputs(work, without=())), sorted(before), "and has written nothing")
done = runs.start("run", pipeline, "--input", exports, "--work", work)
checks.equal(done.returncode, 0, "afterwards it runs again")
checks.group("a second start ends with 75, having written nothing")

# Keys.
short = folder / "short.key"
short.write_bytes(b"x" * 31)
for what, options in (("of 31 bytes", ["--key-file", short]), ("that is missing", ["--key-file", folder / "none.key"])):
    done = runs.start("run", pipeline, "--input", exports, "--work", folder / "keys", *options)
    checks.equal(done.returncode, 78, f"a key {what}")
    checks.that(done.stderr and b"key" in done.stderr, f"a key {what}: the message names it", done.stderr)
other = folder / "other.key"
other.write_bytes(bytes(range(32)))
other.chmod(0o400)
rekeyed = runs.run_pipeline("nightly.yaml", folder / "rekeyed", "--input", exports, "--key-file", other)
checks.that((rekeyed / "1-ingest" / "employees.parquet").read_bytes() != reference["1-ingest/employees.parquet"],
            "another key gives other pseudonyms")
checks.equal(runs.export(rekeyed), runs.export(run), "and the same figures")
checks.group("a bad key ends with 78; another key changes pseudonyms and no figure")

# Pipeline files: an unknown key is refused with the nearest name, line and column.
bad = folder / "pipelines"
shutil.copytree(runs.ROOT / "pipelines", bad)
text = (bad / "nightly.yaml").read_text().splitlines()
at = next(i for i, line in enumerate(text) if line.startswith("organisation:"))
text[at] = text[at].replace("organisation:", "organization:")
(bad / "nightly.yaml").write_text("\n".join(text) + "\n")
done = runs.start("run", bad / "nightly.yaml", "--input", exports, "--work", folder / "unknown")
message = done.stderr.decode()
checks.equal(done.returncode, 78, "an unknown key")
checks.that("organization" in message and "organisation" in message, "names the key and the nearest one", message)
checks.that(f":{at + 1}:1" in message or f"line {at + 1}" in message, f"and its place, line {at + 1}", message)
checks.that(not (folder / "unknown").exists() or not any((folder / "unknown").iterdir()), "nothing was written")
checks.group("an unknown key of a pipeline ends with 78: " + message.strip()[:160])

# What is not there.
done = runs.start("run", folder / "none.yaml", "--input", exports, "--work", folder / "x")
checks.equal(done.returncode, 66, "a pipeline that is not there")
done = runs.start("run", pipeline, "--input", folder / "no-exports", "--work", folder / "x")
checks.equal(done.returncode, 66, "exports that are not there")
empty = runs.fresh("contract/empty")
done = runs.start("run", pipeline, "--input", empty, "--key-file", other, "--as-of", "2026-10-31", "--work", folder / "x")
checks.equal(done.returncode, 66, "a folder without exports")
done = runs.start("run", pipeline, "--no-such-option")
checks.equal(done.returncode, 64, "an option that is none")
sealed = folder / "sealed"
sealed.write_text("a file where a folder should be\n")
done = runs.start("run", pipeline, "--input", exports, "--work", sealed)
checks.that(done.returncode in (73, 74), "a work folder that cannot be made", done.returncode, done.stderr)
checks.group("missing pipeline, exports and folders end with 66, 64 and 73")

# Refused data leaves the old report as it is.
refused = folder / "refused"
shutil.copytree(exports, refused)
kept = runs.run_pipeline("nightly.yaml", folder / "kept", "--input", exports)
employees = next(refused.glob("employees_*.csv"))
employees.write_bytes(employees.read_bytes()[: employees.stat().st_size // 3] + b"\n" + b"x;y;z\n" * 400)
done = runs.start("run", pipeline, "--input", refused, "--work", folder / "kept")
checks.equal(done.returncode, 65, "exports with too many bad rows")
checks.that(b"employees_" in done.stderr, "the message names the file", done.stderr)
same(kept, "after a refusal the old report")
checks.group("refused data ends with 65 and leaves the old report in place")

# Damage to an intermediate is noticed before a figure is computed: a bit of a page, a bit of the footer, a cut file.
for name, column, reader in (("2-normalize/assignments.parquet", "person_key", "trivsel-aggregate"),
                             ("3-aggregate/published.parquet", "value", "trivsel-report")):
    chunk = next(c for c in map(parquet.ParquetFile(by_hand / name).metadata.row_group(0).column, range(99))
                 if c.path_in_schema == column)
    size = (by_hand / name).stat().st_size
    for what, at in (("a page", chunk.data_page_offset + chunk.total_compressed_size - 9), ("the footer", size - 40),
                     ("its length", None)):
        broken = folder / "broken" / run.name
        shutil.rmtree(broken.parent, ignore_errors=True)
        shutil.copytree(by_hand, broken, symlinks=True)
        victim = broken / name
        content = bytearray(victim.read_bytes())
        if at is None:
            del content[size * 2 // 3:]
        else:
            content[at] ^= 0x10
        victim.chmod(0o600)
        victim.write_bytes(content)
        done = runs.start(pipeline, "--run", broken, name=reader)
        checks.equal(done.returncode, 65, f"{name} damaged in {what}: {reader} refuses")
        checks.that(name.split("/")[1].encode() in done.stderr, "and names the file", done.stderr)
checks.group("a flipped bit and a cut intermediate are refused with 65")

# A table that is gone, and a whole table of another run: the manifest of the stage before knows better.
for name, reader, writer in (("1-ingest/employees.parquet", "trivsel-normalize", b"trivsel-ingest"),
                             ("2-normalize/absences.parquet", "trivsel-aggregate", b"trivsel-normalize"),
                             ("3-aggregate/published.parquet", "trivsel-report", b"trivsel-aggregate")):
    for what, expected in (("gone", 66), ("another", 65)):
        broken = folder / "broken" / run.name
        shutil.rmtree(broken.parent, ignore_errors=True)
        shutil.copytree(by_hand, broken, symlinks=True)
        (broken / name).unlink()
        if what == "another":
            shutil.copy(by_hand / "1-ingest" / "departments.parquet", broken / name)
        done = runs.start(pipeline, "--run", broken, name=reader)
        checks.equal(done.returncode, expected, f"{name} is {what}: {reader} refuses")
        checks.that(name.split("/")[1].encode() in done.stderr and writer in done.stderr,
                    "and names the file and the program to run again", done.stderr)
checks.group("a table that is gone ends with 66, another one in its place with 65")

# Nobody's id, name or cell in what is logged or listed; files of people are for their owner alone.
logs = b"".join((stage / "manifest.json").read_bytes() for stage in sorted(run.iterdir()) if (stage / "manifest.json").exists())
logs += (run / "run.log").read_bytes() if (run / "run.log").exists() else b""
text = (exports / "employees_2026-10-31.csv").read_text(encoding="utf-8-sig", errors="replace").splitlines()
header = text[0].split(";")
names = {line.split(";")[header.index(column)] for line in text[1:] if line.count(";") == len(header) - 1
         for column in ("email", "national_id")}
checks.equal([name for name in sorted(names) if name and name.encode() in logs][:3], [], "no id of a person in logs and manifests")
everything = b"".join(content for name, content in reference.items())
checks.equal([name for name in sorted(names) if name and len(name) > 5 and name.encode() in everything][:3], [],
             "no e-mail and no national id in any file of the run")
for stage in ("1-ingest", "2-normalize", "3-aggregate"):
    for path in (run / stage).glob("*.parquet"):
        checks.equal(oct(path.stat().st_mode & 0o777), "0o600", f"{path.name}: for its owner alone")
checks.group("no personal data in logs, manifests or any file of the run; intermediates are 0600")
checks.finish()
