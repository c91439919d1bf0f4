"""equality.py [EMPLOYEES [SEED …]]: our figures of the side-by-side job against the peers', to no difference.

For every seed the generator of the bench writes its exports (36 months), pipelines/bench.yaml runs over them, layout.py puts
the figures into the tables of the peers, DuckDB's script (and that of polars, where polars is installed) does the same job,
and their compare.py tells where two tables differ: integers exactly, others to 1e-9. 1000 employees and the seeds 42 and 7
where not given. Generator and scripts are read from TRIVSEL_SHARED_BENCH, ../shared/bench where not set; programs from
TRIVSEL_BIN; everything written lies below build/bench/equality and is removed when it has agreed.
"""
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

import layout

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED = pathlib.Path(os.environ.get("TRIVSEL_SHARED_BENCH", ROOT.parent / "shared" / "bench"))
BIN = pathlib.Path(os.environ.get("TRIVSEL_BIN", ROOT / ".build" / "release"))
FOLDER = ROOT / "build" / "bench" / "equality"
AS_OF = "2025-12-31"


def must(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout.decode()


def peers():
    """The names of the peers whose libraries are here."""
    return [name for name in ("duckdb", "polars") if importlib.util.find_spec(name)]


def export_set(folder, generator, employees, seed):
    """Exports of 36 months with the key that the pipeline wants; invented persons need no secret."""
    folder.mkdir(parents=True)
    must(generator, folder, "-n", employees, "-m", 36, "-s", seed)
    key = folder / "bench.key"
    key.write_text("0" * 32)
    key.chmod(0o400)


def same_tables(scripts, theirs, ours):
    """Whether two folders hold the same tables, told by the peers' own comparison; it prints what it found."""
    # It compares no further than the shorter of two rows, so the columns have to be the same ones.
    for table in ("dept_month.csv", "survey.csv"):
        columns = [open(folder / table).readline().strip().split(",") for folder in (theirs, ours)]
        if columns[0] != columns[1]:
            print(f"{table}: the columns are {columns[1]}, expected {columns[0]}", flush=True)
            return False
    return subprocess.run([sys.executable, scripts / "compare.py", theirs, ours]).returncode == 0


def agree(folder, generator, employees, seed):
    """Runs all of one set; yields (peer, whether its tables are ours)."""
    shutil.rmtree(folder, ignore_errors=True)
    export_set(folder / "exports", generator, employees, seed)
    must(BIN / "trivsel", "run", ROOT / "pipelines" / "bench.yaml", "--input", folder / "exports", "--work",
         folder / "work", "--as-of", AS_OF)
    layout.write(folder / "work" / AS_OF, folder / "ours")
    for name in peers():
        must(sys.executable, SHARED / "peers" / f"job_{name}.py", folder / "exports", folder / name)
        print(f"{employees} employees, seed {seed}, {name} against ours:", flush=True)
        yield name, same_tables(SHARED / "peers", folder / name, folder / "ours")
    shutil.rmtree(folder)


def compiled_generator(folder):
    """The generator's program, built from its source; nothing of it is kept in the project."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "hrgen"
    must(os.environ.get("CC", "cc"), "-O2", "-o", program, SHARED / "hrgen.c", "-lm")
    return program


def main():
    employees = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seeds = [int(seed) for seed in sys.argv[2:]] or [42, 7]
    if not (SHARED / "hrgen.c").exists():
        sys.exit(f"bench equality: {SHARED}/hrgen.c is not there; set TRIVSEL_SHARED_BENCH")
    generator = compiled_generator(FOLDER)
    differing = 0
    for seed in seeds:
        for _, same in agree(FOLDER / f"{employees}-{seed}", generator, employees, seed):
            differing += not same
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
