"""layout.py RUN OUT: the figures of a run of pipelines/bench.yaml as the tables that the peers' scripts write.

RUN is the folder of the run; its aggregate files are read through DuckDB and OUT/dept_month.csv and OUT/survey.csv are
written, so that the peers' compare.py can hold them against its own. Nothing is computed here that the pipeline computes:
counts are numerators and denominators of published cells, rates are their values. What differs between the two is told by
the definitions of the job: attended holds those who came without an invitation, and their rate divides it by the
invitations; their reach is distinct persons over the two-point headcount; survey values below five answers, of the wave or
of the item, are blank. The Bradford table has no counterpart: no figure of one person is ever published.
"""
import pathlib
import sys

import duckdb

# Fewer answers than this in a wave, or to an item of it, leave a survey value blank.
BLANK_BELOW = 5
ITEMS = [f"q{item}" for item in range(1, 31)]


def part(metric, part, suffix="", or_else=None):
    """One part of a metric's cell as an aggregate over the cells of a department and month, or wave."""
    text = f"max({part}) filter (metric = '{metric}' and kind = '{suffix}')"
    return f"coalesce({text}, {or_else})" if or_else is not None else text


def count(metric, of, suffix=""):
    return f"{part(metric, of, suffix)}::bigint"


def month_query(published, first_month):
    return f"""
        with cell as (
               select metric, department, split_part(period, '/', 1) as month,
                      regexp_extract(period, '/.*$') as kind, value, numerator, denominator
               from read_parquet('{published}') where breakdown = '' and period not like 'wave:%'),
             row as (
               select department, month,
                 {count('headcount.opening', 'value')} as opening,
                 {count('headcount.closing', 'value')} as closing,
                 {part('headcount.average_two_point', 'value')} as avg_hc,
                 {count('turnover.total.two_point', 'numerator')} as leavers,
                 {count('turnover.voluntary.two_point', 'numerator')} as vol,
                 {part('turnover.total.two_point', 'value')} as turnover,
                 {part('turnover.rolling12.total.two_point_monthly', 'value', '/P12M')} as turnover12,
                 {count('absence.rate.unweighted', 'numerator')} as absence_days,
                 {count('absence.rate.unweighted', 'denominator')} as avail,
                 {part('absence.rate.unweighted', 'value')} as absence_rate,
                 {count('absence.frequency', 'numerator')} as spells,
                 {count('participation.intensity', 'numerator')} as att,
                 -- The persons of this rate are those invited, and of synthetic persons one is enough: where it is
                 -- withheld nobody was.
                 {part('participation.attendance_rate', 'denominator', or_else=0)}::bigint as inv,
                 {count('participation.reach', 'numerator')} as ppl
               from cell group by department, month)
        select department as department_id,
          datediff('month', strptime('{first_month}', '%Y-%m'), strptime(month, '%Y-%m')) as "month",
          opening, closing, avg_hc, leavers, vol, turnover, turnover12, absence_days, avail, absence_rate, spells, att, inv,
          att / nullif(inv, 0) as part_rate, ppl, ppl / nullif(avg_hc, 0) as part_hc
        from row where opening is not null order by all"""


def survey_query(published):
    def unless_few(value, answers):
        return f"case when respondents >= {BLANK_BELOW} and {answers} >= {BLANK_BELOW} then {value} end"

    sums = ", ".join(
        f"{part(f'survey.score:{item}', 'numerator')} as s_{item}, {part(f'survey.score:{item}', 'n')} as n_{item}, "
        f"{part(f'survey.favourable:{item}', 'value')} as f_{item}" for item in ITEMS)
    items = ", ".join(
        f"{unless_few(f's_{item} / n_{item}', f'n_{item}')} as mean_{item}, "
        f"{unless_few(f'f_{item}', f'n_{item}')} as fav_{item}" for item in ITEMS)
    return f"""
        with cell as (
               select metric, department, period[6:] as wave, '' as kind, value, numerator, denominator, n
               from read_parquet('{published}') where breakdown = '' and period like 'wave:%'),
             row as (
               select department, wave,
                 {count('participation.response_rate', 'numerator')} as respondents,
                 {part('participation.response_rate', 'denominator')} as employed,
                 {part('survey.enps', 'value')} as enps, {part('survey.enps', 'n')} as enps_answers, {sums}
               from cell group by department, wave)
        select department as department_id, wave as wave_date, respondents, respondents / employed as response_rate,
          {unless_few('enps', 'enps_answers')} as enps, {items}
        from row where respondents > 0 and employed > 0 order by department, wave"""


def write(run, out, first_month="2023-01"):
    """Writes both tables of a run into a folder, which is made."""
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    published = str(pathlib.Path(run) / "3-aggregate" / "published.parquet").replace("'", "''")
    database = duckdb.connect()
    # In every thread the aggregates of a whole table would lie in memory once more.
    database.execute("set threads to 2")
    for name, query in (("dept_month", month_query(published, first_month)), ("survey", survey_query(published))):
        target = str(out / f"{name}.csv").replace("'", "''")
        database.execute(f"copy ({query}) to '{target}' (header, delimiter ',')")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: layout.py RUN OUT")
    write(sys.argv[1], sys.argv[2])
