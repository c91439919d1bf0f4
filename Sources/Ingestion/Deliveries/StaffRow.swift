/// One row of a staff list, words as codes of a pool that all rows share.
struct StaffRow {
    static let none: Int32 = -1
    static let noNumber = Int32.min

    var key: Int64
    var check: Int64
    /// False: the person is not in the delivery any more, and nothing else is said.
    var isPresent = true
    /// What an earlier delivery said: in this one the person's row, or one of them, was set aside. With `isPresent` false: the
    /// person is in the delivery, and nothing is known.
    var isCarried = false
    /// Days since 1970-01-01.
    var validFrom = noNumber
    var hire = noNumber
    var last = noNumber
    var status = none
    var leaveClass = none
    var leaveKind = none
    var department = none
    var assignment = none
    /// 0, 1 or −1 for not said.
    var primary = none
    var peopleManager = none
    var manager: Int64?
    /// 1/10,000.
    var fte = noNumber
    var birthYear = noNumber
    var gender = none
    var country = none
    var location = none
    var contract = none
    var jobLevel = none
    var workMode = none
    /// 0, 1 or −1 for not said.
    var regretted = none
    /// Contracted minutes of Monday to Sunday.
    var monday = noNumber
    var tuesday = noNumber
    var wednesday = noNumber
    var thursday = noNumber
    var friday = noNumber
    var saturday = noNumber
    var sunday = noNumber
    // Provenance.
    var file: Int32 = 0
    var record: Int32 = 0

    init(key: Int64, check: Int64) {
        self.key = key
        self.check = check
    }

    /// Whether two rows tell the same of somebody at work: all but the days of employment, how it ended, and the provenance.
    func isSameWork(as other: StaffRow) -> Bool {
        department == other.department && fte == other.fte && manager == other.manager && primary == other.primary
            && assignment == other.assignment && peopleManager == other.peopleManager && birthYear == other.birthYear
            && gender == other.gender && country == other.country && location == other.location
            && contract == other.contract && jobLevel == other.jobLevel && workMode == other.workMode
            && monday == other.monday && tuesday == other.tuesday && wednesday == other.wednesday
            && thursday == other.thursday && friday == other.friday && saturday == other.saturday
            && sunday == other.sunday
    }

    /// Whether two rows tell the same but for their provenance.
    func isSame(as other: StaffRow) -> Bool {
        key == other.key && isPresent == other.isPresent && hire == other.hire && last == other.last
            && status == other.status && leaveClass == other.leaveClass && leaveKind == other.leaveKind
            && regretted == other.regretted && isSameWork(as: other)
    }
}
