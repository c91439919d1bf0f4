"""Recomputes our statistics with SciPy, NumPy and exact fractions and compares to a relative 1e-9.

`make test` runs it as `python Tests/Oracles/statistics_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR
wrote DIR/statistics.csv (function, arguments, =, results). Needs requirements.txt beside this file. Where SciPy's own
distribution functions give fewer digits than that, mpmath says what is right. Exit status 0 when all agree, 1 when not.
"""
import collections
import pathlib
import sys
from fractions import Fraction

import mpmath
import numpy
import scipy
from scipy import special, stats

TOLERANCE = 1e-9
PINNED = {"scipy": (scipy.__version__, "1.17.1"), "numpy": (numpy.__version__, "2.4.6"),
          "mpmath": (mpmath.__version__, "1.3.0")}
mpmath.mp.dps = 40


def real(fraction):
    return mpmath.mpf(fraction.numerator) / fraction.denominator


def t_tail(t, degrees):
    t, degrees = mpmath.mpf(t), mpmath.mpf(degrees)
    x = degrees / (degrees + t * t)
    return mpmath.betainc(degrees / 2, mpmath.mpf(1) / 2, 0, x, regularized=True) / 2


def wilson(successes, n, confidence):
    # The two roots p of (x/n - p)^2 = z^2 p (1 - p) / n, in many digits.
    x, n, z = mpmath.mpf(successes), mpmath.mpf(n), mpmath.mpf(float(stats.norm.ppf(0.5 + confidence / 2)))
    a, b, c = 1 + z * z / n, -(2 * x / n + z * z / n), (x / n) ** 2
    root = mpmath.sqrt(b * b - 4 * a * c)
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def poisson_exact(events, confidence):
    tail = (1 - confidence) / 2
    low = stats.gamma.ppf(tail, events) if events else 0.0
    return [low, stats.gamma.isf(tail, events + 1)]


def enps(promoters, passives, detractors, confidence):
    z = float(stats.norm.ppf(0.5 + confidence / 2))
    n = promoters + passives + detractors
    up, down = Fraction(promoters * 4 + 3, 4) / (n + 3), Fraction(detractors * 4 + 3, 4) / (n + 3)
    margin = z * mpmath.sqrt(real((up + down - (up - down) ** 2) / (n + 3)))
    return [real(Fraction(100 * (promoters - detractors), n)),
            max(-100, 100 * (real(up - down) - margin)), min(100, 100 * (real(up - down) + margin))]


def mean_t(n, total, squares, scale):
    mean = Fraction(total, n * scale)
    variance = Fraction(n * squares - total * total, n * (n - 1) * scale * scale)
    margin = float(stats.t.ppf(0.975, n - 1)) * mpmath.sqrt(real(variance / n))
    return [real(mean), real(variance), real(mean) - margin, real(mean) + margin]


def clustered_ratio(n, a, s, aa, cross, ss):
    ratio = Fraction(a, s)
    variance = Fraction(n, n - 1) * (aa - 2 * ratio * cross + ratio * ratio * ss) / (s * s)
    margin = float(stats.t.ppf(0.975, n - 1)) * mpmath.sqrt(real(variance)) / real(ratio)
    return [real(ratio), real(variance), real(ratio) * mpmath.exp(-margin), real(ratio) * mpmath.exp(margin)]


FUNCTIONS = {
    "normalQuantile": lambda p: [stats.norm.ppf(p)],
    "normalCDF": lambda x: [mpmath.erfc(-mpmath.mpf(x) / mpmath.sqrt(2)) / 2],
    "tQuantile": lambda p, degrees: [stats.t.ppf(p, degrees)],
    "tCDF": lambda t, degrees: [stats.t.cdf(t, degrees)],
    "chiSquareQuantile": lambda p, degrees: [stats.chi2.ppf(p, degrees)],
    "regularizedGamma": lambda a, x: [special.gammainc(a, x), special.gammaincc(a, x)],
    "regularizedBeta": lambda a, b, x: [special.betainc(a, b, x)],
    "logGamma": lambda x: [mpmath.loggamma(mpmath.mpf(x))],
    "wilson": wilson,
    "poissonExact": poisson_exact,
    "enps": enps,
    "meanT": mean_t,
    "clusteredRatio": clustered_ratio,
    "quantileType7": lambda values, p: [numpy.quantile(numpy.array(values, dtype=float), p)],
}


def parse(text):
    if ";" in text:
        return [int(part) for part in text.split(";")]
    try:
        return int(text)
    except ValueError:
        return float(text)


def difference(ours, theirs):
    if ours == theirs:
        return 0.0
    return float(abs(mpmath.mpf(ours) - theirs) / max(abs(mpmath.mpf(ours)), abs(theirs)))


def main(directory):
    for name, (found, expected) in PINNED.items():
        if found != expected:
            sys.exit(f"statistics: {name} {found} found, {expected} expected; install Tests/Oracles/requirements.txt")
    path = pathlib.Path(directory) / "statistics.csv"
    if not path.exists():
        sys.exit(f"statistics: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    worst = collections.defaultdict(float)
    cases = collections.Counter()
    failed = 0
    for line in path.read_text().splitlines():
        head, results = line.split(",=,")
        name, *arguments = head.split(",")
        arguments = [parse(argument) for argument in arguments]
        if name == "quantileType7" and isinstance(arguments[0], int):
            arguments[0] = [arguments[0]]
        theirs = FUNCTIONS[name](*arguments)
        ours = [float(result) for result in results.split(",")]
        largest = max(difference(a, b) for a, b in zip(ours, theirs, strict=True))
        worst[name] = max(worst[name], largest)
        cases[name] += 1
        if not largest <= TOLERANCE:
            failed += 1
            print(f"statistics: {head}: ours {ours}, theirs {[float(value) for value in theirs]}")
    for name in FUNCTIONS:
        if cases[name] == 0:
            failed += 1
            print(f"statistics: no case of {name}")
        else:
            print(f"statistics: {name}: {cases[name]} cases, largest relative difference {worst[name]:.1e}")
    print(f"statistics: {sum(cases.values()) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: statistics_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
