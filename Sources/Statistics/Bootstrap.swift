/// The weight of a row in a bootstrap replicate, Poisson with mean 1: how often resampling a great many rows would have
/// drawn it. It depends on nothing but the row's digest and the replicate's number (1, 2, …), so that shards and nights
/// agree about it without a word.
///
/// The replicate-th number of the generator SplitMix64 started with the digest, compared with ⌊2⁶⁴ P(weight ≤ k)⌋, k = 0,
/// 1, … (at most 20, whose own probability is below 2⁻⁶²). Two rows of one digest weigh the same in all replicates.
///
/// Sources: J. A. Hanley and B. MacGibbon, Computer Methods and Programs in Biomedicine 83 (2006) 57–62; G. L. Steele,
/// D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
public func poissonWeight(digest: UInt64, replicate: Int) -> Int {
    var z = digest &+ UInt64(truncatingIfNeeded: replicate) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    var weight = 0
    while weight < poissonThresholds.count, z >= poissonThresholds[weight] { weight += 1 }
    return weight
}

/// ⌊2⁶⁴ Σ e⁻¹ ÷ j! for j ≤ k⌋.
private let poissonThresholds: [UInt64] = [
    0x5E2D_58D8_B3BC_DF1A, 0xBC5A_B1B1_6779_BE35, 0xEB71_5E1D_C158_2DC2, 0xFB23_9797_34A2_52F1,
    0xFF10_25F5_9174_DC3D, 0xFFD9_0F3B_A405_5E19, 0xFFFA_8B71_FC72_C913, 0xFFFF_540C_0914_B3C9,
    0xFFFF_ED1F_4AA8_F120, 0xFFFF_FE21_6E64_1462, 0xFFFF_FFD4_D85D_3183, 0xFFFF_FFFC_6DA2_62B4,
    0xFFFF_FFFF_BA12_D178, 0xFFFF_FFFF_FB07_C64C, 0xFFFF_FFFF_FFAB_8EA5, 0xFFFF_FFFF_FFFA_BE22,
    0xFFFF_FFFF_FFFF_B11A, 0xFFFF_FFFF_FFFF_FBA1, 0xFFFF_FFFF_FFFF_FFC5, 0xFFFF_FFFF_FFFF_FFFD,
]

/// The bootstrap's percentile interval: type-7 quantiles (1 ∓ confidence) ÷ 2 of a statistic's values over replicates, in
/// any order.
///
/// Nil for fewer than two replicates, for one that could not be computed (the others are no fair sample of all) and for
/// a confidence outside 0…1.
///
/// Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), 13.3.
public func percentileInterval(_ replicates: [Double?], confidence: Double = 0.95) -> Interval? {
    guard replicates.count >= 2, confidence > 0, confidence < 1 else { return nil }
    var values: [Double] = []
    values.reserveCapacity(replicates.count)
    for replicate in replicates {
        guard let replicate, replicate.isFinite else { return nil }
        values.append(replicate)
    }
    values.sort()
    let tail = (1 - confidence) / 2
    guard let low = quantileType7(values, tail), let high = quantileType7(values, 1 - tail) else { return nil }
    return Interval(low: low, high: high)
}

/// The interval of each predictor's relative weight, from the weights over replicates; nil as above, and for replicates
/// of different predictors.
public func percentileIntervals(_ replicates: [RelativeWeights?], confidence: Double = 0.95) -> [Interval]? {
    guard let count = replicates.first??.weights.count,
        replicates.allSatisfy({ $0?.weights.count == count })
    else { return nil }
    var intervals: [Interval] = []
    for predictor in 0..<count {
        let values = replicates.map { $0?.weights[predictor] }
        guard let interval = percentileInterval(values, confidence: confidence) else { return nil }
        intervals.append(interval)
    }
    return intervals
}
