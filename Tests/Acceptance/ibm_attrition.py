"""The IBM attrition sample: a dateless snapshot through the ordinary employees dataset."""
import trivsel_runs as runs

checks = runs.Checks("IBM attrition")
source = runs.skip_without(runs.DATA / "ibm_attrition", checks.name)

run = runs.run_pipeline("ibm-attrition.yaml", runs.fresh("ibm"), "--input", source)
published = runs.export(run)
snapshot = {key[1]: cell for key, cell in published.items() if key[0] == "turnover.snapshot" and not key[3]}
checks.equal({key[2] for key in published if key[0] == "turnover.snapshot"}, {run.name}, "the period is the as-of date")

for department, leavers, persons in (
        ("Human Resources", 12, 63), ("Research & Development", 133, 961), ("Sales", 92, 446)):
    cell = snapshot.get(department)
    if checks.that(cell is not None and cell.status == "published", f"{department}: published", snapshot.keys()):
        checks.equal((cell.numerator, cell.denominator, cell.n), (leavers, persons, persons), department)
        checks.close(cell.value, 100 * leavers / persons, department)
roots = [cell for department, cell in snapshot.items() if cell.denominator == 1470]
if checks.equal(len(roots), 1, "one company above the departments"):
    checks.equal(roots[0].numerator, 237, "leavers of the company")
    checks.close(roots[0].value, 100 * 237 / 1470, "turnover of the company")
    checks.that(roots[0].low < 16.12 < roots[0].high, "an interval around it", roots[0])
checks.equal(len(snapshot), 4, "a company and three departments")
checks.group("237 of 1,470 = 16.12 %; Human Resources 12/63, Research & Development 133/961, Sales 92/446")
checks.finish()
