"""The statistics across departments, counted anew from the published cells: tests of the flag family with SciPy, its
correction, shrunken estimates with Marshall's formulas in floating point, control limits, trends with pymannkendall's slope,
and what figures are held against. Nothing of ours but the tables is read."""
import collections
import json
import math

import pyarrow.parquet as parquet
import pymannkendall
from scipy import stats

import trivsel_runs as runs

checks = runs.Checks("Statistics across departments")
_, run, _ = runs.demo()
folder = run / "3-aggregate"


def rows(name):
    return parquet.read_table(folder / name).to_pylist()


file = parquet.ParquetFile(folder / "published.parquet")
publication = json.loads(file.schema_arrow.metadata[b"trivsel.publication"])
columns = ["metric", "department", "period", "breakdown", "value", "numerator", "denominator", "n", "low", "high", "status"]
wanted = ("turnover.rolling12.voluntary", "turnover.voluntary", "turnover.total", "absence.rate", "absence.frequency",
          "flow.hires", "participation.reach", "participation.reach12", "participation.attendance_rate",
          "participation.response_rate", "survey.enps", "survey.index.")
cells = {}
for cell in file.read(columns=columns).to_pylist():
    if cell["breakdown"] == "" and cell["status"] == "published" and cell["metric"].startswith(wanted):
        cells[cell["metric"], cell["department"], cell["period"]] = cell
departments = publication["departments"]
parents = departments["parent"] if isinstance(departments, dict) else [d.get("parent") for d in departments]
ids = departments["id"] if isinstance(departments, dict) else [d["id"] for d in departments]
parent = {}
for place, up in zip(ids, parents):
    parent[place] = ids[up] if up is not None and up >= 0 else None
waves = [f"wave:{wave}" for wave in publication["waves"]]

# MARK: the family

flags = rows("flags.parquet")
summary = publication["flags"]
checks.equal((summary["tests"], summary["rejected"], summary["marked"]),
             (len(flags), sum(f["rejected"] for f in flags), sum(f["marked"] for f in flags)), "the family's summary")
checks.that(len(flags) >= 50, "the demo company has a family", len(flags))
order = [(f["metric"].encode(), f["department"].encode(), f["period"].encode(), f["comparator"].encode()) for f in flags]
checks.that(order == sorted(order) and len(set(order)) == len(order), "sorted, each test once")
minimums = {"turnover.rolling12.voluntary": 5, "absence.rate": 1, "participation.reach12": 5,
            "participation.response_rate": 5, "survey.enps": 15}
kinds = collections.Counter()
recounted = 0
seen = set()
for flag in flags:
    name = " ".join(flag[key] for key in ("metric", "department", "period", "comparator"))
    own = cells.get((flag["metric"], flag["department"], flag["period"]))
    if flag["comparator"] == "rest_of_parent":
        checks.equal(flag["reference"], parent[flag["department"]], f"{name}: the unit above")
        other = cells.get((flag["metric"], flag["reference"], flag["period"]))
    else:
        other = cells.get((flag["metric"], flag["department"], flag["reference"]))
    if not checks.that(own and other, f"{name}: both sides are published"):
        continue
    seen.add((flag["metric"], flag["department"], flag["comparator"]))
    kinds[flag["test"], flag["comparator"]] += 1
    checks.equal(flag["minimum"], minimums.get(flag["metric"], 5), f"{name}: minimum")
    rest = flag["comparator"] == "rest_of_parent"
    n, m = own["n"], other["n"] - (own["n"] if rest else 0)
    checks.that(n >= 20 and m >= 20, f"{name}: 20 persons on both sides")
    checks.equal((flag["n"], flag["reference_n"]), (n, m), f"{name}: persons")
    a, s = own["numerator"], own["denominator"]
    b, t = (other["numerator"] - a, other["denominator"] - s) if rest else (other["numerator"], other["denominator"])
    scale = 1 if flag["metric"].startswith("survey.index.") else 100
    checks.close(flag["value"], own["value"], f"{name}: value")
    checks.close(flag["reference_value"], b / t * scale, f"{name}: of the other side", 1e-7)
    checks.close(flag["difference"], a / s * scale - b / t * scale, f"{name}: difference", 1e-6)
    if flag["low"] is not None:
        checks.that(flag["low"] <= flag["difference"] <= flag["high"], f"{name}: interval")
    if flag["test"] == "conditional_binomial_midp":
        x, total, share = round(a), round(a) + round(b), s / (s + t)
        below = stats.binom.cdf(x - 1, total, share)
        at = stats.binom.pmf(x, total, share)
        above = stats.binom.sf(x, total, share)
        checks.close(flag["p"], min(1, 2 * min(below, above) + at), f"{name}: p", 1e-8)
    elif flag["test"] == "two_proportion_score":
        pooled = (a + b) / (s + t)
        deviation = math.sqrt(pooled * (1 - pooled) * (1 / s + 1 / t))
        z = 0 if deviation == 0 else (a / s - b / t) / deviation
        checks.close(flag["p"], 2 * stats.norm.sf(abs(z)), f"{name}: p", 1e-9)
    elif flag["test"] == "welch" and flag["metric"] != "survey.enps" and own["low"] and 0 < own["low"] < own["high"] < 100:
        # The squares are read off the intervals: s² = n_eff · (half width ÷ t)², n_eff = n(N − 1) ÷ (N − n) of N asked,
        # which a single figure may claim and a comparison may not.
        def variance(cell, department, period):
            asked = cells.get(("participation.response_rate", department, period))
            size, half = cell["n"], (cell["high"] - cell["low"]) / 2 / stats.t.ppf(0.975, cell["n"] - 1)
            if not asked or not asked["denominator"] or asked["denominator"] <= size:
                return None
            return half * half * size * (asked["denominator"] - 1) / (asked["denominator"] - size)
        if other["low"] is None or not 0 < other["low"] < other["high"] < 100:
            continue
        first = variance(own, flag["department"], flag["period"])
        second = variance(other, flag["reference"] if rest else flag["department"],
                          flag["period"] if rest else flag["reference"])
        if first is None or second is None:
            continue
        recounted += 1
        if rest:
            squares = second * (other["n"] - 1) + other["numerator"] ** 2 / other["n"]
            squares -= first * (n - 1) + a ** 2 / n
            second = (squares - b ** 2 / m) / (m - 1)
        result = stats.ttest_ind_from_stats(a / n, math.sqrt(first), n, b / m, math.sqrt(second), m, equal_var=False)
        checks.close(flag["p"], result.pvalue, f"{name}: p", 1e-4)
checks.that(recounted >= 20, "Welch's t of indices is recounted", recounted)
checks.group(", ".join(f"{test} {comparator}: {count}" for (test, comparator), count in sorted(kinds.items())))

# Nothing that is eligible is left out.
latest = {}
for flag in flags:
    latest.setdefault(flag["metric"], flag["period"])
for (metric, department, period), cell in cells.items():
    if latest.get(metric) != period or (cell["n"] or 0) < 20 or cell["value"] is None:
        continue
    above = cells.get((metric, parent[department], period)) if parent[department] else None
    if above and above["n"] - cell["n"] >= 20 and metric != "participation.response_rate":
        checks.that((metric, department, "rest_of_parent") in seen, f"{metric} {department}: is tested against the rest")

# Benjamini and Hochberg, over all rows.
p = [flag["p"] for flag in flags]
checks.that(all(value is None or 0 <= value <= 1 for value in p), "every p is one")
ordered = sorted(value for value in p if value is not None)
limit = max((value for rank, value in enumerate(ordered) if value <= 0.05 * (rank + 1) / len(p)), default=-1)
for flag in flags:
    checks.equal(flag["rejected"], flag["p"] is not None and flag["p"] <= limit, "rejected by the procedure")
    checks.equal(flag["marked"], flag["rejected"] and abs(flag["difference"]) >= flag["minimum"], "marked by the minimum")

# MARK: comparators and shrunken estimates

compared = {(row["metric"], row["department"], row["period"]): row for row in rows("comparators.parquet")}
checks.that(len(compared) >= 500, "headline figures are compared", len(compared))
root = ids[0]


def year_before(period):
    year, rest = period.split("-", 1)
    return f"{int(year) - 1}-{rest}"


def value(metric, department, period):
    cell = cells.get((metric, department, period))
    return cell["value"] if cell else None


shrunken = 0
for (metric, department, period), row in compared.items():
    name = f"{metric} {department} {period}"
    cell = cells.get((metric, department, period))
    if not checks.that(cell, f"{name}: is published"):
        continue
    checks.close(row["value"], cell["value"], f"{name}: value")
    checks.equal(row["n"], cell["n"], f"{name}: n")
    up = parent[department]
    pairs = [("parent", up and value(metric, up, period))]
    if period.startswith("wave:"):
        at = waves.index(period)
        pairs.append(("previous", value(metric, department, waves[at - 1]) if at else None))
    else:
        pairs += [(key, value(metric, department, year_before(period))) for key in ("previous", "year_before")]
    for key, expected in pairs:
        if expected is None:
            checks.equal(row[key], None, f"{name}: no {key}")
        else:
            checks.close(row[key], expected, f"{name}: {key}")
    whole = cells.get((metric, root, period))
    if row["rest_of_company"] is not None:
        scale = 1 if metric.startswith("survey.index.") else 100
        rest = (whole["numerator"] - cell["numerator"]) / (whole["denominator"] - cell["denominator"]) * scale
        checks.close(row["rest_of_company"], rest, f"{name}: rest of the company", 1e-7)
        checks.equal(row["rest_of_company_n"], whole["n"] - cell["n"], f"{name}: persons of the rest")
    # Shares and events, of which the cells tell all that the estimate takes.
    def siblings(unit):
        return [cells[metric, child, period] for child, above in parent.items()
                if above == unit and (metric, child, period) in cells and cells[metric, child, period]["value"] is not None]
    group = up
    if group and len(siblings(group)) < 5:
        group = parent[group]
    members = siblings(group) if group else []
    if len(members) < 5:
        checks.equal((row["shrunk"], row["sibling_group"]), (None, ""), f"{name}: no siblings")
        continue
    if metric == "participation.response_rate" and row["shrunk"] is None:
        continue
    checks.equal((row["sibling_group"], row["siblings"]), (group, len(members)), f"{name}: siblings")
    if metric in ("turnover.rolling12.voluntary", "participation.reach12", "participation.response_rate"):
        y, e = [m["numerator"] for m in members], [m["denominator"] for m in members]
        centre = sum(y) / sum(e)
        def chance(size):
            return centre / size if metric.startswith("turnover") else centre * (1 - centre) / size
        spread = sum(size * (part / size - centre) ** 2 for part, size in zip(y, e)) / sum(e)
        between = max(0, spread - sum(size * chance(size) for size in e) / sum(e))
        own, size = cell["numerator"] / cell["denominator"], cell["denominator"]
        weight = between / (between + chance(size)) if between else 0
        checks.close(row["shrunk"], 100 * (centre + weight * (own - centre)), f"{name}: estimate", 1e-7)
        checks.close(row["centre"], 100 * centre, f"{name}: common value", 1e-7)
        checks.equal(row["is_chance"], between == 0, f"{name}: chance")
    low, high = sorted((row["value"], row["centre"]))
    checks.that(low - 1e-9 <= row["shrunk"] <= high + 1e-9, f"{name}: between the raw and the common value")
    shrunken += 1
checks.that(shrunken >= 100, "estimates are shrunken", shrunken)

# MARK: limits and trends

points = collections.defaultdict(list)
for row in rows("limits.parquet"):
    points[row["metric"], row["department"]].append(row)
checks.that(any(metric == "absence.rate" for metric, _ in points), "charts of absence", sorted(points)[:3])
checks.that(any(metric.startswith("turnover") for metric, _ in points), "charts of leavers")
for (metric, department), chart in points.items():
    name = f"{metric} {department}"
    checks.that([row["period"] for row in chart] == sorted(row["period"] for row in chart), f"{name}: in order")
    monthly = "Q" not in chart[0]["period"]
    checks.equal(sum(row["is_baseline"] for row in chart), 24 if monthly else sum(row["is_baseline"] for row in chart),
                 f"{name}: 24 months")
    checks.that(monthly or 7 <= sum(row["is_baseline"] for row in chart) <= 8, f"{name}: 24 months in quarters")
    side = run_length = 0
    for row in chart:
        where = f"{name} {row['period']}"
        if row["value"] is None:
            side = run_length = 0
            continue
        if monthly:
            checks.close(row["value"], value(metric, department, row["period"]), f"{where}: value", 1e-7)
        outside = row["low"] is not None and not row["low"] - 1e-12 <= row["value"] <= row["high"] + 1e-12
        checks.equal(row["is_outside"], outside, f"{where}: beyond a limit")
        now = 0 if row["low"] is None or abs(row["value"] - row["centre"]) < 1e-9 else (
            1 if row["value"] > row["centre"] else -1)
        run_length = 0 if now == 0 else run_length + 1 if now == side else 1
        side = now
        checks.equal(row["is_run"], run_length >= 9, f"{where}: nine on one side")
    if metric.startswith("turnover") and monthly:
        months = [cells[metric, department, row["period"]] for row in chart]
        days = [(31, 29 if int(row["period"][:4]) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
                [int(row["period"][5:]) - 1] for row in chart]
        rate = sum(m["numerator"] for m in months[:24]) / sum(m["denominator"] * d for m, d in zip(months[:24], days))
        for row, month, length in zip(chart, months, days):
            expected = rate * month["denominator"] * length
            checks.close(row["centre"], expected / month["denominator"] * 100, f"{name} {row['period']}: centre", 1e-7)
            if expected >= 5.000001:
                for key, share in (("low", 0.00135), ("high", 0.99865)):
                    bound = stats.poisson.ppf(share, expected) / month["denominator"] * 100
                    checks.close(row[key], bound, f"{name} {row['period']}: {key}", 1e-7)

trends = rows("trends.parquet")
checks.that(len(trends) >= 50, "trends", len(trends))
checked = 0
for row in trends:
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (row["from"], row["to"]))
    series = [value(row["metric"], row["department"], f"{m // 12}-{m % 12 + 1:02d}") for m in range(first, last + 1)]
    name = f"{row['metric']} {row['department']}"
    checks.equal(sum(v is not None for v in series), row["months"], f"{name}: months")
    checks.that(row["months"] >= 24, f"{name}: two years at least")
    if None not in series:
        test = pymannkendall.seasonal_test(series, period=12)
        checks.equal(row["score"], int(test.s), f"{name}: S")
        checks.close(row["slope"], float(test.slope), f"{name}: slope", 1e-7)
        checked += 1
checks.that(checked >= 20, "of which without a gap", checked)
checks.finish()
