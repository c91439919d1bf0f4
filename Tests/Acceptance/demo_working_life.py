"""What a working life holds besides employment and absence, of the demo company, computed once more in SQL by DuckDB from the
exports: no person keys, no sorted timelines, plain joins. Compared with every published cell, by month and by year."""

import demo_exports_sql as demo_sql
import trivsel_runs as runs

FILES = ["check_ins", "reviews", "onboarding_steps", "promotions", "recognitions", "exit_interviews", "recruitment"]

# By unit and period: numerator and denominator.
SHARES = {
    "participation.no_show_rate": """
        select unit, period, count(*) filter (attended <> 'Y'), count(*) from participation p
        join events e using (event_id) join periods on date::date >= first and date::date < next
        join spans s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
        where registered = 'Y' and mandatory = 'N' group by all""",
    "participation.completion_rate": """
        select unit, period, count(*) filter (attended = 'Y'), count(*) from participation p
        join events e using (event_id) join periods on date::date >= first and date::date < next
        join spans s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
        where (registered = 'Y' or invited = 'Y') and mandatory = 'Y' and kind = 'training' group by all""",
    "participation.review_completion": """
        select unit, period, count(*) filter (completed_day is not null), count(*) from reviews r
        join periods on due_day >= first and due_day < next
        join spans s on s.person = r.person and s.from_day <= due_day and s.end_day > due_day group by all""",
    "onboarding.first_checkin14": """
        select unit, period, count(*) filter (exists (
            select 1 from check_ins c where c.person = s.person and c.held = 'yes' and c.day >= hired and c.day < hired + 14)),
          count(*)
        from spans s join periods on hired + 14 >= first and hired + 14 < next
        where from_day = hired and hired + 14 <= (select as_of_day + 1 from delivery) group by all""",
    "retention.recognition_reach": """
        with employed as (select unit, period, count(distinct person) as n from spans, periods
                          where from_day < next and end_day > first group by all),
             seen as (select unit, period, count(distinct r.person) as n from recognitions r
                      join periods on r.day >= first and r.day < next
                      join spans s on s.person = r.person and s.from_day <= r.day and s.end_day > r.day group by all)
        select unit, period, coalesce(seen.n, 0), employed.n from employed left join seen using (unit, period)""",
    "offboarding.exit_coverage": """
        select unit, period, count(*) filter (covered), count(*) from leavers
        join periods on last_day >= first and last_day < next group by all""",
    "offboarding.would_recommend": """
        select unit, period, count(*) filter (recommends = 'yes'), count(*) from leavers
        join periods on last_day >= first and last_day < next where recommends <> '' group by all""",
    "offboarding.would_return": """
        select unit, period, count(*) filter (returns = 'yes'), count(*) from leavers
        join periods on last_day >= first and last_day < next where returns <> '' group by all""",
    "recruitment.offer_acceptance": """
        select ancestor, period, count(*) filter (outcome = 'accepted'), count(*) from recruitment
        join tree on node = department join periods on decided_day >= first and decided_day < next
        where outcome in ('accepted', 'declined') and decided_day <= (select as_of_day from delivery) group by all""",
    "development.internal_fill": """
        select ancestor, period, count(*) filter (internal = 'yes'), count(*) from recruitment
        join tree on node = department join periods on decided_day >= first and decided_day < next
        where outcome = 'accepted' and decided_day <= (select as_of_day from delivery) group by all""",
    "recruitment.source_mix#referral": """
        select ancestor, period, count(*) filter (source = 'referral'), count(*) from recruitment
        join tree on node = department join periods on decided_day >= first and decided_day < next
        where outcome = 'accepted' and decided_day <= (select as_of_day from delivery) group by all""",
    "recruitment.applicants_per_opening": """
        select ancestor, period, sum(applications), count(*) from (
          select opening, any_value(department) as department, min(posted_day) as posted_day,
                 count(*) filter (applied_day <= (select as_of_day from delivery)) as applications
          from recruitment group by opening)
        join tree on node = department join periods on posted_day >= first and posted_day < next
        where posted_day <= (select as_of_day from delivery) group by all""",
}
# The numerator alone; its denominator is the average headcount.
COUNTS = {
    "development.promotions": """
        select unit, period, count(*) filter (kind = 'promotion') from promotions p
        join periods on day >= first and day < next
        join spans s on s.person = p.person and s.from_day <= day and s.end_day > day group by all""",
    "development.internal_moves": """
        select unit, period, count(*) from promotions p join periods on day >= first and day < next
        join spans s on s.person = p.person and s.from_day <= day and s.end_day > day group by all""",
    "participation.hours_per_employee#voluntary": """
        select unit, period, sum(hours::double) from participation p join events e using (event_id)
        join periods on date::date >= first and date::date < next
        join spans s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
        where attended = 'Y' and mandatory = 'N' and kind = 'training' group by all""",
    "participation.hours_per_employee#mandatory": """
        select unit, period, sum(hours::double) from participation p join events e using (event_id)
        join periods on date::date >= first and date::date < next
        join spans s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
        where attended = 'Y' and mandatory = 'Y' and kind = 'training' group by all""",
    # Employees with a one-to-one in the month; of a year, by the days of its months.
    "participation.checkin_coverage": """
        select unit, p.period, sum(days * persons)::double / any_value(p.next - p.first) from (
          select unit, m.first, any_value(m.next - m.first) as days, count(distinct c.person) as persons
          from check_ins c join months m on c.day >= m.first and c.day < m.next
          join spans s on s.person = c.person and s.from_day <= c.day and s.end_day > c.day
          where held = 'yes' and kind = 'one_to_one' group by unit, m.first) t
        join periods p on t.first >= p.first and t.first < p.next group by unit, p.period""",
}
MEDIANS = {
    "recruitment.time_to_fill": """
        select ancestor, period, quantile_cont(filled - approved_day, 0.5) from (
          select opening, any_value(department) as department, min(approved_day) as approved_day,
                 min(decided_day) filter (outcome = 'accepted') as filled from recruitment group by opening)
        join tree on node = department join periods on filled >= first and filled < next
        where filled <= (select as_of_day from delivery) group by all""",
    "recruitment.time_to_hire": """
        select ancestor, period, quantile_cont(decided_day - applied_day, 0.5) from recruitment
        join tree on node = department join periods on decided_day >= first and decided_day < next
        where outcome = 'accepted' and decided_day <= (select as_of_day from delivery) group by all""",
}


def prepared(exports, truth):
    """The database of the other script, with the files of a working life, the years and the leavers."""
    database = demo_sql.build(exports, truth)
    for name in FILES:
        file = f"{name}_{truth['delivery_date']}.csv"
        demo_sql.load(database, f"{name}_text", exports / file, truth["files"][file], ",")
        columns = [row[0] for row in database.execute(f"describe {name}_text").fetchall()]
        days = ", ".join(f"nullif({c}, '')::date as {c}" if c == "day" or c.endswith("_day") else c for c in columns)
        database.execute(f"create table {name} as select {days} from {name}_text")
    database.execute("create table delivery as select ?::date as as_of_day", [truth["delivery_date"]])
    database.execute("""
        create table periods as
          select month as period, first, next from months
          union all
          select strftime(first, '%Y'), min(first), max(next) from months group by 1 having count(*) = 12;
        -- The last answers between a hire and the next one; exit interviews of nobody who is still there.
        create table leavers as
          select unit, s.last_day, count(e.person) > 0 as covered,
            coalesce(last(would_recommend order by e.day) filter (would_recommend <> ''), '') as recommends,
            coalesce(last(would_return order by e.day) filter (would_return <> ''), '') as returns
          from (select *, (select min(h.hired) from rows h where h.person = x.person and h.hired > x.last_day) as again
                from spans x where end_day = last_day + 1) s
          left join exit_interviews e on e.person = s.person and e.day >= s.hired
            and e.day < coalesce(s.again, date '9999-01-01')
          where s.last_day <= (select as_of_day from delivery)
          group by unit, s.person, s.last_day
    """)
    return database


def main():
    checks = runs.Checks("Working life in SQL")
    folder = runs.fresh("demo-working-life")
    runs.must("demo", "--employees", 1000, "--months", 36, "--seed", 42, "--out", folder / "input", "--working-life")
    run = runs.run_pipeline("working-life.yaml", folder / "work", "--input", folder / "input")
    truth = runs.json.loads((folder / "input" / "truth.json").read_text())
    published = runs.export(run)
    database = prepared(folder / "input", truth)
    periods = {period for (period,) in database.execute("select period from periods").fetchall()}
    units = {unit for (unit,) in database.execute("select distinct ancestor from tree").fetchall()}

    def cells(metric):
        for (name, unit, period, breakdown), cell in published.items():
            if name == metric and period in periods and unit in units and not breakdown and cell.status == "published":
                yield unit, period, cell

    for metric, query in SHARES.items():
        expected = {(unit, period): values for unit, period, *values in database.execute(query).fetchall()}
        compared = 0
        for unit, period, cell in cells(metric):
            if cell.value is None:
                continue
            checks.equal([cell.numerator, cell.denominator], [float(v) for v in expected.get((unit, period), (0, 0))],
                         f"{metric} {unit} {period}")
            scale = 1 if metric == "recruitment.applicants_per_opening" else 100
            checks.close(cell.value, scale * cell.numerator / cell.denominator, f"{metric} {unit} {period}: value")
            compared += 1
        checks.that(compared > 0, f"{metric} is published")
        checks.group(f"{metric}: {compared} cells agree")
    averages = {(unit, period): value for unit, period, value in database.execute("""
        select unit, period, sum(least(end_day, next) - greatest(from_day, first))::double / any_value(next - first)
        from spans, periods where from_day < next and end_day > first group by all""").fetchall()}
    for metric, query in COUNTS.items():
        expected = {(unit, period): value for unit, period, value in database.execute(query).fetchall()}
        compared = 0
        for unit, period, cell in cells(metric):
            checks.close(cell.numerator, float(expected.get((unit, period), 0)), f"{metric} {unit} {period}")
            checks.close(cell.denominator, averages.get((unit, period), 0), f"{metric} {unit} {period}: headcount")
            compared += 1
        checks.that(compared > 0, f"{metric} is published")
        checks.group(f"{metric}: {compared} cells agree")
    for metric, query in MEDIANS.items():
        expected = {(unit, period): value for unit, period, value in database.execute(query).fetchall()}
        compared = 0
        for unit, period, cell in cells(metric):
            checks.close(cell.value, expected.get((unit, period)), f"{metric} {unit} {period}")
            compared += 1
        checks.that(compared > 0, f"{metric} is published")
        checks.group(f"{metric}: {compared} cells agree")

    # Groups are compared where both are published, and only there.
    reach = {key[1:]: cell for key, cell in published.items() if key[0] in ("participation.reach", "participation.reach12")}
    compared = 0
    for (name, unit, period, breakdown), cell in published.items():
        if name != "participation.gap":
            continue
        group, reference = breakdown.split(" vs ")
        demographic = group.split("=")[0]
        one, other = reach[unit, period, group], reach[unit, period, f"{demographic}={reference}"]
        both = one.status == other.status == "published"
        checks.equal(cell.status == "published", both, f"gap {unit} {period} {breakdown}")
        if both and cell.value is not None:
            checks.close(cell.value, one.value - other.value, f"gap {unit} {period} {breakdown}", 1e-9)
            checks.equal(cell.n, one.n + other.n, f"gap {unit} {period} {breakdown}: persons")
            checks.that(cell.low <= cell.value <= cell.high, f"gap {unit} {period} {breakdown}: interval")
            compared += 1
    checks.that(compared > 0, "gaps are published")
    checks.group(f"participation.gap: {compared} cells agree with the reach of their groups")
    checks.finish()


if __name__ == "__main__":
    main()
