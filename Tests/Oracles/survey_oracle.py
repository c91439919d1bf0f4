"""Recomputes what surveys need - alpha, agreement, correlations, relative weights, bootstrap - and compares.

`make test` runs it as `python Tests/Oracles/survey_oracle.py DIR`, after `swift test` with TRIVSEL_ORACLE_DIR=DIR wrote
DIR/survey.csv (function, arguments, =, results). From the rows themselves with NumPy, SciPy and mpmath, to a relative
1e-9 where the formula is closed and 1e-6 of the largest where it takes an eigendecomposition. Exit status 0 when all agree,
1 when not.
"""
import collections
import pathlib
import sys

import mpmath
import numpy
from scipy import linalg, stats

mpmath.mp.dps = 40
CLOSED, ITERATIVE = 1e-9, 1e-6


def table(rows):
    return numpy.array(rows, dtype=float)


def alpha(rows):
    x = table(rows)
    n, k = x.shape
    value = k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    return [value, *(1 - (1 - value) * f_quantile(p, n - 1, (n - 1) * (k - 1))[0] for p in (0.975, 0.025))]


def spearman_brown(rows):
    r = stats.pearsonr(*table(rows).T).statistic
    return [2 * r / (1 + r)]


def icc(groups):
    groups = [table(group) for group in groups if group]
    everybody = numpy.concatenate(groups)
    between = sum(len(g) * (g.mean() - everybody.mean()) ** 2 for g in groups) / (len(groups) - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (len(everybody) - len(groups))
    size = stats.hmean([len(g) for g in groups])
    return [(between - within) / (between + (size - 1) * within), (between - within) / between, between, within, size]


def rwg(groups, options):
    null = (options ** 2 - 1) / 12
    return [numpy.median([max(0, 1 - numpy.var(g, ddof=1) / null) for g in groups if len(g) > 1])]


def spearman(x, y):
    rho = stats.spearmanr(x[0], y[0]).statistic
    error = mpmath.sqrt(mpmath.mpf("1.06") / (len(x[0]) - 3))
    if abs(rho) > 1 - 1e-12:
        return [rho, rho, rho, 0.0]
    z, margin = mpmath.atanh(rho), mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf("0.95")) * error
    return [rho, mpmath.tanh(z - margin), mpmath.tanh(z + margin), mpmath.erfc(abs(z) / error / mpmath.sqrt(2))]


def poisson_weight(high, low):
    """The quantile of the Poisson distribution at u / 2^64, u from SplitMix64."""
    mask, weights = 2 ** 64 - 1, []
    state = high << 32 | low
    for _ in range(200):
        state = state + 0x9E3779B97F4A7C15 & mask
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        z ^= z >> 31
        weight, below, term = 0, mpmath.exp(-1), mpmath.exp(-1)
        while z >= mpmath.floor(below * 2 ** 64):
            weight += 1
            term /= weight
            below += term
        weights.append(weight)
    return weights


def drivers(rows):
    """Johnson's weights by way of the matrix square root; the outcome is the last column."""
    together = numpy.corrcoef(table(rows), rowvar=False)
    together = together.reshape(len(rows[0]), -1)
    among, outcome = together[:-1, :-1], together[:-1, -1]
    root = linalg.sqrtm(among).real
    slopes = linalg.solve(root, outcome)
    return [*(root ** 2 @ slopes ** 2), *outcome, outcome @ linalg.solve(among, outcome)]


def not_computable(rows):
    """Nothing, where an eigenvalue is too small or a column does not vary; otherwise what we should have found."""
    x = table(rows)
    if (x.std(axis=0) == 0).any() or linalg.eigvalsh(numpy.corrcoef(x[:, :-1], rowvar=False))[0] < 1.1e-8:
        return []
    return drivers(rows)


def eigen(rows):
    values, vectors = linalg.eigh(table(rows))
    turned = [vector * numpy.sign(vector[numpy.argmax(abs(vector))]) for vector in vectors.T[::-1]]
    return [*values[::-1], *numpy.concatenate(turned)]


def f_quantile(p, d1, d2):
    """SciPy's quantile, with two Newton steps on its distribution function for its last digits."""
    x = stats.f.ppf(p, d1, d2)
    for _ in range(2):
        tail = stats.f.cdf(x, d1, d2) - p if p < 0.5 else (1 - p) - stats.f.sf(x, d1, d2)
        x -= tail / stats.f.pdf(x, d1, d2)
    return [x]


FUNCTIONS = {
    "fQuantile": (f_quantile, CLOSED),
    "alpha": (alpha, CLOSED),
    "spearmanBrown": (spearman_brown, CLOSED),
    "pearson": (lambda rows: [stats.pearsonr(table(rows)[:, 0], table(rows)[:, -1]).statistic], CLOSED),
    "icc": (icc, CLOSED),
    "rwg": (rwg, CLOSED),
    "spearman": (spearman, CLOSED),
    "poissonWeight": (poisson_weight, 0),
    "percentiles": (lambda values: list(numpy.quantile(values[0], [0.025, 0.975])), CLOSED),
    "drivers": (drivers, ITERATIVE),
    "notComputable": (not_computable, ITERATIVE),
    "eigen": (eigen, ITERATIVE),
}
TABLES = {"alpha", "spearmanBrown", "pearson", "icc", "rwg", "spearman", "percentiles", "drivers", "notComputable", "eigen"}


def number(text):
    try:
        return int(text)
    except ValueError:
        return float(text)


def parse(name, place, text):
    if name in TABLES and not (name == "rwg" and place == 1):
        return [[number(cell) for cell in row.split(";")] for row in text.split("|")]
    return number(text)


def difference(name, ours, theirs):
    """The largest relative difference; what an eigendecomposition gives is measured against its largest number, and what
    is near 0 as a difference of numbers near 1 against 1e-3."""
    if len(ours) != len(theirs):
        return float("inf")
    if not ours:
        return 0.0
    if FUNCTIONS[name][1] == ITERATIVE:
        return float(max(abs(a - b) for a, b in zip(ours, theirs)) / max(map(abs, theirs)))
    least = 1e-3 if name in {"alpha", "spearmanBrown", "pearson", "icc", "rwg", "spearman"} else 0
    return max(float(abs(a - b) / max(abs(a), abs(b), least)) if a != b else 0.0 for a, b in zip(ours, theirs))


def main(directory):
    path = pathlib.Path(directory) / "survey.csv"
    if not path.exists():
        sys.exit(f"survey: {path} not found; run `swift test` with TRIVSEL_ORACLE_DIR={directory} first")
    worst, cases, failed = collections.defaultdict(float), collections.Counter(), 0
    for line in path.read_text().splitlines():
        head, results = line.split(",=", maxsplit=1)
        name, *arguments = head.split(",")
        function, tolerance = FUNCTIONS[name]
        theirs = function(*(parse(name, place, text) for place, text in enumerate(arguments)))
        ours = [float(result) for result in results.removeprefix(",").split(",") if result]
        apart = difference(name, ours, theirs)
        worst[name] = max(worst[name], apart)
        cases[name] += 1
        if not apart <= tolerance:
            failed += 1
            print(f"survey: {head[:200]}: ours {ours[:6]}, theirs {[float(value) for value in theirs[:6]]}")
    for name in FUNCTIONS:
        failed += cases[name] == 0
        print(f"survey: {name}: {cases[name]} cases, largest difference {worst[name]:.1e}")
    print(f"survey: {sum(cases.values())} cases, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: survey_oracle.py DIR")
    sys.exit(main(sys.argv[1]))
