"""Flags: seldom where there is nothing to find, and mostly where there is.

    check_flags.py [--companies N] [--planted N]

Companies without signal (`trivsel demo --story none`: 1,000 employees, 24 months, two waves; season, persons who fall ill or
come along more readily than others, repeated invitations and departments of unequal size stay) are run from seed 1 on. A flag
in one of them is false: `make check-flags` does it for 200, of which at most 18 may have any, and at most 6 % of all raw p
of the family may lie below 0.05. In companies with one planted department (`--story planted`, 50 of them) 45 have to have it
flagged on two of turnover, absence and scores. The suite runs the first 20 and the first 5.

A family is what `3-aggregate/flags.parquet` holds: a row a test, `marked` where it is a flag.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil

import pyarrow.parquet

import trivsel_runs as runs

EMPLOYEES, MONTHS = 1000, 24
# Of 200 companies; of fewer, what as good as never is exceeded where that bound holds.
FLAGGED_OF_200, SHARE_BELOW = 18, 0.06
FLAGGED_OF_20, SHARE_OF_20 = 5, 0.07


def pipeline(folder):
    """The nightly pipeline, with all 24 months closed and only what pages need of its figures."""
    pipelines = runs.ROOT / "pipelines"
    text = (pipelines / "nightly.yaml").read_text()
    text = text.replace("- sources/", f"- {pipelines}/sources/").replace(
        "questionnaire: questionnaires/", f"questionnaire: {pipelines}/questionnaires/")
    text += "disclosure:\n  close_after_days: 0\nreport:\n  levels: 1\n"
    # Two rolling years a year apart are what 24 months hold; nothing else here is of use to the flags.
    text += "metrics:\n  periods: [month, rolling12]\n  breakdowns: []\n  driver_replicates: 0\n"
    path = folder / "flags.yaml"
    path.write_text(text)
    return path


def family(story, seed, pipeline_file):
    """(the tests of one company, its truth). Everything written is removed again."""
    folder = pipeline_file.parent / f"{story}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    runs.must("demo", "--employees", EMPLOYEES, "--months", MONTHS, "--seed", seed, "--story", story, "--out",
              folder / "exports", "--quiet")
    # As many companies at a time as there are cores.
    runs.must("run", pipeline_file, "--input", folder / "exports", "--work", folder / "work", "--workers", 1, "--quiet")
    tests = pyarrow.parquet.read_table(runs.run_folder(folder / "work") / "3-aggregate" / "flags.parquet").to_pylist()
    truth = json.loads((folder / "exports" / "truth.json").read_text())
    shutil.rmtree(folder)
    return tests, truth


def families(story, count, pipeline_file):
    """Those of seeds 1 to `count`, in their order."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from pool.map(lambda seed: family(story, seed, pipeline_file), range(1, count + 1))


def check_false(checks, count, pipeline_file):
    flagged, below, tested, all_tests = [], 0, 0, 0
    for seed, (tests, _) in enumerate(families("none", count, pipeline_file), 1):
        checks.that(len(tests) > 50, f"seed {seed}: there is a family", len(tests))
        marks = [(t["metric"], t["department"], t["comparator"]) for t in tests if t["marked"]]
        if marks:
            flagged.append(seed)
            checks.group(f"  seed {seed}: {len(marks)} of {len(tests)}: {marks[:3]}")
        for test in tests:
            all_tests += 1
            if test["p"] is not None:
                tested += 1
                below += test["p"] < 0.05
            # What may be shown as a flag is in the rejected set and large enough.
            checks.that(not test["marked"] or (test["rejected"] and abs(test["difference"]) >= test["minimum"]),
                        f"seed {seed}: a mark is a rejected test with a difference that matters", test)
    most = FLAGGED_OF_200 * count // 200 if count >= 100 else FLAGGED_OF_20 * count / 20
    share = below / max(tested, 1)
    checks.that(len(flagged) <= most, f"{len(flagged)} of {count} companies without signal have a flag: at most {most}", flagged)
    checks.that(share <= (SHARE_BELOW if count >= 100 else SHARE_OF_20),
                f"{100 * share:.2f} % of {tested} raw p lie below 0.05")
    checks.group(f"without signal: {len(flagged)} of {count} companies have a flag; {100 * share:.2f} % of {tested} raw p "
                 f"lie below 0.05 (families of {all_tests / max(count, 1):.0f} tests)")


# The three things that were planted, by the metrics that show them, and which way.
PLANTED = {
    "turnover": (r"turnover\.rolling12\.voluntary", 1),
    "absence": (r"absence\.rate", 1),
    "scores": (r"survey\.(index\..*|enps)", -1),
}


def check_power(checks, count, pipeline_file):
    found = 0
    told = {name: 0 for name in PLANTED}
    for seed, (tests, truth) in enumerate(families("planted", count, pipeline_file), 1):
        department = truth["stories"]["trouble"]["department"]
        own = [t for t in tests if t["department"] == department]
        checks.that(own and min(t["n"] for t in own if t["metric"].startswith("turnover")) >= 100,
                    f"seed {seed}: {department} has a hundred persons")
        seen = {name for name, (pattern, way) in PLANTED.items()
                if any(t["marked"] and t["difference"] * way > 0 and re.fullmatch(pattern, t["metric"]) for t in own)}
        for name in seen:
            told[name] += 1
        found += len(seen) >= 2
    least = 45 * count / 50
    checks.that(found >= least, f"{found} of {count} planted departments are flagged on two of three: at least {least:g}", told)
    checks.group(f"planted: {found} of {count} departments flagged on two of three; {told}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=200 if runs.DEEP else 20)
    parser.add_argument("--planted", type=int, default=50 if runs.DEEP else 5)
    options = parser.parse_args()
    checks = runs.Checks("Flags")
    file = pipeline(runs.fresh("flags"))
    if options.companies:
        check_false(checks, options.companies, file)
    if options.planted:
        check_power(checks, options.planted, file)
    checks.finish()


if __name__ == "__main__":
    main()
