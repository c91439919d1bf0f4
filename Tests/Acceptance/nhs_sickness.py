"""NHS sickness absence 2023: every rate that the publisher printed, and sums of the organisations above them."""
import collections
import csv
import fractions
import glob

import trivsel_runs as runs

checks = runs.Checks("NHS sickness absence")
source = runs.skip_without(runs.DATA / "nhs_sickness_2023", checks.name)

Row = collections.namedtuple("Row", "month region ics organisation group lost available rate")
rows = []
for path in sorted(glob.glob(str(source / "*.csv"))):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            day, month, year = row["DATE"].split("/")
            exact = lambda text: fractions.Fraction(text) if text else None
            rows.append(Row(
                f"{year}-{month}", row["NHSE_REGION_CODE"], row["ICS_CODE"], row["ORG_CODE"], row["STAFF_GROUP"],
                exact(row["FTE_DAYS_LOST"]), exact(row["FTE_DAYS_AVAILABLE"]), row["SICKNESS_ABSENCE_RATE_PERCENT"]))
months = sorted({row.month for row in rows})
checks.equal(len(rows), 38_104, "rows in the twelve files")

run = runs.run_pipeline("nhs-sickness.yaml", runs.fresh("nhs"), "--input", source)
published = runs.export(run)
by_month = {key: cell for key, cell in published.items() if key[0] == "absence.rate" and key[2] in months}

# Every source row has its cell: the printed rate to two decimals, or suppressed where the publisher left it blank.
equal = blank = 0
for row in rows:
    breakdown = "" if row.group == "All staff groups" else f"staff_group={row.group}"
    cell = by_month.get(("absence.rate", row.organisation, row.month, breakdown))
    place = f"{row.organisation} {row.month} {breakdown or 'total'}"
    if not checks.that(cell is not None, f"{place}: a cell for the source row"):
        continue
    if row.lost is None or row.available is None:
        checks.equal(cell, runs.Cell(None, None, None, None, None, None, "suppressed:publisher"), place)
        blank += 1
    elif row.available == 0:
        checks.equal((cell.value, cell.status), (None, "published"), place)
    else:
        checks.equal(cell.status, "published", place)
        if checks.that(cell.value is not None and abs(cell.value - float(row.rate)) <= 0.005 + 1e-9, f"{place}: rate",
                       f"found    {cell.value}", f"expected {row.rate}"):
            equal += 1
        checks.close(cell.value, float(100 * row.lost / row.available), f"{place}: rate exactly", 1e-9)
        checks.close(cell.numerator, float(row.lost), f"{place}: days lost", 1e-9)
        checks.close(cell.denominator, float(row.available), f"{place}: days available", 1e-9)
checks.group(f"{equal} printed rates reproduced to two decimals, {blank} blanks kept blank")

# The last of the source rows are all there is: no organisation or group was invented.
organisations = {row.organisation for row in rows}
wanted = {("absence.rate", r.organisation, r.month, "" if r.group == "All staff groups" else f"staff_group={r.group}")
          for r in rows}
extra = [key for key in by_month if key[1] in organisations and key not in wanted]
checks.equal(extra[:3], [], "cells of organisations without a source row")

# Above the organisations: the sum of their total rows, incomplete where one of them is blank.
totals = [row for row in rows if row.group == "All staff groups"]
above = {key[1] for key in by_month} - organisations
areas = collections.defaultdict(list)
for row in totals:
    areas["ics", row.ics, row.month].append(row)
    areas["region", row.region, row.month].append(row)
    areas["England", None, row.month].append(row)


def expected(parts):
    """Sum of lost and available days of total rows; None where a part is blank."""
    if any(part.lost is None or part.available is None for part in parts):
        return None
    return sum(part.lost for part in parts), sum(part.available for part in parts)


seen = collections.Counter()
for (level, code, month), parts in sorted(areas.items(), key=str):
    sums = expected(parts)
    # The ids of the levels are the pipeline's choice: a cell of this month that is this sum must be there.
    candidates = [d for d in above if code is None or d == code or d == f"{code} (group)"]
    found = [by_month[key] for key in (("absence.rate", d, month, "") for d in candidates) if key in by_month]
    place = f"{level} {code or ''} {month}"
    if sums is None:
        checks.that(any(cell.status == "suppressed:incomplete" for cell in found), f"{place}: incomplete")
        seen["incomplete"] += 1
    else:
        checks.that(
            any(cell.status == "published" and cell.numerator is not None
                and abs(cell.numerator - float(sums[0])) < 1e-6 * max(1, float(sums[0]))
                and abs(cell.denominator - float(sums[1])) < 1e-6 * float(sums[1])
                and abs(cell.value - 100 * float(sums[0] / sums[1])) < 1e-9 for cell in found),
            f"{place}: sum of {len(parts)} organisations", f"found {found[:3]}", f"expected {[float(x) for x in sums]}")
        seen[level] += 1
checks.group(f"sums above the organisations: {dict(seen)}")

# England's year: the sum of twelve months, and the report shows it.
year = [row for row in totals]
lost, available = sum(r.lost for r in year if r.lost is not None), sum(r.available for r in year if r.available is not None)
if all(row.lost is not None for row in year):
    whole = [cell for key, cell in published.items() if key[0] == "absence.rate" and key[2] == "2023" and not key[3]
             and cell.value is not None and abs(cell.value - 100 * float(lost / available)) < 1e-9]
    checks.equal(len(whole) >= 1, True, "England's year is published")
    checks.group(f"England 2023: {100 * float(lost / available):.2f} % of days available were lost")

# Of an incomplete sum `explain` tells how many parts are blank, and the run has a finding of them all.
incomplete = sorted(key for key, cell in published.items() if cell.status == "suppressed:incomplete")
for metric, department, period, breakdown in incomplete[:5]:
    # Years of one unit and group: the parts are its months.
    blank = sum(by_month[metric, department, month, breakdown].status == "suppressed:publisher" for month in months)
    text = runs.must("explain", metric, "--department", department, "--period", period, "--breakdown", breakdown, run).decode()
    told = [line.split(None, 1)[1] for line in text.splitlines() if line.startswith("note")]
    expected = f"{blank} of its parts {'was' if blank == 1 else 'were'} not published by the source."
    checks.equal(told, [expected], f"{department} {breakdown} {period}: explain tells the blank parts")
findings = {finding["category"]: finding for finding in runs.manifest(run, "3-aggregate")["findings"]}
checks.equal(findings.get("absence_totals.incomplete", {}).get("count"),
             sum(cell.status == "suppressed:incomplete" for cell in published.values()), "a finding counts incomplete sums")
checks.group(f"{len(incomplete)} incomplete sums: a finding, and explain tells the number of blank parts")
checks.that(all(cell.n is None and cell.low is None for cell in by_month.values()), "no n and no interval: persons are unknown")
checks.that((run / "4-report" / "index.html").exists(), "a report was written")
checks.finish()
