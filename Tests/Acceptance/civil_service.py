"""UK Civil Service People Survey: the published medians from the organisations' scores, and capped response rates."""
import csv
import statistics

import trivsel_runs as runs

checks = runs.Checks("Civil Service People Survey")
source = runs.skip_without(runs.DATA / "csps", checks.name)
AGGREGATES = {"CS_MEDIAN", "CS_MEAN", "MOJ_GROUP", "UKSA_GROUP"}


def table(name):
    with open(source / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


run = runs.run_pipeline("civil-service.yaml", runs.fresh("csps"), "--input", source)
published = runs.export(run)

for year, expected_count in (("2021", 87), ("2022", 94)):
    header, *lines = table(f"csps{year}_Table_1.csv")
    column = next(i for i, title in enumerate(header) if title == f"{year}.0")
    printed = {line[0]: float(line[column]) for line in lines if line[column].replace(".", "").isdigit()}
    medians = {key[3].removeprefix("measure="): (key[1], cell) for key, cell in published.items()
               if key[0] == "survey.benchmark.median" and key[2] == year}
    agreeing = 0
    for code in sorted(set(printed) & set(medians)):
        department, cell = medians[code]
        if checks.that(cell.status == "published" and cell.value is not None
                       and abs(cell.value - printed[code]) <= 0.0005 + 1e-9,
                       f"{year} {code}: median", f"found    {cell}", f"expected {printed[code]}"):
            agreeing += 1
    checks.equal(agreeing, expected_count, f"{year}: medians equal to Table 1 to three decimals")
    checks.equal(len({department for department, _ in medians.values()}), 1, f"{year}: all at the root")
    checks.group(f"{year}: {agreeing} of {expected_count} published medians reproduced")

    # Response rates of the organisations: as printed, 100 at most.
    header, *lines = table(f"csps{year}_Table_3.csv")
    rates = {line[0]: float(line[4]) for line in lines if line[0] not in AGGREGATES and line[4].replace(".", "").isdigit()}
    for organisation, rate in rates.items():
        cell = published.get(("participation.response_rate", organisation, year, ""))
        if checks.that(cell is not None, f"{year} {organisation}: a response rate"):
            # The table prints three decimals; 2021 has them unrounded in a file of their own.
            checks.that(cell.value is not None and abs(cell.value - min(rate, 100.0)) <= 0.0005 + 1e-9,
                        f"{year} {organisation}: response rate", cell.value, rate)
    over = [organisation for organisation, rate in rates.items() if rate > 100]
    checks.equal(over, ["GPA"] if year == "2021" else [], f"{year}: response rates over 100 % in the table")
    checks.group(f"{year}: {len(rates)} response rates, median {statistics.median(rates.values()):.1f}, "
                 f"{len(over)} of them capped at 100 %")

found = [finding for stage in runs.STAGES[:3] for finding in runs.manifest(run, stage)["findings"]
         if "100" in finding["message"] or "response" in finding["category"]]
checks.that(found, "the capped response rate is a finding of the run")
checks.finish()
