"""Recomputes survey linkage from the departments' published values, and compares.

`make test` runs it as `python Tests/Oracles/linkage_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR wrote
DIR/linkage.json: families of linkages with the pairs of values that they were worked out from. Spearman's rho and the
adjustment are SciPy's, the interval and p are written out here. To 1e-9. Exit status 0 when all agree, 1 when not.
"""
import json
import math
import pathlib
import sys

from scipy import stats

families = json.loads((pathlib.Path(sys.argv[1]) / "linkage.json").read_text())
failures, compared, marks = [], 0, 0


def agree(where, name, found, expected):
    global compared
    compared += 1
    if found is None or not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12):
        failures.append(f"{where}: {name} {found}, expected {expected}")


for family in families:
    p = []
    for row, pairs in zip(family["rows"], family["pairs"]):
        where = f"{family['seed']} {row['outcome']} {row['predictor']} lag {row['lagMonths']}"
        x, y = zip(*pairs)
        rho = stats.spearmanr(x, y).statistic
        error = math.sqrt(1.06 / (len(x) - 3))
        z, margin = math.atanh(rho), stats.norm.ppf(0.975) * error
        p.append(2 * stats.norm.sf(abs(z) / error))
        agree(where, "units", row["units"], len(x))
        agree(where, "correlation", row["correlation"], rho)
        agree(where, "low", row["low"], math.tanh(z - margin))
        agree(where, "high", row["high"], math.tanh(z + margin))
        agree(where, "p", row["pValue"], p[-1])
    for row, adjusted in zip(family["rows"], stats.false_discovery_control(p)):
        where = f"{family['seed']} {row['outcome']} {row['predictor']}"
        if row["lagMonths"] == 6:
            agree(where, "adjusted p", row["adjusted"], adjusted)
            agree(where, "marked", row["isMarked"], adjusted <= 0.05)
            marks += adjusted <= 0.05
        elif row.get("adjusted") is not None or row["isMarked"]:
            failures.append(f"{where}: a mark outside the family")

for failure in failures[:20]:
    print(failure)
if not compared or not marks:
    failures.append("nothing to compare")
print(f"linkage: {compared} figures in {len(families)} families, {len(failures)} differ")
sys.exit(1 if failures else 0)
