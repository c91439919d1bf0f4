"""The demo company: what its generator knows, against what the pipeline found."""
import collections

import pyarrow.parquet as parquet

import trivsel_runs as runs

checks = runs.Checks("Demo company, generator's truth")
exports, run, truth = runs.demo()
published = runs.export(run)
root = next(line.split(",")[0] for line in (exports / "departments_2026-10-31.csv").read_text().splitlines()[1:]
            if line.split(",")[1] == "")


def cell(metric, period, breakdown="", department=root):
    return published.get((metric, department, period, breakdown))


# Rows: each dirty record of the generator is in quarantine under its own line, and nothing else is.
quarantined = collections.defaultdict(list)
for row in parquet.read_table(run / "1-ingest" / "quarantine.parquet").to_pylist():
    quarantined[row["source_file"]].append((row["line"], row["reason"]))
files = {entry["file"]: entry for entry in runs.manifest(run, "1-ingest")["files"]}
kinds = collections.Counter()
for name, told in truth["files"].items():
    if not checks.that(name in files, f"{name} was read", sorted(files)):
        continue
    counted = files[name]
    checks.equal(counted["rows_in"], told["rows"], f"{name}: rows in")
    checks.equal(counted["quarantined"], told["quarantined"], f"{name}: rows in quarantine")
    checks.equal(counted["duplicates"], told["duplicates"], f"{name}: duplicates")
    checks.equal(counted["rows_out"], told["clean"], f"{name}: rows out")
    checks.equal(
        counted["rows_in"],
        counted["rows_out"] + counted["quarantined"] + counted["duplicates"] + counted["filtered"],
        f"{name}: rows are conserved")
    checks.equal(sum(counted["reasons"].values()), counted["quarantined"], f"{name}: a reason for each")
    lines = {line for dirty in told["dirty"].values() for line in dirty["lines"]}
    checks.equal(sorted({line for line, _ in quarantined[name]}), sorted(lines), f"{name}: lines in quarantine")
    # One kind of dirt in one file has one reason.
    reason_at = dict(quarantined[name])
    for kind, dirty in told["dirty"].items():
        kinds[kind] += dirty["count"]
        reasons = {reason_at.get(line) for line in dirty["lines"]}
        checks.equal(len(reasons), 1, f"{name}: {kind} has one reason, found {reasons}")
checks.group(f"{sum(kinds.values())} dirty rows of {len(kinds)} kinds are in quarantine, line by line; every row is accounted for")

CLASSES = ("voluntary", "involuntary", "other", "unknown")


def hidden_classes(leavers):
    """The classes of leavers that no cell may show: below two, and the smallest others while those hidden together, which
    are the total less the rest, are one class or below two."""
    hidden = [name for name in CLASSES if leavers[name] < 2]
    shown = [name for name in CLASSES if name not in hidden]
    while hidden and shown and (len(hidden) < 2 or sum(leavers[name] for name in hidden) < 2):
        smallest = min(shown, key=lambda name: (leavers[name], -CLASSES.index(name)))
        shown.remove(smallest)
        hidden.append(smallest)
    return hidden


def is_protected(cell):
    return cell is not None and cell.status in ("suppressed:extreme_share", "suppressed:remainder")


# Flow: headcounts, hires, leavers by class for each month at the root.
compared = 0
for month in truth["months"]:
    period, average = month["month"], month["person_days"]
    for metric, expected in (
            ("headcount.opening", month["opening"]), ("headcount.closing", month["closing"]),
            ("flow.hires", month["hires"]), ("flow.rehires", month["rehires"]),
            ("flow.leavers", sum(month["leavers"].values())), ("flow.moves_in", 0), ("flow.moves_out", 0)):
        found = cell(metric, period)
        if checks.that(found is not None, f"{metric} {period}: a cell"):
            checks.equal(found.value, expected, f"{metric} {period}")
            compared += 1
    for name, expected in list(month["leavers"].items()) + [("total", sum(month["leavers"].values()))]:
        found = cell(f"turnover.{name}", period)
        if name != "total" and period == truth["last_month"]:
            # Why people left is sensitive: the running month waits until it is closed.
            checks.that(found is not None and found.status == "suppressed:open_period", f"turnover.{name} {period}", found)
            continue
        if name in hidden_classes(month["leavers"]):
            checks.that(is_protected(found), f"turnover.{name} {period}: too few of the leavers to show", found)
            continue
        if checks.that(found is not None and found.status == "published", f"turnover.{name} {period}: published", found):
            checks.equal(found.numerator, expected, f"turnover.{name} {period}: leavers")
            days = {1: 31, 2: 29 if period[:4] == "2024" else 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30,
                    10: 31, 11: 30, 12: 31}[int(period[5:])]
            checks.close(found.denominator, average / days, f"turnover.{name} {period}: average headcount")
            checks.close(found.value, 100 * expected * days / average, f"turnover.{name} {period}")
            compared += 1
checks.group(f"{compared} monthly figures of the company's flow and turnover equal the truth")

# Rolling twelve months.
for last in range(11, len(truth["months"])):
    window = truth["months"][last - 11:last + 1]
    period = f"{window[-1]['month']}/P12M"
    by_class = {name: sum(m["leavers"][name] for m in window) for name in CLASSES}
    for name in ("total", *CLASSES):
        leavers = sum(sum(m["leavers"].values()) if name == "total" else m["leavers"][name] for m in window)
        found = cell(f"turnover.rolling12.{name}", period)
        if name != "total" and period.startswith(truth["last_month"]):
            checks.that(found is not None and found.status == "suppressed:open_period", f"{name} {period}: open", found)
        elif name in hidden_classes(by_class):
            checks.that(is_protected(found), f"turnover.rolling12.{name} {period}: too few to show", found)
        elif checks.that(found is not None, f"turnover.rolling12.{name} {period}: a cell"):
            checks.equal(found.numerator, leavers, f"turnover.rolling12.{name} {period}")
checks.group(f"{len(truth['months']) - 11} rolling years of turnover equal the truth")

# Absence: the closed months are there, as the generator counts them (it does not round the minutes of a day, so a hair
# apart; demo_sql.py compares to the minute), and winter is worse than summer.
rates = {}
for month in truth["months"]:
    found = cell("absence.rate", month["month"])
    if found is not None and found.status == "published":
        rates[month["month"]] = found.value
        told = 100 * month["sickness_minutes_e4"] / month["scheduled_minutes_e4"]
        checks.that(abs(found.value - told) < 0.002, f"absence.rate {month['month']}", found.value, told)
checks.equal(sorted(rates), [m["month"] for m in truth["months"][:-1]], "absence is published for the closed months, no other")
season = truth["stories"]["season"]
winter, summer = ([value for month, value in rates.items() if int(month[5:]) in season[which]]
                  for which in ("sickness_high", "sickness_low"))
checks.that(sum(winter) / len(winter) > sum(summer) / len(summer), "winter is worse than summer", winter, summer)
checks.group(f"absence rates of {len(rates)} closed months follow the truth: {sum(winter) / len(winter):.1f} % in winter, "
             f"{sum(summer) / len(summer):.1f} % in summer")

# Survey: invitations and responses of every wave, and of every department that is shown.
shown = 0
children = collections.defaultdict(list)
for line in (exports / "departments_2026-10-31.csv").read_text().splitlines()[1:]:
    identity, parent = line.split(",")[:2]
    children[parent].append(identity)


def subtree(identity):
    yield identity
    for child in children[identity]:
        yield from subtree(child)


for wave in truth["survey"]:
    for department in subtree(root):
        found = cell("participation.response_rate", f"wave:{wave['wave']}", department=department)
        if found is None or found.status != "published":
            continue
        inside = [wave["departments"].get(d, {"invited": 0, "responses": 0}) for d in subtree(department)]
        invited, responses = sum(d["invited"] for d in inside), sum(d["responses"] for d in inside)
        if invited:
            shown += 1
            checks.equal((found.numerator, found.denominator), (min(responses, invited), invited),
                         f"response rate {wave['wave']} {department}")
checks.that(shown >= len(truth["survey"]), "response rates are shown", shown)
checks.group(f"{shown} response rates of {len(truth['survey'])} waves equal the truth")

# The story: the department in trouble stands out in the last closed months.
trouble = truth["stories"]["trouble"]
if trouble:
    def rolling(metric, department):
        periods = [p for (m, d, p, b), c in published.items() if m == metric and d == department and not b
                   and p.endswith("/P12M") and c.status == "published" and c.value is not None]
        return published[(metric, department, max(periods), "")].value if periods else None

    there, everywhere = (rolling("turnover.rolling12.total", d) for d in (trouble["department"], root))
    if checks.that(there is not None and there > everywhere, "turnover: trouble stands out", there, everywhere):
        checks.group(f"turnover over 12 months: {there:.1f} % in {trouble['name']}, {everywhere:.1f} % in the company")
checks.finish()
