"""The job of the side-by-side benchmark: every cell of the peers' tables is ours too.

The small set at two seeds, and with TRIVSEL_DEEP the medium one; `Benchmarks/equality.py EMPLOYEES SEED …` does the same for
any. Skipped where the benchmark's folder or a C compiler is missing.
"""
import os
import shutil
import sys

import trivsel_runs as runs

sys.path.insert(0, str(runs.ROOT / "Benchmarks"))
import equality  # noqa: E402

checks = runs.Checks("Bench equality")
runs.skip_without(equality.SHARED / "hrgen.c", checks.name)
if shutil.which(os.environ.get("CC", "cc")) is None:
    print(f"{checks.name}: skipped, there is no C compiler")
    sys.exit(0)
runs.program()
folder = runs.fresh("bench-equality")
generator = equality.compiled_generator(folder)
sets = [(1000, 42), (1000, 7)] + ([(100_000, 42), (100_000, 7)] if runs.DEEP else [])
for employees, seed in sets:
    for peer, same in equality.agree(folder / f"{employees}-{seed}", generator, employees, seed):
        checks.that(same, f"{employees} employees, seed {seed}: no difference to {peer}")
checks.finish()
