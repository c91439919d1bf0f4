internal import Glibc

/// A linear axis with three to six round ticks. Zero is on it, whatever the data.
struct Scale: Sendable {
    let low: Double
    let high: Double
    let ticks: [Double]
    let decimals: Int

    /// Covers `values` and zero.
    init(covering values: [Double], wholeSteps: Bool = false) {
        let finite = values.filter { $0.isFinite && abs($0) < 1e12 }
        let smallest = min(0, finite.min() ?? 0)
        var largest = max(0, finite.max() ?? 0)
        if largest - smallest <= 0 { largest = smallest + 1 }
        let raw = (largest - smallest) / 4
        let power = pow(10, floor(log10(raw)))
        let least = wholeSteps ? 1.0 : 0
        let wanted = [1.0, 2, 2.5, 5, 10].first { $0 * power >= raw * 0.999 }.map { $0 * power } ?? power * 10
        let step = max(least, wholeSteps && wanted == 2.5 ? 5 : wanted)
        let first = floor(smallest / step + 1e-9)
        let last = ceil(largest / step - 1e-9)
        low = first * step
        high = last * step
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        decimals =
            step >= 1 && step.truncatingRemainder(dividingBy: 1) < 1e-9
            ? 0 : step * 10 >= 0.999 && (step * 10).truncatingRemainder(dividingBy: 1) < 1e-9 ? 1 : 2
    }

    /// 0 at the low end, 1 at the high end.
    func share(_ value: Double) -> Double {
        guard high > low, value.isFinite else { return 0 }
        return min(1, max(0, (value - low) / (high - low)))
    }

    /// Tick label; the unit stands on the last only.
    func label(_ index: Int, _ unit: Unit) -> String {
        if ticks[index] == 0 { return "0" }
        let text =
            unit.kind == .points
            ? Format.signed(ticks[index], decimals: decimals) : Format.number(ticks[index], decimals: decimals)
        return unit.kind == .percent && index == ticks.count - 1 ? text + "%" : text
    }
}
