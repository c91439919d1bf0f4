"""Recomputes our Kaplan–Meier curves person by person in exact fractions and compares to a relative 1e-9.

`make test` runs it as `python Tests/Oracles/survival_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR
wrote DIR/survival.csv. Where a curve starts and ends is decided here by asking of every day how many are at risk. Exit
status 0 when all agree, 1 when not.
"""
import pathlib
import sys
from fractions import Fraction

import mpmath

TOLERANCE = 1e-9
MINIMUM_EVENTS = 5
mpmath.mp.dps = 40
Z = mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf("0.95"))


def real(fraction):
    return mpmath.mpf(fraction.numerator) / fraction.denominator


def runs(at_risk, minimum):
    """The unbroken runs of days with enough at risk, as [first, last]."""
    found = []
    for day, count in enumerate(at_risk):
        if count >= minimum:
            if found and found[-1][1] == day - 1:
                found[-1][1] = day
            else:
                found.append([day, day])
    return found


def band(survival, variance):
    if survival in (0, 1):
        return -1, -1
    log = mpmath.log(real(survival))
    factor = mpmath.exp(Z * mpmath.sqrt(real(variance)) / log)
    return real(survival) ** (1 / factor), real(survival) ** factor


def curve(entries, exits, events, minimum):
    """Start, end, median (-1 if not reached) and the points; None without a curve."""
    spells = list(zip(entries, exits, events, strict=True))
    at_risk = [0] * (max(exits) + 1)
    leavers = [0] * (max(exits) + 1)
    for entry, leaving, event in spells:
        for day in range(entry + 1, leaving + 1):
            at_risk[day] += 1
        leavers[leaving] += event
    candidates = runs(at_risk, minimum)
    if sum(events) < MINIMUM_EVENTS or not candidates:
        return None
    # max gives back the first of equals.
    first, last = max(candidates, key=lambda run: sum(leavers[run[0]:run[1] + 1]))
    survival, variance, median, points = Fraction(1), Fraction(0), -1, []
    for day in range(first, last + 1):
        if leavers[day]:
            survival *= 1 - Fraction(leavers[day], at_risk[day])
            if survival:
                variance += Fraction(leavers[day], at_risk[day] * (at_risk[day] - leavers[day]))
            if median < 0 and survival <= Fraction(1, 2):
                median = day
            points.append((day, at_risk[day], leavers[day], real(survival), *sorted(band(survival, variance))))
    return first - 1, last, median, points


def numbers(text, kind=int):
    return [kind(part) for part in text.split(";")] if text else []


def difference(ours, theirs):
    return 0.0 if ours == theirs else float(abs(mpmath.mpf(ours) - theirs) / max(abs(mpmath.mpf(ours)), abs(theirs)))


def main(directory):
    path = pathlib.Path(directory) / "survival.csv"
    if not path.exists():
        sys.exit(f"survival: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    passed, failed, late, none, largest = 0, 0, 0, 0, 0.0
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        given, results = line.split(",=,")
        entries, exits, events, (minimum,) = map(numbers, given.split(","))
        theirs = curve(entries, exits, events, minimum)
        if results == "none" or theirs is None:
            fits = results == "none" and theirs is None
            none += fits
        else:
            start, end, median, days, at_risk, leavers, *shares = results.split(",")
            survival, low, high = (numbers(share, float) for share in shares)
            points = list(zip(numbers(days), numbers(at_risk), numbers(leavers), survival, low, high, strict=True))
            fits = (int(start), int(end), int(median)) == theirs[:3] and len(points) == len(theirs[3])
            if fits:
                for ours, other in zip(points, theirs[3]):
                    apart = max(difference(a, b) for a, b in zip(ours[3:], other[3:]))
                    largest = max(largest, apart)
                    fits = fits and ours[:3] == other[:3] and apart <= TOLERANCE
            late += theirs[0] > 0
        passed += fits
        if not fits:
            failed += 1
            print(f"survival: line {number}: ours {results[:200]}, theirs {str(theirs)[:200]}")
    print(f"survival: {passed} curves agree ({late} start late, {none} cases have none), {failed} do not; largest "
          f"relative difference {largest:.1e}")
    return 1 if failed or passed < 300 or late < 30 or none < 1 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: survival_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
