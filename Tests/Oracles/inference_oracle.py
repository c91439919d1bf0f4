"""Recomputes our comparisons, shrinkage, flags, control limits and trends and compares to a relative 1e-9.

`make test` runs it as `python Tests/Oracles/inference_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR
wrote DIR/inference.csv (function, arguments, =, results; lists joined by `;`, missing `nan`). By SciPy, statsmodels and
pymannkendall where these have the method, else from the textbook's formula in fractions or NumPy. Exit status 0 when all
agree, 1 when not.
"""
import collections
import itertools
import math
import pathlib
import sys
from fractions import Fraction

import mpmath
import numpy
import pymannkendall
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

TOLERANCE = 1e-9
PINNED = {"statsmodels": (statsmodels.__version__, "0.15.0"), "pymannkendall": (pymannkendall.__version__, "1.4.3")}
NAN = math.nan
mpmath.mp.dps = 40


def real(fraction):
    return mpmath.mpf(fraction.numerator) / fraction.denominator


def t_p(t, degrees):
    t, degrees = mpmath.mpf(t), mpmath.mpf(degrees)
    return mpmath.betainc(degrees / 2, mpmath.mpf(1) / 2, 0, degrees / (degrees + t * t), regularized=True)


def normal_p(z):
    return mpmath.erfc(abs(mpmath.mpf(z)) / mpmath.sqrt(2))


def mid_p(x, y, e, f):
    n, share = x + y, Fraction(e, e + f)
    if n <= 400:
        mass = [math.comb(n, k) * share**k * (1 - share)**(n - k) for k in range(n + 1)]
        below, at, above = sum(mass[:x]), mass[x], sum(mass[x + 1:])
        return [real(min(Fraction(1), 2 * min(below, above) + at))]
    binomial = stats.binom(n, float(share))
    return [min(1.0, 2 * min(binomial.cdf(x - 1), binomial.sf(x)) + binomial.pmf(x))]


def compare_rates(x, y, e, f, confidence):
    tail = (1 - confidence) / 2

    def limits(count, exposure):
        low = stats.gamma.ppf(tail, count) if count else 0.0
        return low / exposure, stats.gamma.isf(tail, count + 1) / exposure
    (l1, u1), (l2, u2) = limits(x, e), limits(y, f)
    r1, r2 = x / e, y / f
    difference = real(Fraction(x, e) - Fraction(y, f))
    return [difference, difference - math.hypot(r1 - l1, u2 - r2), difference + math.hypot(u1 - r1, r2 - l2),
            *mid_p(x, y, e, f)]


def compare_shares(x, y, m, n, confidence):
    z, p = proportions_ztest([x, y], [m, n]) if 0 < x + y < m + n else (0.0, 1.0)
    low, high = confint_proportions_2indep(x, m, y, n, method="newcomb", compare="diff", alpha=1 - confidence)
    return [real(Fraction(x, m) - Fraction(y, n)), low, high, normal_p(z) if p < 1e-10 else p, z]


def compare_means(x, y, scale, confidence):
    result = stats.ttest_ind(numpy.array(x) / scale, numpy.array(y) / scale, equal_var=False)
    interval = result.confidence_interval(confidence)
    difference = Fraction(sum(x), len(x) * scale) - Fraction(sum(y), len(y) * scale)
    return [real(difference), interval.low, interval.high, result.pvalue, result.statistic, result.df]


def welch(difference, v, w, m, n, confidence=0.95):
    error = mpmath.sqrt(real(v + w))
    degrees = real((v + w) ** 2 / (v * v / (m - 1) + w * w / (n - 1)))
    margin = float(stats.t.ppf(0.5 + confidence / 2, float(degrees))) * error
    t = real(difference) / error
    return [real(difference), real(difference) - margin, real(difference) + margin, t_p(t, degrees), t, degrees]


def compare_scores(up, middle, down, up2, middle2, down2, confidence):
    def moments(up, middle, down):
        n = up + middle + down
        mean = Fraction(100 * (up - down), n)
        squares = up * (100 - mean) ** 2 + middle * mean**2 + down * (100 + mean) ** 2
        return n, mean, squares / (n - 1) / n
    (m, x, v), (n, y, w) = moments(up, middle, down), moments(up2, middle2, down2)
    return welch(x - y, v, w, m, n, confidence)


def compare_ratios(n, a, s, aa, cross, ss, n2, a2, s2, aa2, cross2, ss2):
    def variance(n, a, s, aa, cross, ss):
        ratio = Fraction(a, s)
        return ratio, Fraction(n, n - 1) * (aa - 2 * ratio * cross + ratio * ratio * ss) / (s * s)
    (r, v), (q, w) = variance(n, a, s, aa, cross, ss), variance(n2, a2, s2, aa2, cross2, ss2)
    return welch(r - q, v, w, n, n2)


def pooled_ratio_test(n, a, s, aa, cross, ss, n2, a2, s2, aa2, cross2, ss2):
    ratio = Fraction(a + a2, s + s2)
    square = (aa + aa2 - 2 * ratio * (cross + cross2) + ratio * ratio * (ss + ss2)) / (n + n2 - 1)
    error = mpmath.sqrt(real(square * (Fraction(n, s * s) + Fraction(n2, s2 * s2))))
    t = real(Fraction(a, s) - Fraction(a2, s2)) / error
    return [t, n + n2 - 2, t_p(t, n + n2 - 2)]


def marshall(y, e, variances):
    m = Fraction(sum(y), sum(e))
    v = variances(m)
    total = sum(e)
    spread = sum(b * (Fraction(a, b) - m) ** 2 for a, b in zip(y, e)) / total
    between = max(Fraction(0), spread - sum(b * c for b, c in zip(e, v)) / total)
    values = [m + (between / (between + c) * (Fraction(a, b) - m) if between else 0) for a, b, c in zip(y, e, v)]
    return [real(Fraction(value)) for value in [m, between, *values]]


def shrunken_means(n, sums, squares, scale):
    within = sum(q - Fraction(s * s, k) for k, s, q in zip(n, sums, squares)) / (sum(n) - len(n)) / scale**2
    return marshall([Fraction(s, scale) for s in sums], n, lambda m: [within / k for k in n])


def benjamini_hochberg(p, q):
    # statsmodels knows no missing ones: as 1 they count in the family and stand at its end.
    rejected, adjusted, *_ = multipletests([1.0 if math.isnan(value) else value for value in p], q, method="fdr_bh")
    return [*(NAN if math.isnan(value) else a for value, a in zip(p, adjusted)), *rejected.astype(float)]


def grain(count, first, expected):
    for length, start in ((1, 0), (3, -(first - 1) % 3)):
        ranges = [range(i, i + length) for i in range(start, count - length + 1, length)]
        if all(expected(r) >= 5 for r in ranges if r.stop <= 24):
            return length, ranges
    return 0, []


def marks(points):
    """points: (first month, value, centre, low, high); adds outside and run."""
    sides = [0 if math.isnan(low) or math.isnan(value) else numpy.sign(value - centre)
             for _, value, centre, low, _ in points]
    flat = []
    for i, (month, value, centre, low, high) in enumerate(points):
        run = i >= 8 and abs(sum(sides[i - 8:i + 1])) == 9
        flat += [month, value, centre, low, high, float(value < low or value > high), float(run)]
    return flat


def poisson_chart(counts, exposures, first):
    rate = Fraction(sum(counts[:24]), sum(exposures[:24]))
    length, ranges = grain(len(counts), first, lambda r: rate * sum(exposures[i] for i in r))
    if not length:
        return [0]
    points = []
    for r in ranges:
        centre = float(rate * sum(exposures[i] for i in r))
        limits = stats.poisson.ppf([0.00135, 0.99865], centre) if centre >= 5 else (NAN, NAN)
        points.append((r.start, sum(counts[i] for i in r), centre, *limits))
    return [length, real(rate), *marks(points)]


def laney_chart(a, s, company_a, company_s, contributors, first):
    rate = Fraction(sum(contributors[:24]), sum(s[:24]))
    length, ranges = grain(len(a), first, lambda r: rate * sum(s[i] for i in r))
    if not length:
        return [0]

    def total(values):
        return numpy.array([sum(values[i] for i in r) for r in ranges], dtype=float)
    n, whole = total(s), total(company_s)
    base = [r.stop <= 24 for r in ranges]
    d = total(a) / n - total(company_a) / whole
    centre = numpy.average(d[base], weights=n[base])
    # Laney's own form: binomial standard deviations of the pooled share, which drop out again.
    share = sum(a[:24]) / sum(s[:24])
    sigma = numpy.sqrt(share * (1 - share) * (1 / n - 1 / whole))
    z = (d - centre) / sigma
    factor = numpy.mean(numpy.abs(numpy.diff(z[base]))) / (2 / math.sqrt(math.pi))
    points = [(r.start, d[i], centre, *((centre - 3 * factor * sigma[i], centre + 3 * factor * sigma[i])
                                        if rate * int(n[i]) >= 5 else (NAN, NAN))) for i, r in enumerate(ranges)]
    return [length, centre, *marks(points)]


def trend(score, variance, slopes):
    slopes = sorted(slopes)
    count = len(slopes)
    middle = numpy.median(slopes)
    if variance <= 0:
        return [score, variance, NAN, NAN, middle, NAN, NAN]
    z = (score - numpy.sign(score)) / math.sqrt(variance)
    c = stats.norm.ppf(0.975) * math.sqrt(variance)
    low, high = math.floor((count - c) / 2), math.ceil((count + c) / 2 + 1)
    limits = [slopes[low - 1], slopes[high - 1]] if low >= 1 else [NAN, NAN]
    return [score, variance, z, normal_p(z), middle, *limits]


def seasonal(values):
    # Hirsch and Slack 1984, month by month: signs of a missing value are 0, its rank is (n_g + 1) / 2.
    x = numpy.full(-(-len(values) // 12) * 12, NAN)
    x[:len(values)] = values
    x = x.reshape(-1, 12)
    years = len(x)
    pairs = list(itertools.combinations(range(years), 2))
    signs = numpy.nan_to_num(numpy.sign(x[None, :, :] - x[:, None, :]))   # [i, j, g]: sign of x_jg - x_ig
    sizes = (~numpy.isnan(x)).sum(axis=0)
    ranks = (sizes + 1 + signs.sum(axis=0)) / 2
    covariance = numpy.array([[(sum(signs[i, j, g] * signs[i, j, h] for i, j in pairs)
                                + 4 * (ranks[:, g] * ranks[:, h]).sum()
                                - years * (sizes[g] + 1) * (sizes[h] + 1)) / 3
                               for h in range(12)] for g in range(12)])
    score = sum(signs[i, j, g] for i, j in pairs for g in range(12))
    slopes = [(x[j, g] - x[i, g]) / (j - i) for i, j in pairs for g in range(12)
              if not (numpy.isnan(x[i, g]) or numpy.isnan(x[j, g]))]
    result = trend(score, covariance.sum(), slopes)
    if len(values) % 12 == 0 and not numpy.isnan(values).any():
        theirs = pymannkendall.correlated_seasonal_test(numpy.array(values), period=12)
        # It makes no continuity correction.
        agree(theirs.s, score)
        agree(theirs.var_s, result[1])
        agree(theirs.z, score / math.sqrt(result[1]))
        agree(theirs.slope, result[4])
    return result


def hamed_rao(values):
    theirs = pymannkendall.hamed_rao_modification_test(numpy.array(values))
    slopes = [(values[j] - values[i]) / (j - i) for i, j in itertools.combinations(range(len(values)), 2)]
    result = trend(theirs.s, theirs.var_s, slopes)
    agree(theirs.z, result[2])
    agree(theirs.slope, result[4])
    return result


def effective(n, population):
    return real(Fraction(n * (population - 1), population - n))


def wilson_of(x, n, population):
    p, size = mpmath.mpf(x) / n, effective(n, population)
    z = mpmath.mpf(float(stats.norm.ppf(0.975)))
    a, b, c = 1 + z * z / size, -(2 * p + z * z / size), p * p
    root = mpmath.sqrt(b * b - 4 * a * c)
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def mean_of(n, total, squares, scale, population):
    mean = real(Fraction(total, n * scale))
    variance = real(Fraction(n * squares - total * total, n * (n - 1) * scale * scale))
    margin = float(stats.t.ppf(0.975, n - 1)) * mpmath.sqrt(variance / effective(n, population))
    return [mean - margin, mean + margin]


def enps_of(up, middle, down, population):
    n = up + middle + down
    size = effective(n, population)
    a, c = (up * size / n + 0.75) / (size + 3), (down * size / n + 0.75) / (size + 3)
    margin = float(stats.norm.ppf(0.975)) * mpmath.sqrt((a + c - (a - c) ** 2) / (size + 3))
    return [max(-100, 100 * (a - c - margin)), min(100, 100 * (a - c + margin))]


def rounded_outwards(low, high, decimals, factor):
    unit = 10**decimals

    def down(x):
        k = math.floor(Fraction(x) * unit * factor)
        return k + 1 if float(Fraction(k + 1, unit * factor)) == x else k
    return [float(Fraction(down(low), unit)), float(Fraction(-down(-high), unit))]


FUNCTIONS = {
    "conditionalBinomialMidP": mid_p,
    "compareRates": compare_rates,
    "compareShares": compare_shares,
    "compareMeans": compare_means,
    "compareScores": compare_scores,
    "compareRatios": compare_ratios,
    "pooledRatioTest": pooled_ratio_test,
    "shrunkenRates": lambda y, e: marshall(y, e, lambda m: [m / size for size in e]),
    "shrunkenShares": lambda y, n: marshall(y, n, lambda m: [m * (1 - m) / size for size in n]),
    "shrunkenMeans": shrunken_means,
    "shrunkenRatios": lambda a, s, v: marshall(a, s, lambda m: [Fraction(value) for value in v]),
    "benjaminiHochberg": benjamini_hochberg,
    "poissonControlLimits": lambda mean: stats.poisson.ppf([0.00135, 0.99865], mean),
    "poissonChart": poisson_chart,
    "laneyChart": laney_chart,
    "seasonalMannKendall": seasonal,
    "mannKendall": hamed_rao,
    "wilsonOf": wilson_of,
    "meanOf": mean_of,
    "enpsOf": enps_of,
    "roundedOutwards": rounded_outwards,
}


def parse(text):
    if ";" in text:
        return [parse(part) for part in text.split(";")]
    try:
        return int(text)
    except ValueError:
        return float(text)


def difference(ours, theirs):
    ours, theirs = mpmath.mpf(ours), mpmath.mpf(theirs)
    if ours == theirs or (mpmath.isnan(ours) and mpmath.isnan(theirs)):
        return 0.0
    if mpmath.isnan(ours) or mpmath.isnan(theirs):
        return math.inf
    if ours == 0 and abs(theirs) < 1e-307:
        return 0.0  # a p below the range of doubles
    return float(abs(ours - theirs) / max(abs(ours), abs(theirs)))


def agree(one, other):
    if not difference(float(one), float(other)) <= TOLERANCE:
        raise ArithmeticError(f"the oracles differ: {one} and {other}")


def main(directory):
    for name, (found, expected) in PINNED.items():
        if found != expected:
            sys.exit(f"inference: {name} {found} found, {expected} expected; install Tests/Oracles/requirements.txt")
    path = pathlib.Path(directory) / "inference.csv"
    if not path.exists():
        sys.exit(f"inference: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    worst = collections.defaultdict(float)
    cases = collections.Counter()
    failed = 0
    for line in path.read_text().splitlines():
        head, results = line.split(",=,")
        name, *arguments = head.split(",")
        theirs = FUNCTIONS[name](*(parse(argument) for argument in arguments))
        ours = [float(result) for result in results.split(",")]
        largest = max(difference(a, b) for a, b in zip(ours, theirs, strict=True))
        worst[name] = max(worst[name], largest)
        cases[name] += 1
        if not largest <= TOLERANCE:
            failed += 1
            print(f"inference: {head}: ours {ours}, theirs {[float(value) for value in theirs]}")
    for name in FUNCTIONS:
        if cases[name] == 0:
            failed += 1
            print(f"inference: no case of {name}")
        else:
            print(f"inference: {name}: {cases[name]} cases, largest relative difference {worst[name]:.1e}")
    print(f"inference: {sum(cases.values()) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: inference_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
