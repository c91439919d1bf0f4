internal import Glibc
internal import Results
internal import Statistics

/// What a published figure says of the group behind it, in a form that a part can be taken away from.
struct Sample: Sendable {
    /// How the figure varies by chance.
    enum Law: Sendable { case count, share, mean, ratio }

    var law: Law
    /// Numerator and denominator.
    var sum: Double
    var size: Double
    /// Distinct persons in the denominator.
    var people: Double
    /// Estimated variance of the numerator around the figure's own level; 0 for counts and shares, which need none.
    var spread: Double
    /// From numerator ÷ denominator to the metric's unit.
    var scale: Double

    var value: Double { sum / size * scale }

    /// `nil` for a figure without numbers of persons, whose parts do not add up to its value, or whose variance is not
    /// to be read off its interval.
    init?(_ figure: Figure, unit: Unit, law: Law?) {
        guard let law, let value = figure.value, let sum = figure.numerator, let size = figure.denominator,
            let n = figure.n, size > 0, n > 0
        else { return nil }
        scale = unit.kind == .plain ? 1 : 100
        guard abs(sum / size * scale - value) <= 1e-6 * max(1, abs(value)) else { return nil }
        (self.law, self.sum, self.size, people, spread) = (law, sum, size, Double(n), 0)
        guard law == .mean || law == .ratio else { return }
        guard let low = figure.low, let high = figure.high, high >= low, n > 1 else { return nil }
        let reach = 2 * Self.critical(n - 1)
        let error: Double
        if law == .ratio {
            guard low > 0 else { return nil }
            error = value * log(high / low) / reach
        } else {
            error = (high - low) / reach
        }
        spread = (error / scale * size) * (error / scale * size)
    }

    /// The two-sided 95 % point of Student's t, by its expansion in 1 ÷ degrees: within 0.1 % from 10 degrees on.
    private static func critical(_ degrees: Int) -> Double {
        let d = Double(max(1, degrees))
        return 1.959964 + 2.372271 / d + 2.822503 / (d * d)
    }

    /// Those who belong to this group and not to `part`; `nil` when no one is left, or numbers do not subtract.
    func minus(_ part: Sample) -> Sample? {
        var rest = self
        rest.sum -= part.sum
        rest.size -= part.size
        rest.people -= part.people
        guard rest.size > 0, rest.people >= 1, part.law == law else { return nil }
        switch law {
        case .count: return rest.sum >= 0 ? rest : nil
        case .share: return rest.sum >= 0 && rest.sum <= rest.size ? rest : nil
        case .mean, .ratio:
            let whole = sum / size
            func between(_ group: Sample) -> Double {
                let distance = group.sum / group.size - whole
                return group.size * group.size / group.people * distance * distance
            }
            // Variance within both groups and between them makes up that of the whole. Of rounding and of persons who
            // belong to both, a share of the whole's variance is left at least.
            let left = spread - part.spread - between(part) - between(rest)
            rest.spread = max(left, spread * rest.people / people / 4)
            return rest
        }
    }

    /// Two-sided p of "no difference": counts by the conditional binomial at mid-p, shares by the score test, means and
    /// ratios by Welch's t.
    func p(against other: Sample) -> Double {
        switch law {
        case .count: return Self.conditionalBinomial(sum, size, other.sum, other.size)
        case .share:
            let pooled = (sum + other.sum) / (size + other.size)
            let variance = pooled * (1 - pooled) * (1 / size + 1 / other.size)
            return Self.normal((sum / size - other.sum / other.size) / variance.squareRoot())
        case .mean, .ratio:
            let a = spread / (size * size)
            let b = other.spread / (other.size * other.size)
            guard a + b > 0 else { return 1 }
            let t = (sum / size - other.sum / other.size) / (a + b).squareRoot()
            let degrees = (a + b) * (a + b) / (a * a / max(1, people - 1) + b * b / max(1, other.people - 1))
            return min(1, 2 * tCDF(-abs(t), degrees: max(1, degrees)))
        }
    }

    /// Two-sided p of a normal deviate; 1 for what is no number.
    static func normal(_ z: Double) -> Double { z.isFinite ? min(1, 2 * normalCDF(-abs(z))) : 1 }

    /// Of all events, how many fell to the first group, given its share of the exposure.
    private static func conditionalBinomial(_ a: Double, _ exposure: Double, _ b: Double, _ other: Double) -> Double {
        let k = a.rounded()
        let n = (a + b).rounded()
        guard n > 0 else { return 1 }
        let share = exposure / (exposure + other)
        // P(K ≤ k) for K of n at `share`.
        func atMost(_ k: Double) -> Double {
            k < 0 ? 0 : k >= n ? 1 : regularizedBeta(n - k, k + 1, 1 - share)
        }
        let below = (atMost(k - 1) + atMost(k)) / 2
        return min(1, 2 * min(below, 1 - below))
    }
}

extension Sample.Law {
    /// From the catalogue's words for the interval; `nil` where there is none.
    init?(interval: String) {
        let words = interval.lowercased()
        if words.isEmpty { return nil }
        if words.contains("poisson") {
            self = .count
        } else if words.hasPrefix("wilson") {
            self = .share
        } else if words.contains("ratio") {
            self = .ratio
        } else {
            self = .mean
        }
    }
}
