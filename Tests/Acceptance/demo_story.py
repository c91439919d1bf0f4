"""The demo company: its department in trouble can be read in the published figures, whatever the seed.

Leavers, sickness and scores of the department in the generator's truth are published for the newest closed periods, and
clearly worse than a year before and than the company as a whole. Suppression still has something to do.
"""
import collections

import trivsel_runs as runs

checks = runs.Checks("Demo company, its story")

# metric, whether more is worse, how many times worse (rates) or points lower (scores) is clear
STORY = (
    ("turnover.rolling12.total", lambda now, other: now >= 1.3 * other, "1.3 times"),
    # The trouble is younger than the rolling year, which holds good months too.
    ("absence.rate", lambda now, other: now >= 1.2 * other, "1.2 times"),
    ("survey.index.engagement", lambda now, other: now <= other - 8, "8 points under"),
    ("participation.response_rate", lambda now, other: now <= other - 5, "5 points under"),
)


def year_before(period):
    if period.startswith("wave:"):
        return f"wave:{int(period[5:9]) - 1}{period[9:]}"
    return f"{int(period[:4]) - 1}{period[4:]}"


def published(figures, metric, department, period):
    cell = figures.get((metric, department, period, ""))
    return cell.value if cell is not None and cell.status == "published" else None


def story(employees, seed, months=36, monthly_absence=True):
    exports, run, truth = runs.demo(employees, months, seed)
    figures = runs.export(run)
    root = next(line.split(",")[0] for line in (exports / "departments_2026-10-31.csv").read_text().splitlines()[1:]
                if line.split(",")[1] == "")
    trouble = truth["stories"]["trouble"]
    if not checks.that(trouble is not None, f"{employees} employees, seed {seed}: somebody is in trouble"):
        return
    department, name = trouble["department"], f"{employees} employees, seed {seed}: {trouble['name']}"
    told = []
    for metric, worse, by in STORY:
        # The newest period of each kind that is published for the company is closed; the department has to be there too.
        periods = collections.defaultdict(list)
        for (m, d, period, breakdown), cell in figures.items():
            if m == metric and d == root and not breakdown and cell.status == "published" and cell.value is not None:
                kind = "wave" if period.startswith("wave:") else "P12M" if period.endswith("P12M") else "month"
                if kind != "month" or (len(period) == 7 and "Q" not in period):
                    periods[kind].append(period)
        kinds = ["wave"] if "wave" in periods else ["P12M", "month"] if metric == "absence.rate" and monthly_absence else ["P12M"]
        for kind in kinds:
            if not checks.that(periods[kind], f"{name}: {metric} of the company has periods of kind {kind}"):
                continue
            newest = max(periods[kind])
            if metric == "absence.rate":
                checks.equal(newest[:7], "2026-09", f"{name}: {metric}: the newest closed period")
            now, company = (published(figures, metric, d, newest) for d in (department, root))
            if not checks.that(now is not None, f"{name}: {metric} {newest} is published",
                               figures.get((metric, department, newest, ""))):
                continue
            before = published(figures, metric, department, year_before(newest))
            if checks.that(before is not None, f"{name}: {metric} {year_before(newest)} is published"):
                checks.that(worse(now, before), f"{name}: {metric} {newest}: {by} a year before", now, before)
            checks.that(worse(now, company), f"{name}: {metric} {newest}: {by} the company", now, company)
            told.append(f"{metric} {newest} {now:.1f} (before {before if before is None else round(before, 1)}, company {company:.1f})")
    statuses = collections.Counter(cell.status for cell in figures.values())
    for reason in ("suppressed:group_minimum", "suppressed:remainder"):
        checks.that(statuses[reason] > 0, f"{employees} employees, seed {seed}: {reason} can be seen", statuses)
    checks.group(f"{name}: " + "; ".join(told))
    checks.group(f"  {dict(statuses)}")


for seed in (42, 5, 123):
    story(1000, seed)
if runs.DEEP:
    story(20_000, 42)
checks.finish()
