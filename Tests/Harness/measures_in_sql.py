"""The measures of a run, computed once more in SQL from its normalized timelines.

An independent way to them: every day of every person is a row, and everything is counted day by day; there are no
segments to walk along, no shards, no running totals and no tree to carry sums up, but a join with the ancestors. What it
shares with the program is the meaning of the columns of `2-normalize` and of the settings.

    database = build(run, settings)   # tables: unit, win, sums, moves, distincts, waves, items, indices

- `sums(brk, dept, m, <a column each>)`: `sum` measures at the department held, month m of the grid (0 is the first)
- `distincts(brk, unit, w, <a column each>)`: `distinct` measures at every unit, window w
- `brk` is '' for all persons and `name=group` for a group of them
"""
import dataclasses
import datetime
import re

import duckdb
import holidays

NATIONAL = {
    # country: (its public holidays, hours of a full-time week)
    "NO": (holidays.Norway, 37.5), "DK": (holidays.Denmark, 37), "SE": (holidays.Sweden, 40),
    "FI": (holidays.Finland, 40), "IS": (holidays.Iceland, 40),
}


@dataclasses.dataclass
class Settings:
    """What a pipeline says, as far as measures depend on it."""
    country: str = "NO"
    absence_classes: tuple = ("own_sickness",)
    short_days: int = 16
    bradford: tuple = (51, 201, 401, 601)
    age_bands: tuple = (30, 51)
    tenure_bands: tuple = (1, 3, 5, 10)
    breakdowns: tuple = ("gender", "age_band", "tenure_band", "country", "contract", "job_level")


def band_names(starts):
    """`<30`, `30-50`, `>50` for 30 and 51."""
    between = [f"{a}" if b - a == 1 else f"{a}-{b - 1}" for a, b in zip(starts, starts[1:])]
    return [f"<{starts[0]}", *between, f">{starts[-1] - 1}"]


def case_band(number, starts):
    """SQL: the name of the band that a number of whole years lies in."""
    names = band_names(starts)
    cases = " ".join(f"when {number} < {start} then '{name}'" for start, name in zip(starts, names))
    return f"case {cases} else '{names[-1]}' end"


def group(demographic, settings):
    """SQL over a row of `day`: the label of the group that holds on that day."""
    if demographic == "age_band":
        age = "year(day) - birth_year"
        return f"'age=' || case when coalesce(birth_year, 0) <= 0 then 'unknown' else {case_band(age, settings.age_bands)} end"
    if demographic == "tenure_band":
        # The anniversary of 29 February is 1 March in years without one.
        done = "served_years"
        return f"'tenure=' || case when not hire_known then 'unknown' else {case_band(done, settings.tenure_bands)} end"
    if demographic == "people_manager":
        return "'people_manager=' || case people_manager when true then 'yes' when false then 'no' else 'unknown' end"
    return f"'{demographic}=' || coalesce({demographic}, 'unknown')"


WINDOWS = [
    (r"(\d{4})-(\d\d)", lambda y, m: (y, m, 1)),
    (r"(\d{4})-(\d\d)/P12M", lambda y, m: (y, m, 12)),
    (r"(\d{4})-(\d\d)/P3M", lambda y, m: (y, m, 3)),
    (r"(\d{4})-(\d\d)/YTD", lambda y, m: (y, m, m)),
    (r"(\d{4})-Q(\d)", lambda y, q: (y, 3 * q, 3)),
    (r"(\d{4})", lambda y: (y, 12, 12)),
]


def window(label, fiscal_from):
    """(last month as year × 12 + month − 1, months) of a period of whole months; None for others."""
    for pattern, ends in WINDOWS:
        if found := re.fullmatch(pattern, label):
            year, month, count = ends(*map(int, found.groups()))
            return year * 12 + month - 1, count
    if found := re.fullmatch(r"FY(\d{4})(?:-Q(\d))?", label):
        # A fiscal year is named by the year in which it ends.
        year, quarter = int(found[1]), int(found[2] or 4)
        first = (year if fiscal_from == 1 else year - 1) * 12 + fiscal_from - 1
        return first + 3 * quarter - 1, 3 if found[2] else 12
    return None


def build(run, settings, as_of, periods, broken_down, fiscal_from=1):
    """A database of the run's measures.

    - periods: labels of the periods that figures are given for; those of whole months are windows
    - broken_down: those of them in which groups are told apart
    """
    tables = run / "2-normalize"
    database = duckdb.connect()
    database.execute("set threads to 2")
    for name in ("departments", "assignments", "absences", "participation", "survey_responses", "survey_invitations",
                 "waves"):
        # The order of the rows of a file is a part of it: of absences that overlap the earlier row counts first.
        database.execute(f"""create table {name} as
            select *, file_row_number as place from read_parquet('{tables / f"{name}.parquet"}', file_row_number = true)""")
    first_month = min(int(p[:4]) * 12 + int(p[5:7]) - 1 for p in periods if re.fullmatch(r"\d{4}-\d\d", p))
    grid_start = datetime.date(first_month // 12, first_month % 12 + 1, 1)
    for name, value in (("as_of", f"date '{as_of}'"), ("grid_start", f"date '{grid_start}'")):
        database.execute(f"create macro {name}() as {value}")
    database.execute(f"create macro month_of(d) as (year(d) * 12 + month(d) - 1 - {first_month})::int")
    # n ÷ d, rounded half to even; both are whole and not negative.
    database.execute("""create macro half_even(n, d) as
        n // d + case when 2 * (n % d) > d or (2 * (n % d) = d and (n // d) % 2 = 1) then 1 else 0 end""")
    database.execute("""
        create table ancestor as
          select u.position as unit, d.position as dept from departments u, departments d
          where u.position <= d.position and d.position < u.subtree_end;
        create table mon as
          select month_of(d) as m, d::date as first, (d + interval 1 month)::date as next, strftime(d, '%Y-%m') as label
          from generate_series(grid_start()::timestamp, as_of()::timestamp, interval 1 month) g(d)
    """)
    calendars(database, settings, as_of, grid_start)
    windows(database, periods, broken_down, first_month, fiscal_from)
    employment(database, settings)
    absence(database, settings)
    sum_measures(database, settings)
    distinct_measures(database, settings)
    survey(database)
    return database


def calendars(database, settings, as_of, grid_start):
    database.execute("create table holiday(country varchar, date date)")
    database.execute("create table week(country varchar, minutes int)")
    for country, (theirs, hours) in NATIONAL.items():
        days = theirs(years=range(grid_start.year - 3, as_of.year + 2))
        database.execute("insert into holiday select ?, unnest(?::date[])", [country, sorted(days)])
        database.execute("insert into week values (?, ?)", [country, round(hours * 60)])
    # A country without a calendar of its own has the pipeline's.
    database.execute(f"""
        create table nation as
          select distinct country, case when country in (select country from week) then country else '{settings.country}' end
            as calendar from assignments;
        create table workday as
          select w.country as calendar, d::date as day
          from generate_series(grid_start()::timestamp - interval 800 day, as_of()::timestamp, interval 1 day) g(d), week w
          where isodow(d) <= 5 and not exists (select 1 from holiday h where h.country = w.country and h.date = d::date);
        -- The last working day of each month, by the pipeline's calendar, on which persons are counted one by one.
        create table reference as
          select m, coalesce(max(day), any_value(least(next - 1, as_of()))) as day
          from mon left join workday on calendar = '{settings.country}' and day >= first and day < next and day <= as_of()
          group by m
    """)


def windows(database, periods, broken_down, first_month, fiscal_from):
    rows = []
    for label in sorted(periods):
        if found := window(label, fiscal_from):
            last, months = found
            rows.append((label, last - months + 1 - first_month, last + 1 - first_month, label in broken_down))
    database.execute("create table win(w varchar, m_first int, m_end int, broken_down bool)")
    database.executemany("insert into win values (?, ?, ?, ?)", rows)
    database.execute("""
        alter table win add column days bigint;
        alter table win add column first date;
        alter table win add column next date;
        update win set first = (grid_start() + to_months(m_first))::date,
                       next = least((grid_start() + to_months(m_end))::date, as_of() + 1);
        update win set days = next - first;
        create table month_in as select w, m from win, mon where m >= m_first and m < m_end
    """)


def employment(database, settings):
    """`segment`: rows that begin by the as-of day; `day`: every day employed, with what holds on it."""
    served = " + ".join(
        f"""(case when month(spell_first_day) = 2 and day(spell_first_day) = 29 and not (({y} % 4 = 0 and {y} % 100 <> 0) or {y} % 400 = 0)
              then make_date({y}, 3, 1) else make_date({y}, month(spell_first_day), day(spell_first_day)) end <= g.day)::int * {step}"""
        for years, step in zip(settings.tenure_bands,
                               [b - a for a, b in zip((0, *settings.tenure_bands), settings.tenure_bands)])
        for y in [f"(year(spell_first_day) + {years})"])
    database.execute(f"""
        create table segment as
          select *, coalesce(end_day, date '9999-12-31') as out_day,
            -- Whether the hire is known is said by the row with which the spell begins.
            coalesce(last_value(case when starts <> 'change' then starts end ignore nulls)
              over (partition by person_key order by first_day), '') <> 'observed' as hire_known
          from assignments
          where first_day <= as_of();
        create table held as
          select person_key as person, g.day, month_of(g.day) as m, department as dept, fte, calendar,
            half_even(fte::bigint * minutes, 50000) as shift, work.day is not null as works,
            gender, birth_year, s.country, location, contract, job_level, work_mode, people_manager, hire_known,
            {served} as served_years, spell_first_day, manager_key,
            -- Whose employment ends on a day is not of its closing.
            leaves is null or out_day > g.day + 1 as goes_on
          from (select s.*, n.calendar, w.minutes from segment s join nation n on n.country is not distinct from s.country
                join week w on w.country = n.calendar) s
          join (select d::date as day from generate_series(grid_start()::timestamp - interval 400 day, as_of()::timestamp,
                                                         interval 1 day) g(d)) g
            on g.day >= first_day and g.day < out_day
          left join workday work using (calendar, day);
    """)
    # A cell is a person in a department and in the same groups; what is the same on all of its days is told of it once.
    labels = [(f"g{number}", group(name, settings)) for number, name in enumerate(settings.breakdowns, 1)]
    names = "".join(f", {column}" for column, _ in labels)
    database.execute(f"""
        create table told as
          select *, case when works then shift else 0 end as scheduled{"".join(f", {label} as {column}" for column, label in labels)}
          from held;
        create table cell as
          select row_number() over () as cell, * from (select distinct person, dept, '' as g0{names} from told);
        create table day as
          select told.* exclude (served_years, birth_year, gender, country, location, contract, job_level, work_mode,
            people_manager{names}), cell from told join cell using (person, dept{names})
    """)


def absence(database, settings):
    """`away`: every day of a row of absence; `lost`: minutes by day and row; `spell`: rows put together."""
    counted = ", ".join(f"'{kind}'" for kind in settings.absence_classes)
    database.execute(f"""
        create table leave as
          select place, person_key as person, class, first_day, coalesce(end_day, date '9999-12-31') as out_day, grade,
            minutes_per_day, minutes_total, day_part, certificate, class in ({counted}) as counted
          from absences where person_key in (select person_key from segment);
        create table away as
          select d.*, l.place, l.class, l.counted, l.certificate,
            case when l.certificate = 'self' or l.grade is null then 1000 else greatest(l.grade, 200) end as agreed_grade,
            least(case when minutes_per_day is not null then half_even(minutes_per_day::bigint * coalesce(grade, 1000), 1000)
                       when day_part is not null then half_even(shift * day_part::bigint * coalesce(grade, 1000), 1000000)
                       else half_even(shift * coalesce(grade, 1000), 1000) end, shift) as asked
          from leave l join day d on d.person = l.person and d.day >= l.first_day and d.day < l.out_day;
        -- Rows that overlap add up to what was scheduled, the earlier row first.
        create table lost as
          select * exclude (upto, before, grades, grades_before),
            least(upto, shift) - least(before, shift) as minutes,
            (least(grades, 1000) - least(grades_before, 1000)) * fte::bigint as lost_days
          from (select *, sum(asked) over rising as upto, sum(asked) over rising - asked as before,
                  sum(agreed_grade) over rising as grades, sum(agreed_grade) over rising - agreed_grade as grades_before
                from away where works and counted
                window rising as (partition by person, day order by place));
    """)
    if database.execute("select count(*) from absences where minutes_total is not null").fetchone()[0]:
        raise SystemExit("measures_in_sql.py: a row gives the absent time of the whole row; the SQL spreads none")
    database.execute("""
        create table lost_all as
          select person, day, m, least(sum(asked), any_value(shift)) as minutes from away where works group by all;
        -- Rows of one class with no working day between them are one spell; the calendar is that of the first segment.
        create table spell_row as
          select l.*, n.calendar,
            max(out_day) over (partition by person, class order by place rows between unbounded preceding and 1 preceding)
              as reached
          from leave l
          join (select person_key, arg_min(country, first_day) as country from segment group by all) p
            on p.person_key = l.person
          join nation n on n.country is not distinct from p.country
          where counted;
        create table spell as
          select person, class, number, min(first_day) as first, max(out_day) as out_day, list(place) as places
          from (select *, sum(is_new::int) over (partition by person, class order by place) as number
                from (select r.*, reached is null or (reached < first_day and exists (
                        select 1 from workday w where w.calendar = r.calendar and w.day >= reached and w.day < first_day))
                        as is_new
                      from spell_row r))
          group by all;
        create table spell_of as select person, class, number, first, unnest(places) as place from spell;
        -- A spell ends with its last day or with the last day employed, and begins no earlier than employment does.
        create table ended as
          select person, class, number, first_there, last_out, last_out - first_there as length
          from (select sp.person, sp.class, sp.number, min(greatest(s.first_day, sp.first)) as first_there,
                  least(arg_max(s.out_day, s.first_day), any_value(sp.out_day)) as last_out
                from spell sp join segment s on s.person_key = sp.person and s.first_day < sp.out_day and sp.first < s.out_day
                group by all)
          where last_out <= as_of() + 1 and last_out > grid_start()
    """)


# Measures of a month, and what of a person and day makes them: (measure, rows of `person, on_day, m, value`).
def month_events(settings):
    short = settings.short_days
    classes = ("voluntary", "involuntary", "other", "unknown")
    events = [
        ("person_days", "select person, day as on_day, m, 1 as value from day where m >= 0"),
        ("fte_days", "select person, day, m, fte from day where m >= 0"),
        ("work_days", "select person, day, m, 1 from day where m >= 0 and works"),
        ("scheduled", "select person, day, m, scheduled from day where m >= 0"),
        ("agreed_days", "select person, day, m, fte from day where m >= 0 and works"),
        ("hires", "select person_key, first_day, month_of(first_day), 1 from segment where starts in ('hire', 'rehire')"),
        ("rehires", "select person_key, first_day, month_of(first_day), 1 from segment where starts = 'rehire'"),
        ("retired_or_died", """select person_key, out_day - 1, month_of(out_day - 1), 1 from segment
            where leaves is not null and leave_kind in ('retirement', 'death')"""),
        ("absent_minutes", "select person, day, m, minutes from lost where m >= 0"),
        ("absent_days", "select distinct person, day, m, 1 from lost where m >= 0"),
        ("lost_days", "select person, day, m, lost_days from lost where m >= 0"),
        ("all_absent", "select person, day, m, minutes from lost_all where m >= 0"),
        ("certified", "select person, day, m, minutes from lost where m >= 0 and certificate = 'certified'"),
        ("self_certified", "select person, day, m, minutes from lost where m >= 0 and certificate = 'self'"),
        ("short_absence", f"""select l.person, l.day, l.m, minutes from lost l join spell_of s using (place)
            where l.m >= 0 and l.day < s.first + {short}"""),
        ("spells", "select person, first, month_of(first), 1 from spell"),
        ("spells_ended", "select person, last_out - 1, month_of(last_out - 1), 1 from ended"),
        ("ended_short", f"""select e.person, last_out - 1, month_of(last_out - 1), minutes from ended e
            join spell_minutes using (person, class, number) where length <= {short}"""),
        ("ended_long", f"""select e.person, last_out - 1, month_of(last_out - 1), minutes from ended e
            join spell_minutes using (person, class, number) where length > {short}"""),
        ("invited", "select person_key, day, month_of(day), 1 from participation where invited and not mandatory"),
        ("attended_invited", """select person_key, day, month_of(day), 1 from participation
            where invited and attended and not mandatory"""),
        ("attendances", "select person_key, day, month_of(day), 1 from participation where attended and not mandatory"),
        ("employed_on_day", "select person, d.day, d.m, 1 from day d join reference r on r.day = d.day"),
        ("absent_on_day", "select distinct person, a.day, a.m, 1 from away a join reference r on r.day = a.day where counted"),
        ("tenured", "select person, day, m, 1 from closing where m >= 0 and hire_known"),
        ("tenure_days", "select person, day, m, day + 1 - spell_first_day from closing where m >= 0 and hire_known"),
        ("one_year", """select person, day, m, 1 from closing
            where m >= 0 and spell_first_day < (date_trunc('month', day) - interval 11 month)::date"""),
        ("managers", "select manager, day, m, 1 from managing"),
        ("direct_reports", "select manager, day, m, reports from managing"),
        ("opening", "select person, day, m + 1, 1 from closing where m + 1 <= (select max(m) from mon)"),
        ("closing", "select person, day, m, 1 from closing where m >= 0"),
    ]
    events += [(kind, f"""select person_key, out_day - 1, month_of(out_day - 1), 1 from segment where leaves is not null
        and case when leaves in ('voluntary', 'involuntary', 'other') then leaves else 'unknown' end = '{kind}'""")
               for kind in classes]
    events += [(f"{name}_spells", f"""select person, first_there, month_of(first_there), 1 from ended
        where length = 1 and isodow(first_there) = {number}""")
               for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday"), 1)]
    bounds = [0, *settings.bradford]
    for band, low in enumerate(bounds):
        high = f"and score < {bounds[band + 1]}" if band + 1 < len(bounds) else ""
        events.append((f"bradford_{band}", f"select person, day, m, 1 from bradford where score >= {low} {high}"))
    for name, days in (("year", 365), ("quarter", 90)):
        # The period is that of the day by which the time has passed, the place that of the first day.
        begun = f"""from begun where first_day + {days} <= as_of() + 1"""
        events.append((f"{name}_starts", f"select person, first_day, month_of(first_day + {days}), 1 {begun}"))
        events.append((f"{name}_left", f"""select person, first_day, month_of(first_day + {days}), 1 {begun}
            and gone_day <= first_day + {days}"""))
    return events


def sum_measures(database, settings):
    database.execute("""
        create table closing as
          select d.* from day d join (
            select least(next - 1, as_of()) as day from mon union all select grid_start() - 1) c using (day) where goes_on;
        create table spell_minutes as
          select s.person, s.class, s.number, coalesce(sum(l.minutes), 0) as minutes
          from spell_of s left join lost l on l.place = s.place and l.m >= 0 group by all;
        -- The day after a spell of employment that has ended.
        create table begun as
          select s.person_key as person, s.first_day,
            (select min(e.out_day) from segment e where e.person_key = s.person_key and e.first_day >= s.first_day
               and e.leaves is not null) as gone_day
          from segment s where starts in ('hire', 'rehire');
        create table managing as
          select r.manager_key as manager, b.day, b.m, count(*) as reports
          from closing r join closing b on b.person = r.manager_key and b.m = r.m
          where r.m >= 0 group by all;
        -- Spells squared times working days absent in 52 weeks, of those employed on each month's last day.
        create table bradford as
          select d.person, d.day, d.m, coalesce(s.spells, 0) * coalesce(s.spells, 0) * coalesce(s.days, 0) as score
          from day d join mon on d.day = least(next - 1, as_of())
          left join (
            select a.person, mon.m, count(distinct (s.class, s.number)) as spells,
              count(distinct a.day) filter (works) as days
            from mon join away a on a.day <= least(next - 1, as_of()) and a.day > least(next - 1, as_of()) - 364
            join spell_of s on s.place = a.place where a.counted group by all) s on s.person = d.person and s.m = d.m
    """)
    events = month_events(settings)
    names = [name for name, _ in events]
    # Department and groups are those of `on_day`: of an opening that is the day before the month.
    database.execute("create table part(cell bigint, m int, measure varchar, value bigint)")
    for name, query in events:
        database.execute(f"""insert into part
            select cell, e.m, '{name}', sum(value) from ({query}) e(person, on_day, m, value)
            join day d on d.person = e.person and d.day = e.on_day
            where e.m >= 0 and e.m <= (select max(m) from mon) group by all""")
    wide = ", ".join(f"coalesce(sum(value) filter (measure = '{name}'), 0) as {name}" for name in names)
    database.execute(f"create table cell_sums as select cell, m, {wide} from part group by all")
    added = ", ".join(f"sum({name}) as {name}" for name in names)
    # A move inside a unit is none for it; out of the group before it, into the one after it.
    database.execute("""create table step as
        select b.m, a.dept as old, b.dept as new, a.cell as old_cell, b.cell as new_cell
        from segment s join day b on b.person = s.person_key and b.day = s.first_day
        join day a on a.person = s.person_key and a.day = s.first_day - 1
        where a.dept <> b.dept and b.m >= 0""")
    for number in range(len(settings.breakdowns) + 1):
        insert(database, number, "sums", f"""
            select g{number} as brk, dept, m, {added} from cell_sums join cell using (cell) group by all""")
        insert(database, number, "move_parts", f"""
            select g{number} as brk, n.unit, m, count(*) as moves_in, 0 as moves_out
              from step join cell c on c.cell = new_cell join ancestor n on n.dept = new
              where not exists (select 1 from ancestor o where o.unit = n.unit and o.dept = old) group by all
            union all
            select g{number}, o.unit, m, 0, count(*)
              from step join cell c on c.cell = old_cell join ancestor o on o.dept = old
              where not exists (select 1 from ancestor n where n.unit = o.unit and n.dept = new) group by all""")
    database.execute("""create table moves as select brk, unit, m, sum(moves_in) as moves_in, sum(moves_out) as moves_out
        from move_parts group by all""")


def insert(database, number, table, query):
    """Fills a table breakdown by breakdown; the first makes it."""
    database.execute(f"create table {table} as {query}" if number == 0 else f"insert into {table} {query}")


PARTS = ("certified", "self_certified", "uncertified", "short", "long", "ended_short", "ended_long")


def distinct_measures(database, settings):
    """What counts a person once a window, at every unit on the paths of the departments held in it."""
    short = settings.short_days
    # Lines of a person: one value a department and month, of a day each.
    database.execute(f"""
        create table line as
          select person, day as on_day, m, 'days' as what, 1 as value from day where m >= 0
          union all select person, day, m, 'scheduled', scheduled from day where m >= 0
          union all select person, day, m, 'absent', minutes from lost where m >= 0
          union all select distinct person, day, m, 'present', 1 from away where m >= 0 and counted
          union all select person_key, day, month_of(day), 'invited', 1 from participation where invited and not mandatory
          union all select person_key, day, month_of(day), 'attended', 1 from participation
            where invited and attended and not mandatory
          union all select person_key, day, month_of(day), 'reached', 1 from participation where attended and not mandatory
          union all select person, first_there, month_of(first_there), 'one_day', 1 from ended
            where length = 1 and isodow(first_there) <= 5
          union all select person, day, m, case certificate when 'certified' then 'certified'
            when 'self' then 'self_certified' else 'uncertified' end, minutes from lost where m >= 0
          union all select l.person, l.day, l.m, case when l.day < s.first + {short} then 'short' else 'long' end, minutes
            from lost l join spell_of s using (place) where l.m >= 0
          union all select e.person, last_out - 1, month_of(last_out - 1),
            case when length <= {short} then 'ended_short' else 'ended_long' end, minutes
            from ended e join spell_minutes using (person, class, number)
    """)
    lines = ("days", "scheduled", "absent", "present", "invited", "attended", "reached", "one_day", *PARTS)
    wide = ", ".join(f"coalesce(sum(value) filter (what = '{name}'), 0)::bigint as {name}" for name in lines)
    more = ", ".join(f"sum({name})::bigint as {name}" for name in lines)
    database.execute("""create table stayer_openings as
        select day.*, w, next, broken_down from (select * from day where goes_on) day
        join win on day.day = win.first - 1 and m_first >= 0 and m_end - m_first = 12 and w not like '%/YTD'""")
    counted = """
        count(*) filter (days > 0) as persons, count(*) filter (present > 0) as absent_persons,
        count(*) filter (absent > 0) as absence_contributors, max(absent) as absence_largest,
        sum(absent::hugeint * absent) as absence_aa, sum(absent::hugeint * scheduled) as absence_as,
        sum(scheduled::hugeint * scheduled) as absence_ss, count(*) filter (reached > 0) as reached,
        count(*) filter (invited > 0) as invited_persons, sum(attended * attended) as attendance_aa,
        sum(attended * invited) as attendance_as, sum(invited * invited) as attendance_ss,
        count(*) filter (attended > 0) as attendance_contributors, count(*) filter (one_day > 0) as one_day_persons,
        """ + ", ".join(f"count(*) filter ({p} > 0) as {p}_contributors, max({p}) as {p}_largest" for p in PARTS)
    database.execute(f"""create table cell_lines as
        select cell, l.m, {wide} from line l join day d on d.person = l.person and d.day = l.on_day group by all""")
    for number in range(len(settings.breakdowns) + 1):
        # Groups are told apart in some of the windows only.
        among = "join (select w from win where broken_down) using (w)" if number else ""
        insert(database, number, "distincts", f"""
            select brk, unit, w, {counted} from (
              select g{number} as brk, unit, w, person, {more}
              from cell_lines join cell using (cell) join ancestor using (dept) join month_in using (m) {among} group by all)
            group by all""")
        # Each person once, where held last in the window.
        insert(database, number, "home", f"""
            select g{number} as brk, dept, w, count(*) as home from (
              select person, w, arg_max(cell, last) as cell
              from (select person, cell, m, max(day) as last from day where m >= 0 group by all) join month_in using (m)
              {among} group by all) join cell using (cell) group by all""")
        # Of an opening, who is there at the closing, where the opening found them; in a unit: in what both days share.
        insert(database, number, "stays", f"""
            select g{number} as brk, dept, unit, w, count(*) as persons from (
              select a.cell, w, (select max(x.unit) from ancestor x join ancestor y on y.unit = x.unit
                                 where x.dept = a.dept and y.dept = b.dept) as unit
              from stayer_openings a join (select person, day, dept from day where goes_on) b
                on b.person = a.person and b.day = a.next - 1
              {"where broken_down" if number else ""})
            join cell using (cell) group by all""")


def survey(database):
    items = [row[0] for row in database.execute("describe survey_responses").fetchall() if row[0].startswith("item_")]
    database.execute(f"""
        create table answer as
          unpivot (select department as dept, wave, response_key as response, {", ".join(f"{i}::int as {i}" for i in items)}
                   from survey_responses where wave in (select wave from waves where open_day <= as_of()))
          on {", ".join(items)} into name item value x;
        update answer set item = item[6:];
        create table respondents as
          select department as dept, wave, count(*) as respondents from survey_responses
          where wave in (select wave from waves where open_day <= as_of()) group by all;
        create table invitations as select department as dept, wave, sum(invited) as invitations from survey_invitations group by all;
        create table on_opening as
          select d.dept, wave, count(*) as employed from waves join day d on d.day = open_day group by all
    """)
