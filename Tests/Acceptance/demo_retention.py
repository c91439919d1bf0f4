"""The demo company's survival curves, half-lives and spans of control, computed once more from the normalized timelines.

Plain loops over every segment for every unit, without merging, rolling up or shards: late entries from the first day of the
month in which anybody is known to have left, moves out of a unit as the end of a stay there. What the gate withheld is not
looked at.
"""
import collections
import datetime
import sys

import pyarrow.parquet

import trivsel_runs as runs

EPOCH = datetime.date(1970, 1, 1)
RUNS_ON = 10 ** 9
MONTH = 365.25 / 12
POINTS = [30, 91, 183, 365, 730, 1096, 3652]


def day(value):
    return RUNS_ON if value is None else (value - EPOCH).days


def date(number):
    return EPOCH + datetime.timedelta(days=number)


class Company:
    def __init__(self, folder, as_of):
        self.as_of = as_of
        tree = pyarrow.parquet.read_table(folder / "departments.parquet").to_pylist()
        self.ids = [unit["department"] for unit in tree]
        self.ends = [unit["subtree_end"] for unit in tree]
        rows = pyarrow.parquet.read_table(folder / "assignments.parquet").to_pylist()
        first_end = min(row["end_day"] for row in rows if row["end_day"] is not None) - datetime.timedelta(days=1)
        self.leavers_from = day(first_end.replace(day=1))
        self.people = collections.defaultdict(list)
        for row in rows:
            self.people[row["person_key"]].append(row)
        for own in self.people.values():
            own.sort(key=lambda row: row["first_day"])

    def stays(self, unit, year):
        """(entry, exit, left) in days of tenure, one a segment in the unit."""
        for own in self.people.values():
            known = True
            for row in own:
                if row["starts"] != "change":
                    known = row["starts"] != "observed"
                hired = day(row["spell_first_day"])
                if not known or not unit <= row["department"] < self.ends[unit] or year not in (None, date(hired).year):
                    continue
                first = max(day(row["first_day"]), self.leavers_from)
                end = min(day(row["end_day"]), self.as_of + 1)
                if first < end:
                    left = row["leaves"] is not None and day(row["end_day"]) <= self.as_of + 1
                    yield first - hired, end - hired, left

    def curve(self, unit, year=None):
        """(t0, end, [(after, day, at risk, S)], median), or None."""
        entries, exits, events = (collections.Counter() for _ in range(3))
        for entry, end, left in self.stays(unit, year):
            entries[entry] += 1
            exits[end] += 1
            events[end] += left
        days = sorted(set(entries) | set(exits))
        at_risk, spans = 0, []
        for before, now in zip([None] + days, days):
            if before is not None:
                spans.append((before, now, at_risk, events[now]))
            at_risk += entries[now] - exits[now]
        stretches, stretch = [], []
        for span in spans + [(0, 0, 0, 0)]:
            if span[2] >= 10:
                stretch.append(span)
            elif stretch:
                stretches.append(stretch)
                stretch = []
        if sum(events.values()) < 5 or not stretches:
            return None
        # The first of those with the most events.
        stretch = max(stretches, key=lambda spans: sum(span[3] for span in spans))
        survival, steps, median = 1.0, [], None
        for before, now, persons, left in stretch:
            survival *= 1 - left / persons
            steps.append((before, now, persons, survival))
            # Half of whole numbers, less what the division lost.
            if median is None and survival <= 0.5 + 1e-12:
                median = now
        return stretch[0][0], stretch[-1][1], steps, median

    def spans(self, last):
        """By unit: managers of the closing and their reports."""
        there = {}
        for key, own in self.people.items():
            for row in own:
                end = day(row["end_day"])
                if day(row["first_day"]) <= last < end and (last + 1 < end or row["leaves"] is None):
                    there[key] = row
        reports = collections.Counter(row["manager_key"] for row in there.values() if row["manager_key"] is not None)
        managers = [(there[key]["department"], count) for key, count in reports.items() if key in there]
        return [
            (sum(unit <= place < self.ends[unit] for place, _ in managers),
             sum(count for place, count in managers if unit <= place < self.ends[unit]))
            for unit in range(len(self.ids))
        ]


def at(curve, tenure):
    start, end, steps, _ = curve
    if not start < tenure <= end:
        return None
    survival = 1.0
    for before, now, persons, share in steps:
        if now <= tenure:
            survival = share
        if before < tenure <= now:
            return (share if now == tenure else survival), persons
    return None


def months(days):
    return None if days is None else days / MONTH


def compare(checks, company, published, period):
    def near(found, expected):
        return (found is None) == (expected is None) and (found is None or abs(found - expected) <= 0.05 + 1e-9)

    counts = collections.Counter()
    for unit, name in enumerate(company.ids):
        curve = company.curve(unit)
        for tenure in POINTS:
            cell = published.get((f"retention.survival#{tenure}", name, period, ""))
            if cell is None or cell.status != "published":
                continue
            expected = at(curve, tenure) if curve else None
            if checks.that(expected is not None, f"{name}: the curve reaches day {tenure}"):
                share, at_risk = expected
                checks.that(near(cell.value, share * 100), f"{name} day {tenure}", cell.value, share)
                checks.equal(cell.n, at_risk // 5 * 5, f"{name} day {tenure}: at risk in fives")
                counts["points"] += 1
        cell = published[("retention.survival.median", name, period, "")]
        if cell.status == "published" and checks.that(curve is not None, f"{name} has a curve"):
            checks.that(near(cell.value, months(curve[3])), f"{name}: median", cell.value, curve[3])
            counts["medians"] += 1
        for year in (date(company.as_of).year - 1, date(company.as_of).year):
            cell = published.get((f"retention.half_life#{year}", name, period, ""))
            if cell is None or cell.status != "published":
                continue
            cohort = company.curve(unit, year)
            if checks.that(cohort is not None and cohort[0] == 0, f"{name}: hires of {year} are seen from the start"):
                checks.that(near(cell.value, months(cohort[3])), f"{name}: half-life {year}", cell.value, cohort[3])
                counts["half-lives"] += 1
    for kind in ("points", "medians", "half-lives"):
        checks.that(counts[kind] > 0, f"{kind} are published")
    checks.group("retention: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) + " agree")

    compared = 0
    first = date(company.as_of).replace(day=1)
    for _ in range(6):
        last = first - datetime.timedelta(days=1)
        first = last.replace(day=1)
        for unit, (managers, reports) in enumerate(company.spans((last - EPOCH).days)):
            cell = published.get(("span_of_control.mean", company.ids[unit], f"{last:%Y-%m}", ""))
            if cell is not None and cell.status == "published":
                found = (cell.numerator, cell.denominator)
                checks.equal(found, (reports, managers), f"{company.ids[unit]} {last:%Y-%m}: reports, managers")
                compared += 1
    checks.that(compared > 0, "spans of control are published")
    checks.group(f"span_of_control.mean: {compared} cells agree")


def main():
    checks = runs.Checks("the demo company's retention")
    _, run, _ = runs.demo()
    as_of = datetime.date.fromisoformat(run.name)
    compare(checks, Company(run / "2-normalize", (as_of - EPOCH).days), runs.export(run), run.name)
    checks.finish()


if __name__ == "__main__":
    sys.exit(main())
