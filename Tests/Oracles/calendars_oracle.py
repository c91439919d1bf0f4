"""Checks our public holidays of 2000-2050 against the PyPI package `holidays`.

`make test` runs it as `python Tests/Oracles/calendars_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR
wrote DIR/calendars.csv (country,date). Needs requirements.txt beside this file. Only Monday to Friday count: a
holiday on a weekend takes no working day. Agreed differences stand in calendars_exceptions.csv, each with its source;
one that no longer occurs fails as well. Exit status 0 when all agree, 1 when not.
"""
import csv
import datetime
import pathlib
import sys

import holidays

PINNED = "0.109"
YEARS = range(2000, 2051)
STATES = "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split()
THEIRS = {
    "none": None,
    "NO": lambda: holidays.Norway(years=YEARS),
    "DK": lambda: holidays.Denmark(years=YEARS),
    "SE": lambda: holidays.Sweden(years=YEARS),
    "FI": lambda: holidays.Finland(years=YEARS),
    "IS": lambda: holidays.Iceland(years=YEARS),
    "SI": lambda: holidays.Slovenia(years=YEARS),
    "DE": lambda: holidays.Germany(years=YEARS),
    "UK": lambda: holidays.UnitedKingdom(subdiv="ENG", years=YEARS),
    "GB": lambda: holidays.UnitedKingdom(subdiv="WLS", years=YEARS),
    "US": lambda: holidays.UnitedStates(years=YEARS),
}
for state in STATES:
    THEIRS[f"DE-{state}"] = lambda state=state: holidays.Germany(subdiv=state, years=YEARS)


def main(directory):
    if holidays.__version__ != PINNED:
        sys.exit(f"calendars: holidays {holidays.__version__} found, {PINNED} expected; "
                 "install Tests/Oracles/requirements.txt")
    path = pathlib.Path(directory) / "calendars.csv"
    if not path.exists():
        sys.exit(f"calendars: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    ours = {country: set() for country in THEIRS}
    with path.open() as file:
        for row in csv.DictReader(file):
            ours[row["country"]].add(datetime.date.fromisoformat(row["date"]))
    with pathlib.Path(__file__).with_name("calendars_exceptions.csv").open() as file:
        agreed = {(row["country"], row["date"], row["only_in"]) for row in csv.DictReader(file)}

    found = set()
    checked = 0
    for country, make in THEIRS.items():
        theirs = {day for day in (make() if make else {}) if day.year in YEARS and day.weekday() < 5}
        mine = {day for day in ours[country] if day.weekday() < 5}
        checked += len(theirs | mine)
        found |= {(country, day.isoformat(), "trivsel") for day in mine - theirs}
        found |= {(country, day.isoformat(), "holidays") for day in theirs - mine}
    for country, day, side in sorted(found - agreed):
        print(f"calendars: {country} {day} is a holiday only in {side}")
    for country, day, side in sorted(agreed - found):
        print(f"calendars: the exception {country} {day} (only in {side}) does not occur: take it out")
    failed = len(found ^ agreed)
    print(f"calendars: {checked - failed} passed, {failed} failed ({len(found & agreed)} agreed exceptions)")
    return 1 if failed or checked == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: calendars_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
