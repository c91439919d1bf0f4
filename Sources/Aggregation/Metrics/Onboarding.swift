internal import Results

/// The first weeks.
enum Onboarding {
    static let steps: [Metric] = [
        .ofWorkingLife(
            "onboarding.steps_on_time", "Onboarding", "Onboarding steps done in time",
            "Of every 100 steps of onboarding due in the period, those done by their last day in time. Steps that are done on a day "
                + "that nobody says count as done in time.",
            of: ("steps done by their last day in time", "steps due"), interval: "ratio of clustered sums",
            needs: .onboardingSteps, protection: .steps
        ) { .clusteredShare(.steps, $0.sum(.stepsOnTime, $1, $2), of: $0.sum(.stepsDue, $1, $2), $0, $1, $2) }
    ]

    static let checkIns: [Metric] = [
        .ofWorkingLife(
            "onboarding.first_checkin14", "Onboarding", "First check-in within 14 days",
            "Of every 100 hired whose first 14 days were over in the period, those who had a conversation with their manager in "
                + "these days, of whatever kind.",
            of: ("hires with a check-in on one of their first 14 days", "hires whose 14 days are over"),
            interval: "Wilson", needs: .firstCheckIn, protection: .firstCheckIn
        ) { .share($0.sum(.fortnightMet, $1, $2), of: $0.sum(.fortnightStarts, $1, $2)) }
    ]
}
