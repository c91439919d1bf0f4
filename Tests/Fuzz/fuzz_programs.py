"""Damaged exports and intermediates through the built programs: an error with a sysexits code, never a trap.

Each case mutates one file of a small demo company (bytes flipped, cut, doubled, lines shuffled, hostile cells) and runs
the stage that reads it. Allowed ends: 0, and the codes of the contract. A signal, another code, or a program that takes
over a minute fails. The seed is printed; TRIVSEL_FUZZ_SEED repeats a run, TRIVSEL_FUZZ_CASES sets its length.
"""
import os
import random
import shutil

import trivsel_runs as runs

SEED = int(os.environ.get("TRIVSEL_FUZZ_SEED", "7"))
CASES = int(os.environ.get("TRIVSEL_FUZZ_CASES", "6000" if runs.DEEP else "150"))
ALLOWED = {0, 65, 66, 74, 78}
HOSTILE = [
    b'"', b'""', b'"\n', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n\r\n", b";" * 5000, b"," * 5000, b"9" * 400,
    b"1e400", b"-1", b"NaN", b"31.02.2025", b"29.02.2023", b"00.00.0000", b"99.99.9999", b"\xf0\x9f\x92\xa9", b"\xc3",
    b"=cmd|x", b"<script>", b"../../etc/passwd", b"1,23E+05", b"-99999999999999999999", b"\xe2\x88\x92" + b"1",
    b'"' + b"a\n" * 200, b"9223372036854775808", b"2147483648", b"0.00000000000000000000001",
]

checks = runs.Checks("Fuzzing the programs")
print(f"  seed {SEED}, {CASES} cases")
folder = runs.fresh("fuzz")
pipeline = runs.ROOT / "pipelines" / "nightly.yaml"
runs.must("demo", "--employees", 120, "--months", 14, "--seed", SEED, "--out", folder / "input")
run = runs.run_pipeline("nightly.yaml", folder / "work", "--input", folder / "input")
inputs = sorted(path.name for path in (folder / "input").glob("*.csv"))
tables = {
    "trivsel-normalize": sorted(run.glob("1-ingest/*.parquet")),
    "trivsel-aggregate": sorted(run.glob("2-normalize/*.parquet")),
    "trivsel-report": [run / "3-aggregate" / "published.parquet"],
}


def mutated(content, rng, text):
    """One to four changes to the content of a file."""
    content = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        size = len(content)
        where = rng.randrange(size + 1)
        kind = rng.randrange(7)
        if kind == 0 and size:
            content[min(where, size - 1)] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del content[where:]
        elif kind == 2:
            end = min(size, where + rng.choice([1, 2, 4, 8, 100, 4096]))
            del content[where:end]
        elif kind == 3:
            content[where:where] = content[where:where + rng.choice([1, 8, 500])]
        elif kind == 4 and text:
            content[where:where] = rng.choice(HOSTILE)
        elif kind == 5 and not text and size >= 64:
            # Lengths and offsets live in the last bytes: footers get most of the attention.
            at = size - 1 - rng.randrange(min(size, 3000))
            content[at:at + 4] = rng.choice([b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff", rng.randbytes(4)])
        elif kind == 6 and text:
            lines = bytes(content).split(b"\n")
            a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[a], lines[b] = lines[b], lines[a]
            content = bytearray(b"\n".join(lines))
    return bytes(content)


ends = {}
for case in range(CASES):
    rng = random.Random(SEED * 1_000_003 + case)
    if case % 3 == 0:
        # An export through ingest.
        name = rng.choice(inputs)
        place = folder / "mutant"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder / "input", place)
        (place / name).write_bytes(mutated((place / name).read_bytes(), rng, True))
        target = folder / "runs" / run.name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        arguments, program, victim = (pipeline, "--run", target, "--input", place), "trivsel-ingest", name
    else:
        # An intermediate through the stage that reads it.
        program = rng.choice(sorted(tables))
        source = rng.choice(tables[program])
        place = folder / "mutant" / run.name
        shutil.rmtree(folder / "mutant", ignore_errors=True)
        shutil.copytree(run, place, symlinks=True)
        path = place / source.relative_to(run)
        path.chmod(0o600)
        path.write_bytes(mutated(source.read_bytes(), rng, False))
        arguments, victim = (pipeline, "--run", place), source.name
    done = runs.start(*arguments, name=program, timeout=60)
    ends[done.returncode] = ends.get(done.returncode, 0) + 1
    checks.that(done.returncode in ALLOWED, f"case {case}: {program} on a damaged {victim}: exit {done.returncode}",
                done.stderr.decode(errors="replace")[-600:])
    checks.that(done.returncode == 0 or done.stderr.strip(), f"case {case}: {program} on {victim}: an error has a message")
print(f"  ends: {dict(sorted(ends.items()))}")
checks.finish()
