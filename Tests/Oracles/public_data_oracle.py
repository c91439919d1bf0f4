"""Recomputes what we made of the public tables of peopleanalyticsdata from the tables themselves, to a relative 1e-9.

`make test` runs it as `python Tests/Oracles/public_data_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR
wrote DIR/public_data.csv. The tables are read from TRIVSEL_SHARED_DATA or ../shared/data; without them there is nothing to
judge, which is said. Exit status 0 when all agree, 1 when not.
"""
import csv
import os
import pathlib
import sys

import numpy
import survey_oracle
import survival_oracle

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("TRIVSEL_SHARED_DATA", ROOT.parent / "shared" / "data")) / "peopleanalyticsdata"
GROUPS = {
    "all": lambda row: True,
    "F": lambda row: row["gender"] == "F",
    "M": lambda row: row["gender"] == "M",
    "sentiment7": lambda row: int(row["sentiment"]) >= 7,
    "sentiment6": lambda row: int(row["sentiment"]) < 7,
}
# Shares still employed after twelve months, as printed in the README of the data.
PRINTED = {"F": 0.603, "M": 0.623, "sentiment7": 0.634, "sentiment6": 0.517}
SCALES = ["Ben", "Work", "Man", "Car", ""]


def table(name):
    with open(DATA / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def expected():
    results = {}
    retention = table("job_retention.csv")
    for name, chosen in GROUPS.items():
        rows = [row for row in retention if chosen(row)]
        months = [int(row["month"]) for row in rows]
        curve = survival_oracle.curve([0] * len(rows), months, [int(row["left"]) for row in rows], 10)
        for day, *values in curve[3]:
            results[f"survival:{name}:{day}"] = values
        if name in PRINTED and round(float(curve[3][-1][3]), 3) != PRINTED[name]:
            sys.exit(f"public data: {name} is {float(curve[3][-1][3])} after a year, {PRINTED[name]} was printed")
    survey = table("employee_survey.csv")
    for scale in SCALES:
        items = [name for name in survey[0] if name.startswith(scale)]
        results[f"alpha:{scale}"] = survey_oracle.alpha([[int(row[item]) for item in items] for row in survey])
    items = [name for name in survey[0] if name != "Happiness"] + ["Happiness"]
    results["drivers:Happiness"] = survey_oracle.drivers([[int(row[item]) for item in items] for row in survey])
    return results


def main(directory):
    if not DATA.exists():
        print(f"public data: skipped, {DATA} is not there")
        return 0
    path = pathlib.Path(directory) / "public_data.csv"
    if not path.exists():
        sys.exit(f"public data: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    theirs, failed, largest = expected(), 0, 0.0
    ours = {}
    for line in path.read_text().splitlines():
        name, results = line.split(",=,")
        ours[name] = [float(result) for result in results.split(",")]
    if ours.keys() != theirs.keys():
        sys.exit(f"public data: different results: {sorted(ours.keys() ^ theirs.keys())}")
    for name, values in theirs.items():
        apart = numpy.inf
        if len(values) == len(ours[name]):
            apart = max(float(abs(a - b) / max(abs(a), abs(b))) if a != b else 0.0 for a, b in zip(ours[name], values))
        largest = max(largest, apart)
        if not apart <= 1e-9:
            failed += 1
            print(f"public data: {name}: ours {ours[name]}, theirs {[float(value) for value in values]}")
    print(f"public data: {len(theirs) - failed} of {len(theirs)} results agree, largest relative difference {largest:.1e}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: public_data_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
