extension RandomAccessCollection where Index == Int {
    /// Place of the first element that fits, of elements that all fit behind it; `endIndex` where none does.
    func firstPlace(_ fits: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if fits(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
