internal import HTML

/// Constant markup of every page.
enum Symbols {
    /// The hatch that stands for what is not shown.
    static let hatch = Trusted(
        """
        <svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="pb" width="6" height="6"/><line class="pl" x1="1" y1="0" x2="1" y2="6"/></pattern></defs></svg>
        """)

    /// Two lines that rise: the report's own mark.
    static let mark = Trusted(
        """
        <svg viewBox="0 0 28 28" aria-hidden="true"><path class="m1" fill="none" stroke-width="3" stroke-linecap="round" d="M3 22C8 6 12 22 16 11S24 5 25 4"/><path class="m2" fill="none" stroke-width="2" stroke-linecap="round" d="M8 25C12 14 16 25 20 16S25 12 26 11"/></svg>
        """)
}
