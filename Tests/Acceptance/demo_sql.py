"""The demo company in SQL: every additive metric of the catalogue, for every department, period, wave and group.

A second implementation as judge. `measures_in_sql` counts the days of the normalized timelines in DuckDB; here the measures
are held against `measures.parquet`, which nothing is withheld from, and the metrics, as SQL over the measures, against every
published cell: value, numerator, denominator and n; integers exactly, others to 1e-9. A metric that is neither computed here
nor named with its reason in NOT_ADDITIVE fails the script, and so does a column of the measures.

`demo_exports_sql.py` computes some of the same figures from the exports themselves.
"""
import datetime
import re

import measures_in_sql
import trivsel_runs as runs

COST = 250_000
FISCAL_FROM = 4
FULL_DAY = 450
MONTH_DAYS = 365.25 / 12

# What no sum over persons is a metric of, and who judges it.
NOT_ADDITIVE = {
    r"tenure\.median": "a quantile of all days of service (QuantileTests, statistics_oracle)",
    r"absence\.spell_length\.(median|p90)": "quantiles of all lengths (QuantileTests, statistics_oracle)",
    r"retention\.survival(#.*|\.median)?": "a product over risk sets (demo_retention.py, survival_oracle with R)",
    r"retention\.half_life#.*": "the median of a survival curve (demo_retention.py, survival_oracle with R)",
    r"survey\.alpha:.*": "a quotient of variances over complete cases (survey_oracle with R psych)",
    r"survey\.icc[12]:.*": "a decomposition of variance over units (survey_oracle with R multilevel)",
    r"survey\.rwg:.*": "a median over units (survey_oracle with R multilevel)",
    r"survey\.driver:.*": "relative weights of a correlation matrix (survey_oracle with R)",
    r"survey\.driver_correlation:.*": "a correlation (survey_oracle with R)",
}
# What other scripts and tests recount, by metric and by column of the measures.
JUDGED_ELSEWHERE = {
    r"participation\.(no_show_rate|completion_rate|hours_per_employee#.*|checkin_coverage|review_completion)":
        "demo_working_life.py, in SQL from the exports; ActivityTests",
    r"participation\.gap": "a difference of two published figures (ParticipationGapTests)",
    r"(recruitment|onboarding|development|offboarding)\..*|retention\.recognition_reach":
        "demo_working_life.py, in SQL from the exports; ActivityTests",
    r"turnover\.regretted(_share)?": "this export does not say whom the employer regrets (recounted in Swift tests)",
    r"absence\.leave_taken": "this export has no leave entitlements (LeaveTakenTests recounts it)",
    r"retention\.survival\.(leavers|censored)": "ends of the stays of the curve (survival tests recount them)",
    r"survey\.(linkage|csps_engagement|fevs_engagement)": "not asked here (linkage_oracle, public_data_oracle with R)",
}
COLUMNS_JUDGED_ELSEWHERE = (
    r"regretted|regret_unknown|leave_\w+|registered|registered_persons|no_shows?(_\w+)?|training_\w+|mandatory_\w+"
    r"|due_persons|done_\w+|fortnight_\w+|reviews?_\w+|steps?_\w+|internal_moves|promotions|exits_covered"
    r"|recommend(_answers)?|return_answers|would_return|openings(_applied)?|applications(_squared)?|offers_\w+"
    r"|origin_known|hired_inside|days_ss|covered_\w+|recognised")
# Withheld everywhere: eleven answers, each of which would have to be given often enough. Their counts are measures.
ALWAYS_WITHHELD = r"survey\.item:enps#\d+"
# What the demo company has no export for.
NO_EXPORT = {
    "turnover.snapshot": "an export without dates",
    "survey.benchmark.median": "imported tables of other organisations, and a median",
}


class Quantity:
    """A metric as four SQL expressions over a row of `wide`: value, numerator, denominator, n."""

    def __init__(self, value, numerator, denominator, n):
        self.columns = (value, numerator, denominator, n)


def count(expression, n="persons"):
    return Quantity(f"{expression}", f"{expression}", "1", n)


def quotient(numerator, denominator, scale=1, n="persons"):
    return Quantity(f"({numerator})::double / nullif({denominator}, 0) * {scale}", numerator, denominator, n)


def share(part, whole):
    return quotient(part, whole, 100, whole)


AVERAGE = "(person_days::double / days)"
TWO_POINT = "((opening + closing) / 2.0)"
TWO_POINT_MONTHLY = "(both_ends / 2.0 / months)"
LEAVERS = "(voluntary + involuntary + other + unknown)"
REPORTED = "(voluntary + involuntary + retired_or_died)"


def people():
    metrics = {
        "headcount.opening": count("opening", "opening"),
        "headcount.closing": count("closing", "closing"),
        "headcount.average": quotient("person_days", "days"),
        "headcount.average_two_point": quotient("opening + closing", "2"),
        "headcount.average_two_point_monthly": quotient("both_ends / 2.0", "months"),
        "headcount.average_month_ends": quotient("month_ends", "months"),
        "fte.average": quotient("fte_days / 10000.0", "days"),
        "flow.leavers": count(LEAVERS),
        "tenure.mean": quotient("l_tenure_days", f"l_tenured * {MONTH_DAYS}", n="l_tenured"),
        "span_of_control.mean": quotient("l_direct_reports", "l_managers", n="l_managers"),
    }
    for name in ("hires", "rehires", "moves_in", "moves_out"):
        metrics[f"flow.{name}"] = count(name)
    return metrics


def turnover():
    metrics = {}
    for kind in ("total", "voluntary", "involuntary", "other", "unknown"):
        left = LEAVERS if kind == "total" else kind
        for prefix in ("", "rolling12."):
            metrics[f"turnover.{prefix}{kind}"] = quotient(left, AVERAGE, 100)
            metrics[f"turnover.{prefix}{kind}.two_point"] = quotient(left, TWO_POINT, 100)
        metrics[f"turnover.rolling12.{kind}.two_point_monthly"] = quotient(left, TWO_POINT_MONTHLY, 100)
        metrics[f"turnover.annualised3.{kind}"] = quotient(left, AVERAGE, 400)
    metrics |= {
        "turnover.shrm_annual": Quantity("monthly_rates * 100", "monthly_rates", "(monthly_rates is not null)::int", "persons"),
        "turnover.gri_401_1": quotient(REPORTED, "closing", 100),
        "turnover.esrs_s1_6": quotient(REPORTED, AVERAGE, 100),
        "turnover.esrs_s1_6.count": count(REPORTED),
        "hires.gri_401_1": quotient("hires", "closing", 100),
        "turnover.first_year": share("year_left", "year_starts"),
        "turnover.first_90_days": share("quarter_left", "quarter_starts"),
        "turnover.cost": Quantity(f"{LEAVERS} * {COST}", LEAVERS, "1", "persons"),
        "turnover.cost.saved": Quantity(
            f"(leavers_before - {LEAVERS}) * {COST}", f"leavers_before - {LEAVERS}",
            "case when leavers_before is not null then 1 end", "persons"),
        "retention.cohort12": share("stayed", "opening"),
        "retention.cohort12.in_unit": share("stayed_in_unit", "opening"),
        "retention.stability": quotient("l_one_year", "opening", 100, "opening"),
    }
    return metrics


def absence(bradford):
    uncertified = "absent_minutes - certified - self_certified"
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    one_day = " + ".join(f"{day}_spells" for day in days)
    metrics = {
        "absence.rate": quotient("absent_minutes", "scheduled", 100),
        "absence.rate.unweighted": quotient("absent_days", "work_days", 100),
        "absence.days_per_employee": quotient(f"absent_minutes::double / {FULL_DAY}", AVERAGE),
        "absence.hours_per_employee": quotient("absent_minutes::double / 60", AVERAGE),
        "absence.rate_no": quotient("lost_days / 10000000.0", "agreed_days / 10000.0", 100),
        "absence.rate_dk": quotient("absent_minutes", "scheduled - all_absent + absent_minutes", 100),
        "absence.spells_dk": quotient("spells_ended", "fte_days / 10000.0 / 365.25"),
        "absence.certified": quotient("certified", "scheduled", 100),
        "absence.self_certified": quotient("self_certified", "scheduled", 100),
        "absence.certification_unknown": quotient(uncertified, "scheduled", 100),
        "absence.short": quotient("short_absence", "scheduled", 100),
        "absence.long": quotient("absent_minutes - short_absence", "scheduled", 100),
        "absence.by_spell_length#short": quotient("ended_short", "scheduled", 100),
        "absence.by_spell_length#long": quotient("ended_long", "scheduled", 100),
        "absence.frequency": quotient("spells", AVERAGE, 100),
        "absence.incidence": share("absent_persons", "persons"),
        "absence.prevalence": share("l_absent_on_day", "l_employed_on_day"),
    }
    for number, day in enumerate(days, 1):
        metrics[f"absence.weekday_pattern#{number}"] = quotient(f"{day}_spells", one_day, 100, "one_day_persons")
    starts = [0, *bradford]
    everybody = " + ".join(f"l_bradford_{band}" for band in range(len(starts)))
    for band, start in enumerate(starts):
        name = f"{start}-{starts[band + 1] - 1}" if band + 1 < len(starts) else f"{start}+"
        metrics[f"absence.bradford.distribution#{name}"] = quotient(f"l_bradford_{band}", everybody, 100, everybody)
    return metrics


def participation():
    return {
        "participation.attendance_rate": quotient("attended_invited", "invited", 100, "invited_persons"),
        "participation.reach": share("reached", "persons"),
        "participation.reach12": share("reached", "persons"),
        "participation.reach_per_headcount": quotient("reached", AVERAGE, 100),
        "participation.intensity": quotient("attendances", "person_days / 365.25"),
    }


def survey_metrics(items, indices):
    """The metrics of a questionnaire, over a row of `wave_wide`.

    - items: id → (lowest, highest answer, whether it asks for a recommendation)
    - indices: id → ids of its items
    """
    metrics = {
        # Over 100 % is capped.
        "participation.response_rate": Quantity(
            "least(respondents * 100.0 / nullif(invitations, 0), 100)", "respondents", "invitations", "invitations")}
    for item, (low, high, is_enps) in items.items():
        n, x = f"n_{item}", f"x_{item}"
        for answer in range(low, high + 1):
            metrics[f"survey.item:{item}#{answer}"] = share(f"a{answer}_{item}", n)
        if is_enps:
            net = f"good_{item} - bad_{item}"
            metrics["survey.enps"] = quotient(net, n, 100, n)
            metrics["survey.change:enps"] = change(f"({net}) * 100.0 / nullif({n}, 0)", n, f"({net.replace('_' + item, '_' + item + '_b')}) * 100.0 / nullif({n}_b, 0)", f"{n}_b")
            continue
        span = f"100.0 / {high - low}"
        metrics[f"survey.score:{item}"] = Quantity(f"({x}::double / nullif({n}, 0) - {low}) * {span}", x, n, n)
        metrics[f"survey.favourable:{item}"] = share(f"good_{item}", n)
        metrics[f"survey.unfavourable:{item}"] = share(f"bad_{item}", n)
        metrics[f"survey.neutral:{item}"] = share(f"{n} - good_{item} - bad_{item}", n)
        metrics[f"survey.change:score:{item}"] = change(
            f"{x} * {span} / nullif({n}, 0)", n, f"{x}_b * {span} / nullif({n}_b, 0)", f"{n}_b")
    for index, members in indices.items():
        metrics[f"survey.index.{index}"] = Quantity(
            f"sum_{index} / 1e9 / nullif(p_{index}, 0)", f"sum_{index} / 1e9", f"p_{index}", f"p_{index}")
        # Printed to 10⁻⁷: further digits would count the thirds in it.
        difference = change(
            f"sum_{index} / 1e9 / nullif(p_{index}, 0)", f"p_{index}", f"sum_{index}_b / 1e9 / nullif(p_{index}_b, 0)",
            f"p_{index}_b")
        difference.columns = (f"round({difference.columns[0]}, 7)", *difference.columns[1:])
        metrics[f"survey.change:index:{index}"] = difference
        for name, of in (("item_mean", lambda i: f"(x_{i}::double / nullif(n_{i}, 0) - {items[i][0]}) * 100.0 / {items[i][1] - items[i][0]}"),
                         ("favourable", lambda i: f"good_{i} * 100.0 / nullif(n_{i}, 0)")):
            # Items that a wave did not ask are of no index in it.
            total = " + ".join(f"case when asked_{i} then {of(i)} else 0 end" for i in members)
            asked = " + ".join(f"asked_{i}::int" for i in members)
            fewest = ", ".join(f"case when asked_{i} then n_{i} end" for i in members)
            metrics[f"survey.index.{index}.{name}"] = Quantity(
                f"({total}) / ({asked})", total, asked, f"least({fewest})")
    return metrics


def change(now, n, before, n_before):
    """A difference of two waves; its parts are not printed."""
    return Quantity(f"{now} - ({before})", "null", "null", f"least({n}, {n_before})")


def wide_tables(database, sums, distincts, questionnaire):
    """`wide`: a row a unit, period and group with all measures; `wave_wide`: a row a unit and wave."""
    names = [name for name in sums if name not in ("opening", "closing")]
    database.execute(f"""
        create table rolled as
          select brk, unit, m, {", ".join(f"sum({name}) as {name}" for name in names + ["opening", "closing"])}
          from sums join ancestor using (dept) group by all;
        -- A period of one day or of weeks is told of its month's last day.
        create table slot as
          select w, m_first, m_end, days from win union all select w, m, m + 1, 1 from day_win;
        create table wide as
          select k.brk, k.unit, s.w, s.m_first, s.m_end, s.days, s.m_end - s.m_first as months,
            {", ".join(f"coalesce(sum(r.{name}), 0)::bigint as {name}" for name in names)},
            {", ".join(f"coalesce(sum(r.{name}) filter (r.m = s.m_end - 1), 0)::bigint as l_{name}" for name in names)},
            coalesce(sum(r.opening) filter (r.m = greatest(s.m_first, 0)), 0)::bigint as opening,
            coalesce(sum(r.closing) filter (r.m = s.m_end - 1), 0)::bigint as closing,
            coalesce(sum(r.closing), 0)::bigint as month_ends, coalesce(sum(r.opening + r.closing), 0)::bigint as both_ends,
            case when min(coalesce(r.opening + r.closing, 0)) > 0
              then sum(2.0 * (r.voluntary + r.involuntary + r.other + r.unknown) / nullif(r.opening + r.closing, 0)) end
              as monthly_rates
          -- A group that nobody of a unit is in has figures too: of nobody.
          from (select breakdown as brk, position as unit from (select distinct breakdown from published
                where period not like 'wave:%' or breakdown = '') cross join departments) k cross join slot s
          join mon on mon.m >= s.m_first and mon.m < s.m_end
          left join rolled r on r.brk = k.brk and r.unit = k.unit and r.m = mon.m
          group by all""")
    database.execute(f"""
        create table stayers as
          select brk, unit, w, sum(stayed)::bigint as stayed, sum(in_unit)::bigint as stayed_in_unit from (
            select brk, a.unit, w, persons as stayed, 0 as in_unit from stays join ancestor a on a.dept = stays.dept
            union all select brk, a.unit, w, 0, persons from stays join ancestor a on a.dept = stays.unit) group by all;
        create table moved as
          select brk, unit, s.w, sum(moves_in)::bigint as moves_in, sum(moves_out)::bigint as moves_out
          from moves join slot s on m >= s.m_first and m < s.m_end group by all;
        create table before as
          select a.brk, a.unit, a.w, {LEAVERS} as leavers_before from wide b
          join (select w.brk, w.unit, w.w, p.w as earlier from wide w join win k on k.w = w.w
                join win p on p.m_end = k.m_end - 12 and p.m_end - p.m_first = k.m_end - k.m_first
                  and regexp_replace(p.w, '[0-9]', '', 'g') = regexp_replace(k.w, '[0-9]', '', 'g')
                where k.next = (grid_start() + to_months(k.m_end))::date) a
            on a.brk = b.brk and a.unit = b.unit and a.earlier = b.w;
    """)
    database.execute(f"""
        create or replace table wide as
          select wide.*, {", ".join(f"coalesce(d.{name}, 0)::bigint as {name}" for name in distincts)},
            coalesce(moves_in, 0) as moves_in, coalesce(moves_out, 0) as moves_out,
            coalesce(stayed, 0) as stayed, coalesce(stayed_in_unit, 0) as stayed_in_unit, leavers_before
          from wide left join distincts d using (brk, unit, w) left join moved using (brk, unit, w)
          left join stayers using (brk, unit, w) left join before using (brk, unit, w)""")

    items, indices = questionnaire
    number = {"good": {}, "bad": {}}
    for item, (low, high, is_enps) in items.items():
        span = high - low + 1
        number["good"][item] = 9 if is_enps else {4: 3, 5: 4, 7: 6, 11: 7}[span]
        number["bad"][item] = 6 if is_enps else {4: 2, 5: 2, 7: 2, 11: 4}[span]
    parts = []
    for item, (low, high, _) in items.items():
        here = f"item = '{item}'"
        parts += [f"count(*) filter ({here}) as n_{item}", f"coalesce(sum(x) filter ({here}), 0) as x_{item}",
                  f"coalesce(sum(x * x) filter ({here}), 0) as xx_{item}",
                  f"count(*) filter ({here} and x >= {number['good'][item]}) as good_{item}",
                  f"count(*) filter ({here} and x <= {number['bad'][item]}) as bad_{item}"]
        parts += [f"count(*) filter ({here} and x = {answer}) as a{answer}_{item}" for answer in range(low, high + 1)]
    scored = " union all ".join(
        f"select '{item}' as item, {low} as low, {high - low} as span, '{index}' as index, {len(indices[index])} as members"
        for index, members in indices.items() for item in members for low, high, _ in [items[item]])
    database.execute(f"""
        create table item_wide as select dept, wave, {", ".join(parts)} from answer group by all;
        -- A person's mean score at 10⁻⁹ of a point, for who has answered at least half of the items.
        create table person_index as
          select dept, wave, response, index, half_even(sum(half_even((x - low)::bigint * 100000000000, span)), count(*))::hugeint
            as mean
          from answer join ({scored}) using (item) group by all having count(*) * 2 >= any_value(members);
        create table index_wide as
          select dept, wave, {", ".join(f"count(*) filter (index = '{i}') as p_{i}, coalesce(sum(mean) filter (index = '{i}'), 0) as sum_{i}, coalesce(sum(mean * mean) filter (index = '{i}'), 0) as squares_{i}" for i in indices)}
          from person_index group by all""")
    sums = [part.rsplit(" as ", 1)[1] for part in parts]
    sums += [f"{name}_{index}" for index in indices for name in ("p", "sum")]
    plain = ["respondents", "invitations"]
    database.execute(f"""
        create table wave_rolled as
          select a.unit, w.wave, {", ".join(f"coalesce(sum({name}), 0) as {name}" for name in plain + sums)}
          from waves w cross join ancestor a
          left join item_wide i on i.dept = a.dept and i.wave = w.wave
          left join index_wide x on x.dept = a.dept and x.wave = w.wave
          left join respondents r on r.dept = a.dept and r.wave = w.wave
          left join invitations v on v.dept = a.dept and v.wave = w.wave
          where open_day <= as_of() group by all;
        create table asked as
          select wave, {", ".join(f"max(n_{item}) > 0 as asked_{item}" for item in items)} from wave_rolled group by all;
        create table wave_wide as
          select c.*, {", ".join(f"b.{name} as {name}_b" for name in sums)}, asked.* exclude (wave)
          from (select *, row_number() over (partition by unit order by open_day, wave) as number
                from wave_rolled join waves using (wave)) c
          join asked using (wave)
          left join (select *, row_number() over (partition by unit order by open_day, wave) as number
                     from wave_rolled join waves using (wave)) b on b.unit = c.unit and b.number = c.number - 1""")


SAME = """({a} is null and {b} is null) or ({a} is not null and {b} is not null
  and abs({a}::double - {b}::double) <= 1e-9 * greatest(1, abs({b}::double)))"""
WHOLE = {"n"}


def shown_cells(database):
    """`shown`: the published cells with the row of `wide`, or of `wave_wide`, that they are about; none is left out."""
    database.execute("""
        create table numbered as select *, row_number() over () as id from wide;
        create table wave_numbered as select *, row_number() over () as id from wave_wide;
        create table shown as
          select p.*, coalesce(e.id, w.id) as id
          from published p join departments d using (department)
          left join (select id, unit, w, brk from numbered) e
            on e.unit = d.position and e.w = p.period and e.brk = p.breakdown
          left join (select id, unit, wave from wave_numbered) w
            on w.unit = d.position and 'wave:' || w.wave = p.period and p.breakdown = ''
          where status = 'published' order by metric""")


def compare_metrics(checks, database, metrics, table):
    """Every published cell of the metrics against the expressions, in one query a metric."""
    for metric, quantity in sorted(metrics.items()):
        expected = ", ".join(f"({expression})::double as e_{name}" for expression, name in
                             zip(quantity.columns, ("value", "numerator", "denominator", "n")))
        differs = " or ".join(
            "not (" + (f"p.{name} is not distinct from e.e_{name}" if name in WHOLE else
                       SAME.format(a=f"p.{name}", b=f"e.e_{name}")) + ")"
            for name in ("value", "numerator", "denominator", "n"))
        cells, missing, differing, sample = database.execute(f"""
            select count(*), count(*) filter (e.id is null), count(*) filter (e.id is not null and ({differs})),
              any_value((department, period, breakdown, p.value, p.numerator, p.denominator, p.n,
                         e_value, e_numerator, e_denominator, e_n)) filter (e.id is null or ({differs}))
            from (select * from shown where metric = ?) p left join (select id, {expected} from {table}) e using (id)
        """, [metric]).fetchone()
        checks.that(missing == 0 and differing == 0, f"{metric}: {cells} cells, {missing} unknown here, {differing} differ",
                    sample)
        yield metric, cells


def compare_measures(checks, database, sums, distincts):
    """`measures.parquet` column by column; what stands at the department held is compared there."""
    written = {name: kind for name, kind, *_ in database.execute("describe measures").fetchall()}
    tables = {
        "month": ("sums", "dept", "m", "(select m, label from mon)", sums, "brk"),
        "moves": ("moves", "unit", "m", "(select m, label from mon)", ["moves_in", "moves_out"], "brk"),
        "window": ("distincts", "unit", "w", "(select w, w as label from win)", distincts, "brk"),
        "home": ("home", "dept", "w", "(select w, w as label from win)", ["home"], "brk"),
        "stayed": ("(select brk, dept, w, sum(persons) as stayed from stays group by all)", "dept", "w",
                   "(select w, w as label from win)", ["stayed"], "brk"),
        "stayed_in_unit": ("(select brk, unit, w, sum(persons) as stayed_in_unit from stays group by all)", "unit", "w",
                           "(select w, w as label from win)", ["stayed_in_unit"], "brk"),
        "wave": ("(select dept, wave, respondents, employed, invitations from respondents full join on_opening using (dept, wave) full join invitations using (dept, wave))",
                 "dept", "wave", "(select wave, 'wave:' || wave as label from waves)", ["respondents", "employed", "invitations"], "''"),
    }
    judged = {"scope", "department", "period", "breakdown"}
    cells = 0
    for name, (table, place, time, labels, columns, brk) in tables.items():
        scope = {"moves": "month", "home": "window", "stayed": "window", "stayed_in_unit": "window"}.get(name, name)
        judged |= set(columns)
        differs = [f"count(*) filter (m.{column} is not null and m.{column}::hugeint <> coalesce(e.{column}, 0)::hugeint)"
                   for column in columns]
        given = [f"count(m.{column})" for column in columns]
        found = database.execute(f"""
            select {", ".join(differs + given)}
            from (select * from measures where scope = '{scope}') m
            left join (select x.*, {brk} as grp, l.label from {table} x join {labels} l using ({time})) e
              on e.{place} = m.department and e.label = m.period and e.grp = m.breakdown""").fetchone()
        for column, differing, rows in zip(columns, found, found[len(columns):]):
            checks.that(differing == 0, f"measures, {scope}: {column}: {differing} of {rows} differ")
            checks.that(rows > 0, f"measures, {scope}: {column} is there")
            cells += rows
        # What SQL has and the file has not.
        lost = database.execute(f"""
            select count(*) from (select x.*, {brk} as grp, l.label from {table} x join {labels} l using ({time})) e
            anti join (select * from measures where scope = '{scope}') m
              on e.{place} = m.department and e.label = m.period and e.grp = m.breakdown
            where e.grp = '' and ({" or ".join(f"e.{column} <> 0" for column in columns)})""").fetchone()[0]
        checks.equal(lost, 0, f"measures, {name}: no row is missing")
    return judged, cells, set(written)


def compare_answers(checks, database, items, indices):
    """The rows of items and indices."""
    item_columns = ["n", "x", "xx", "favourable", "unfavourable"]
    cells = 0
    for item, (low, high, _) in items.items():
        ours = [f"n_{item}", f"x_{item}", f"xx_{item}", f"good_{item}", f"bad_{item}"]
        pairs = list(zip(item_columns, ours)) + [(f"answer_{a}", f"a{a}_{item}") for a in range(low, high + 1)]
        found = database.execute(f"""
            select count(*), {", ".join(f"count(*) filter (m.{column} is null or m.{column} <> coalesce(e.{own}, 0))" for column, own in pairs)}
            from (select * from measures where scope = 'item' and breakdown = '{item}') m
            left join item_wide e on e.dept = m.department and 'wave:' || e.wave = m.period""").fetchone()
        cells += found[0] * len(pairs)
        checks.that(found[0] > 0 and not any(found[1:]), f"measures, item {item}: {found[1:]} of {found[0]} differ")
    for index in indices:
        pairs = [("n", f"p_{index}"), ("means", f"sum_{index}"), ("means_squared", f"squares_{index}")]
        found = database.execute(f"""
            select count(*), {", ".join(f"count(*) filter (m.{column} is null or {number('m.' + column)} <> coalesce(e.{own}, 0))" for column, own in pairs)}
            from (select * from measures where scope = 'index' and breakdown = '{index}') m
            left join index_wide e on e.dept = m.department and 'wave:' || e.wave = m.period""").fetchone()
        cells += found[0] * len(pairs)
        checks.that(found[0] > 0 and not any(found[1:]), f"measures, index {index}: {found[1:]} of {found[0]} differ")
    return cells, set(item_columns) | {"means", "means_squared"} | {f"answer_{a}" for a in range(11)}


def number(column):
    """SQL: a whole number of 128 bits, which Parquet holds as a decimal without places."""
    return f"{column}::hugeint"


def questionnaire():
    """The items and indices of the demo company's questionnaire."""
    text = (runs.ROOT / "pipelines" / "questionnaires" / "nordlys.yaml").read_text()
    items, indices = {}, {}
    for found in re.finditer(r"- \{id: (\w+), text: .*\}$", text, re.MULTILINE):
        is_enps = "scale: enps" in found[0]
        items[found[1]] = (0, 10, True) if is_enps else (1, 5, False)
        if of := re.search(r"index: (\w+)", found[0]):
            indices.setdefault(of[1], []).append(found[1])
    return items, indices


def judged_run():
    """A run over the demo company with what the nightly pipeline does not ask for: fiscal years and the cost of leavers."""
    exports, _, truth = runs.demo()
    folder = runs.fresh("demo-sql")
    pipelines = runs.ROOT / "pipelines"
    text = (pipelines / "nightly.yaml").read_text()
    text = text.replace("- sources/", f"- {pipelines}/sources/").replace(
        "questionnaire: questionnaires/", f"questionnaire: {pipelines}/questionnaires/")
    text = text.replace('country: "NO"', f'country: "NO"\n  fiscal_year_from: {FISCAL_FROM}')
    text += f"metrics:\n  leaver_cost: {COST}\n  breakdown_periods: [rolling12, year, quarter]\n"
    (folder / "pipeline.yaml").write_text(text)
    runs.must("run", folder / "pipeline.yaml", "--work", folder / "work", "--input", exports)
    return runs.run_folder(folder / "work")


def main():
    checks = runs.Checks("Demo company in SQL")
    run = judged_run()
    as_of = datetime.date.fromisoformat(run.name)
    settings = measures_in_sql.Settings()
    published = run / "3-aggregate" / "published.parquet"
    written = run / "3-aggregate" / "measures.parquet"
    periods = {label for (label,) in measures_in_sql.duckdb.sql(
        f"select distinct period from read_parquet('{published}')").fetchall()}
    broken_down = {label for (label,) in measures_in_sql.duckdb.sql(
        f"select distinct period from read_parquet('{written}') where scope = 'window' and breakdown <> ''").fetchall()}
    database = measures_in_sql.build(run, settings, as_of, periods, broken_down, FISCAL_FROM)
    for name, path in (("published", published), ("measures", written)):
        database.execute(f"create table {name} as select * from read_parquet('{path}')")
    # Days and weeks end with a month, or with the as-of day.
    database.execute("""create table day_win as select distinct period as w, month_of(period[:10]::date) as m from published
        where regexp_matches(period, '^[0-9]{4}-[0-9]{2}-[0-9]{2}')""")
    sums = [name for name, _ in measures_in_sql.month_events(settings)]
    distincts = [row[0] for row in database.execute("describe distincts").fetchall()][3:]
    items, indices = questionnaire()
    wide_tables(database, sums, distincts, (items, indices))

    judged, cells, columns = compare_measures(checks, database, sums, distincts)
    more, answered = compare_answers(checks, database, items, indices)
    elsewhere = {name for name in columns if re.fullmatch(COLUMNS_JUDGED_ELSEWHERE, name)}
    checks.equal(elsewhere & (judged | answered), set(), "no column is computed here and elsewhere")
    checks.equal(
        columns - judged - answered - elsewhere, set(), "every column of the measures is computed here or elsewhere")
    checks.group(f"measures.parquet: {cells + more} numbers of {len(columns) - 4} columns compared")

    metrics = people() | turnover() | absence(settings.bradford) | participation()
    surveys = survey_metrics(items, indices)
    shown_cells(database)
    compared = dict(compare_metrics(checks, database, metrics, "numbered"))
    compared |= dict(compare_metrics(checks, database, surveys, "wave_numbered"))
    names = {name for (name,) in database.execute("select distinct metric from published").fetchall()}
    reasons = NOT_ADDITIVE | JUDGED_ELSEWHERE
    left_out = {name for name in names if any(re.fullmatch(pattern, name) for pattern in reasons)}
    checks.equal(names - set(compared) - left_out, set(), "every metric is computed here, or named as not additive")
    checks.equal(set(compared) & left_out, set(), "no metric is both")
    checks.equal(set(compared) - names, set(), "every metric computed here is one of the catalogue")
    documented(checks, set(compared))
    for metric, number in sorted(compared.items()):
        checks.that(number > 0 or re.fullmatch(ALWAYS_WITHHELD, metric), f"{metric} is published somewhere")
    checks.group(f"{sum(compared.values())} published cells of {len(compared)} metrics compared")
    for pattern, reason in reasons.items():
        held = sorted(name for name in left_out if re.fullmatch(pattern, name))
        checks.group(f"left out: {pattern} ({len(held)}): {reason}")
    checks.finish()


def documented(checks, compared):
    """Every metric of docs/metrics.md is computed, not additive, or of another export."""
    text = (runs.ROOT / "docs" / "metrics.md").read_text()
    for name in re.findall(r"^### `(.+)`", text, re.MULTILINE):
        pattern = re.escape(name)
        for word in ("ITEM", "INDEX", "FACTOR", "YEAR"):
            pattern = pattern.replace(word, r"\w+")
        known = any(re.fullmatch(pattern, metric) for metric in compared) or name in NO_EXPORT or any(
            re.fullmatch(rule, name) for rule in NOT_ADDITIVE | JUDGED_ELSEWHERE)
        checks.that(known, f"docs/metrics.md: {name} is judged, or named with the reason why not")


if __name__ == "__main__":
    main()
