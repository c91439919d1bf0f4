"""The demo company's exports in SQL: some figures of every department, computed once more by DuckDB.

`demo_sql.py` judges every metric, from the normalized timelines; this script judges what lies before them. An independent way to the figures: no person keys, no sorted timelines, plain joins over the rows that the generator
calls clean. Compared with every published cell of these metrics; what the gate withheld is not looked at.
"""
import csv
import io

import duckdb
import holidays

import trivsel_runs as runs


def clean_records(path, told, encoding="utf-8-sig"):
    """The lines of an export that the generator calls clean, header first. No record of the clean ones spans lines."""
    dropped = set(told["duplicate_lines"]) | {line for dirty in told["dirty"].values() for line in dirty["lines"]}
    lines = path.read_bytes().decode(encoding, errors="replace").split("\n")
    return [line.rstrip("\r") for number, line in enumerate(lines, 1) if number not in dropped and line.strip()]


def load(database, name, path, told, delimiter):
    rows = list(csv.reader(io.StringIO("\n".join(clean_records(path, told))), delimiter=delimiter))
    header = rows[0]
    kept = [row for row in rows[1:] if len(row) == len(header)]
    columns = ", ".join(f'"{column}" varchar' for column in header)
    database.execute(f"create table {name} ({columns})")
    for start in range(0, len(kept), 5000):
        part = kept[start:start + 5000]
        columns = [[row[i] for row in part] for i in range(len(header))]
        database.execute(f"insert into {name} select " + ", ".join(f"unnest(?::varchar[])" for _ in header), columns)
    return len(kept)


def build(exports, truth):
    """A database with segments of employment, the tree and the months."""
    database = duckdb.connect()
    database.execute("set threads to 2")
    for name, delimiter in (("departments", ","), ("employees", ";"), ("participation", ","), ("events", ","),
                            ("absences", ";")):
        file = f"{name}_{truth['delivery_date']}.csv"
        load(database, name, exports / file, truth["files"][file], delimiter)
    database.execute("""
        create function day_of(t) as strptime(nullif(t, ''), '%d.%m.%Y')::date;
        create table rows as
          select employee_no as person, day_of(valid_from) as from_day, department, day_of(hire_date) as hired,
                 day_of(termination_date) as last_day, termination_reason as reason, country,
                 replace(fte, ',', '.')::decimal(9, 4) as fte
          from employees;
        -- A row holds until the person's next row or the end of the employment.
        create table segments as
          select *, least(coalesce(next_day, date '9999-01-01'), coalesce(last_day + 1, date '9999-01-01'))::date as end_day
          from (select *, lead(from_day) over (partition by person order by from_day) as next_day from rows)
          where least(coalesce(next_day, date '9999-01-01'), coalesce(last_day + 1, date '9999-01-01')) > from_day;
        create table tree as
          with recursive up(node, ancestor) as (
            select id, id from departments
            union all
            select up.node, d.parent_id from up join departments d on d.id = up.ancestor where d.parent_id <> '')
          select node, ancestor from up;
        create table spans as select s.*, t.ancestor as unit from segments s join tree t on t.node = s.department;
    """)
    database.execute("""
        create table months as
          select strftime(m, '%Y-%m') as month, m::date as first, (m + interval 1 month)::date as next
          from generate_series((? || '-01')::timestamp, (? || '-01')::timestamp, interval 1 month) g(m)
    """, [truth["first_month"], truth["last_month"]])
    return database


QUERIES = {
    "headcount.opening": """
        select unit, month, count(distinct person) from spans, months
        where from_day < first and end_day > first - 1 and (last_day is null or last_day <> first - 1 or end_day > first)
        group by all""",
    "headcount.closing": """
        select unit, month, count(distinct person) from spans, months
        where from_day < next and end_day > next - 1 and (last_day is null or last_day <> next - 1 or end_day > next)
        group by all""",
    "headcount.average": """
        select unit, month, sum(least(end_day, next) - greatest(from_day, first))::double / any_value(next - first)
        from spans, months where from_day < next and end_day > first group by all""",
    "fte.average": """
        select unit, month, sum(fte * (least(end_day, next) - greatest(from_day, first)))::double / any_value(next - first)
        from spans, months where from_day < next and end_day > first group by all""",
    "flow.hires": """
        select unit, month, count(*) from spans, months where from_day = hired and hired >= first and hired < next
        group by all""",
    "flow.leavers": """
        select unit, month, count(*) from spans, months
        where end_day = last_day + 1 and last_day >= first and last_day < next group by all""",
    "flow.moves_in": """
        select t.ancestor, month, count(*) from segments a
        join segments b on a.person = b.person and a.end_day = b.from_day
        join months on b.from_day >= first and b.from_day < next
        join tree t on t.node = b.department
        where not exists (select 1 from tree o where o.node = a.department and o.ancestor = t.ancestor)
        group by all""",
    "flow.moves_out": """
        select t.ancestor, month, count(*) from segments a
        join segments b on a.person = b.person and a.end_day = b.from_day
        join months on b.from_day >= first and b.from_day < next
        join tree t on t.node = a.department
        where not exists (select 1 from tree o where o.node = b.department and o.ancestor = t.ancestor)
        group by all""",
    "turnover.total": """
        with leavers as (select unit, month, count(*) as n from spans, months
                         where end_day = last_day + 1 and last_day >= first and last_day < next group by all),
             days as (select unit, month, sum(least(end_day, next) - greatest(from_day, first))::double
                             / any_value(next - first) as average
                      from spans, months where from_day < next and end_day > first group by all)
        select unit, month, 100.0 * coalesce(n, 0) / average from days left join leavers using (unit, month)""",
    "turnover.total.two_point": """
        with leavers as (select unit, month, count(*) as n from spans, months
                         where end_day = last_day + 1 and last_day >= first and last_day < next group by all),
             ends as (
               select unit, month,
                 count(distinct person) filter (from_day < first and end_day > first - 1
                   and (last_day is null or last_day <> first - 1 or end_day > first))
                 + count(distinct person) filter (from_day < next and end_day > next - 1
                   and (last_day is null or last_day <> next - 1 or end_day > next)) as both_ends
               from spans, months group by all)
        select unit, month, 200.0 * coalesce(n, 0) / both_ends from ends left join leavers using (unit, month) where both_ends > 0""",
}
# Counts are zero where SQL has no row.
COUNTS = {"headcount.opening", "headcount.closing", "flow.hires", "flow.leavers", "flow.moves_in", "flow.moves_out"}


def main():
    checks = runs.Checks("Demo company's exports in SQL")
    exports, run, truth = runs.demo()
    published = runs.export(run)
    database = build(exports, truth)
    months = {month for (month,) in database.execute("select month from months").fetchall()}
    units = {unit for (unit,) in database.execute("select distinct ancestor from tree").fetchall()}

    for metric, query in QUERIES.items():
        expected = {(unit, month): value for unit, month, value in database.execute(query).fetchall()}
        compared = 0
        for (name, unit, period, breakdown), cell in published.items():
            if name != metric or period not in months or breakdown or cell.status != "published" or unit not in units:
                continue
            value = expected.get((unit, period), 0 if metric in COUNTS or metric.endswith("average") else None)
            if value is None and cell.value is None:
                continue
            checks.close(cell.value, value, f"{metric} {unit} {period}", 1e-9)
            compared += 1
        checks.that(compared > len(months), f"{metric} is published", compared)
        checks.group(f"{metric}: {compared} cells of {len(units)} departments and {len(months)} months agree")

    # Attendance of the company and its parts, voluntary events: invited and attended among the invited.
    expected = {(unit, month): (came, asked) for unit, month, came, asked in database.execute("""
        select unit, month, count(*) filter (attended = 'Y'), count(*) from participation p
        join events e using (event_id) join months on date::date >= first and date::date < next
        join spans s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
        where invited = 'Y' and mandatory = 'N' group by all""").fetchall()}
    compared = 0
    for (name, unit, period, breakdown), cell in published.items():
        if name == "participation.attendance_rate" and period in months and not breakdown and cell.value is not None:
            checks.equal((cell.numerator, cell.denominator), expected.get((unit, period)), f"{name} {unit} {period}")
            compared += 1
    checks.that(compared > 0, "attendance is published")
    checks.group(f"participation.attendance_rate: {compared} cells agree")

    # Own sickness in minutes of work, by the full-time week and the public holidays of the person's country, each day
    # rounded half to even.
    years = range(int(truth["first_month"][:4]) - 1, int(truth["last_month"][:4]) + 2)
    database.execute("create table holiday(country varchar, day date)")
    database.execute("create table full_day(country varchar, minutes int)")
    for country, theirs, hours in (("NO", holidays.Norway, 37.5), ("DK", holidays.Denmark, 37), ("SE", holidays.Sweden, 40),
                                   ("FI", holidays.Finland, 40), ("IS", holidays.Iceland, 40)):
        database.execute("insert into holiday select ?, unnest(?::date[])", [country, sorted(theirs(years=years))])
        database.execute("insert into full_day values (?, ?)", [country, round(hours * 12)])
    database.execute("""
        create table workday as select d::date as day, strftime(d, '%Y-%m') as month
          from generate_series((select min(first) from months)::timestamp, (select max(next) - 1 from months)::timestamp,
                               interval 1 day) g(d)
          where isodow(d) <= 5;
        create table shift as
          select person, department, w.day, month, round_even(minutes * fte::double, 0) as minutes
          from segments s join full_day using (country) join workday w on w.day >= from_day and w.day < end_day
          where not exists (select 1 from holiday h where h.country = s.country and h.day = w.day);
        create table away as
          select employee_no as person, day_of("from") as from_day, coalesce(day_of("to"), date '9999-01-01') as to_day,
                 case when hours_per_day <> '' then replace(hours_per_day, ',', '.')::double * 60 end as day_minutes,
                 coalesce(nullif(replace(grade_percent, ',', '.'), '')::double, 100) / 100 as grade
          from absences where absence_type in ('Egenmelding', 'Sykmelding');
        create table lost as
          select s.person, s.department, s.day, s.month,
                 least(sum(least(round_even(coalesce(day_minutes, s.minutes) * grade, 0), s.minutes)), any_value(s.minutes))
                   as minutes
          from shift s join away a on a.person = s.person and s.day >= a.from_day and s.day <= a.to_day
          group by all
    """)
    expected = {(unit, month): (absent, scheduled) for unit, month, absent, scheduled in database.execute("""
        with there as (select ancestor, month, sum(minutes) as scheduled from shift join tree on node = department group by all),
             absent as (select ancestor, month, sum(minutes) as absent from lost join tree on node = department group by all)
        select ancestor, month, coalesce(absent, 0), scheduled from there left join absent using (ancestor, month)
    """).fetchall()}
    compared = 0
    for (name, unit, period, breakdown), cell in published.items():
        if name == "absence.rate" and period in months and not breakdown and cell.status == "published" and cell.value is not None:
            absent, scheduled = expected[unit, period]
            checks.equal((cell.numerator, cell.denominator), (absent, scheduled), f"{name} {unit} {period}: minutes")
            checks.close(cell.value, 100 * absent / scheduled, f"{name} {unit} {period}")
            compared += 1
    checks.that(compared >= len(months) - 1, "absence is published", compared)
    checks.group(f"absence.rate: minutes of {compared} cells agree")

    # Whom initiatives reached: distinct persons who came, among those employed at any time in the month.
    expected = {(unit, month): (came, there) for unit, month, came, there in database.execute("""
        with came as (
               select ancestor, month, count(distinct person) as came from participation p
               join events e using (event_id) join months on date::date >= first and date::date < next
               join segments s on s.person = p.employee_no and s.from_day <= date::date and s.end_day > date::date
               join tree on node = department where attended = 'Y' and mandatory = 'N' group by all),
             there as (select unit as ancestor, month, count(distinct person) as there from spans, months
                       where from_day < next and end_day > first group by all)
        select ancestor, month, coalesce(came, 0), there from there left join came using (ancestor, month)
    """).fetchall()}
    compared = 0
    for (name, unit, period, breakdown), cell in published.items():
        if name == "participation.reach" and period in months and not breakdown and cell.value is not None:
            checks.equal((cell.numerator, cell.denominator), expected.get((unit, period)), f"{name} {unit} {period}")
            compared += 1
    checks.that(compared > 0, "reach is published")
    checks.group(f"participation.reach: {compared} cells agree")
    checks.finish()


if __name__ == "__main__":
    main()
