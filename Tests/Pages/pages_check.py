#!/usr/bin/env python3
"""Opens the pages of a report in a real browser and says what is wrong with them.

    pages_check.py [REPORT_DIR] [--pages N]

Without a folder it looks at the reports of the demo company and, where the data are there, of the NHS totals.

For a few pages (company, index, data quality, methods, and N departments: the largest, the smallest, some between; with
TRIVSEL_DEEP=1 all departments) at 1360, 390 and 320 pixels, light and dark, with every table opened:
  - no sideways scrolling of the page,
  - no message on the console, so no violation of the content security policy,
  - no request for anything but the page itself,
  - no number of a list outside the text, so that none is cut off,
  - no text of a drawing outside its drawing, no two texts of one drawing over each other, no text under 11 pixels,
  - axe-core with WCAG 2.2 A and AA and best-practice rules: no violation (not at 320 pixels, the layout of 390).
Also prints the company page to PDF and expects more than one sheet and no sideways cut.

Exit code 0 when nothing was found (or no Chromium is installed: skipped, and it says so), 1 otherwise.
Needs playwright and axe-playwright-python (Tests/requirements.txt) and a Chromium of the system; nothing is downloaded.
"""
import argparse
import os
import pathlib
import shutil
import sys

WIDTHS = [(1360, 900, "light"), (1360, 900, "dark"), (390, 800, "light"), (320, 700, "light")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

DRAWINGS = """() => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg.ch')) {
    const box = svg.getBoundingClientRect();
    if (box.width === 0) continue;
    const title = svg.closest('figure')?.querySelector('h3')?.textContent ?? '';
    const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect(), t]);
    const scale = box.width / svg.viewBox.baseVal.width;
    for (const [words, r, t] of texts) {
      if (r.left < box.left - 2 || r.right > box.right + 2 || r.top < box.top - 3 || r.bottom > box.bottom + 3)
        faults.push(`text outside its drawing: "${words}" in "${title}"`);
      const size = parseFloat(getComputedStyle(t).fontSize) * scale;
      if (size < 10.9) faults.push(`text of ${size.toFixed(1)} px: "${words}" in "${title}"`);
    }
    for (let i = 0; i < texts.length; i++)
      for (let j = i + 1; j < texts.length; j++) {
        const [a, r] = texts[i], [b, s] = texts[j];
        const x = Math.min(r.right, s.right) - Math.max(r.left, s.left);
        const y = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
        if (x > 2 && y > 5) faults.push(`texts over each other: "${a}" and "${b}" in "${title}"`);
      }
  }
  return faults;
}"""

MARKERS = """() => {
  const faults = [];
  for (const item of document.querySelectorAll('main ol > li, main ul > li')) {
    const style = getComputedStyle(item);
    if (style.display !== 'list-item' || style.listStyleType === 'none') continue;
    const column = item.closest('.plainpage, .chap, .wrap').getBoundingClientRect().left;
    const room = item.getBoundingClientRect().left - column;
    // A number of two digits and its point are about 1.3 em wide.
    if (room < parseFloat(style.fontSize) * 1.3) faults.push(`number of a list outside the text: "${item.textContent.slice(0, 40)}"`);
  }
  return faults;
}"""

WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= innerWidth) return null;
  const wide = [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('.scroll')) return false;
    return e.getBoundingClientRect().right > innerWidth + 1;
  });
  const names = wide.slice(0, 3).map(e => e.tagName + '.' + (e.getAttribute('class') ?? ''));
  return `page is ${page.scrollWidth} px wide in a window of ${innerWidth}: ${names.join(', ')}`;
}"""


def chosen(folder: pathlib.Path, number: int) -> list[pathlib.Path]:
    shared = [folder / name for name in ("index.html", "departments.html", "quality.html", "methods.html")]
    departments = sorted((folder / "d").glob("*.html"), key=lambda p: (p.stat().st_size, p.name))
    if len(departments) > number:
        last = len(departments) - 1
        departments = [departments[round(i * last / max(1, number - 1))] for i in range(number)]
    return shared + departments


def browser_path() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    return None


def check(page, path: pathlib.Path, axe: str) -> list[str]:
    faults: list[str] = []
    for width, height, scheme in WIDTHS:
        where = f"{path.name} at {width} px, {scheme}"
        messages: list[str] = []
        requests: list[str] = []
        on_console = lambda message: messages.append(message.text)
        on_request = lambda request: requests.append(request.url)
        page.on("console", on_console)
        page.on("pageerror", on_console)
        page.on("request", on_request)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(path.resolve().as_uri())
        if wide := page.evaluate(WIDE):
            faults.append(f"{where}: {wide}")
        faults += [f"{where}: {fault}" for fault in page.evaluate(DRAWINGS) + page.evaluate(MARKERS)]
        others = [url for url in requests if url.split("#")[0] != path.resolve().as_uri()]
        faults += [f"{where}: request for {url}" for url in others]
        faults += [f"{where}: console says {text}" for text in messages]
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_console)
        page.remove_listener("request", on_request)
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true })")
        if wide := page.evaluate(WIDE):
            faults.append(f"{where}, tables open: {wide}")
        if width == 320:
            continue
        page.evaluate(axe)
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
        )
        for violation in result["violations"]:
            example = violation["nodes"][0]["html"][:160]
            faults.append(f"{where}: axe {violation['id']} ({len(violation['nodes'])}): {violation['help']}: {example}")
    return faults


def check_print(page, path: pathlib.Path) -> list[str]:
    page.goto(path.resolve().as_uri())
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 690, "height": 1000})
    faults = []
    if wide := page.evaluate(WIDE):
        faults.append(f"{path.name} on paper: {wide}")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ") or pdf.count(b"/Type /Page/")
    if not pdf.startswith(b"%PDF") or sheets < 1:
        faults.append(f"{path.name} on paper: no PDF came out")
    page.emulate_media(media="screen")
    return faults


def reports() -> list[pathlib.Path]:
    """The reports that the built programs write."""
    import trivsel_runs as runs

    found = [runs.demo()[1] / "4-report"]
    source = runs.DATA / "nhs_sickness_2023"
    if source.exists():
        found.append(runs.run_pipeline("nhs-sickness.yaml", runs.fresh("pages-nhs"), "--input", source) / "4-report")
    return found


def check_pages() -> list[pathlib.Path]:
    """The page of trivsel check: of exports that are accepted, and of some that are refused."""
    import trivsel_runs as runs

    exports, _, _ = runs.demo()
    folder = runs.fresh("pages-check")
    pipeline = runs.ROOT / "pipelines" / "nightly.yaml"
    spoiled = folder / "spoiled"
    shutil.copytree(exports, spoiled)
    for name in ("absences", "events"):
        for path in spoiled.glob(f"{name}_*.csv"):
            path.chmod(0o600)
            path.write_bytes(path.read_bytes()[:20] + b"\x00\x00\n")
    pages = []
    for source, name in ((exports, "accepted"), (spoiled, "refused")):
        page = folder / f"{name}.html"
        runs.start("check", pipeline, "--input", source, "--work", folder / "work", "--page", page)
        pages.append(page)
    return pages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=pathlib.Path, nargs="?")
    few = sys.maxsize if os.environ.get("TRIVSEL_DEEP") else 2
    parser.add_argument("--pages", type=int, default=few, help="departments to look at in each report")
    arguments = parser.parse_args()
    executable = browser_path()
    if executable is None:
        print("pages: skipped, no Chromium is installed (Debian: apt-get install chromium)")
        return 0
    import axe_playwright_python
    from playwright.sync_api import sync_playwright

    # The page's own policy forbids every script; axe comes in through the debugger, from outside the page.
    axe = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    faults: list[str] = []
    looked = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page()
        for report in [arguments.report] if arguments.report else reports():
            if not (report / "index.html").is_file():
                faults.append(f"{report}: no index.html here")
                continue
            pages = chosen(report, arguments.pages)
            looked += len(pages)
            for path in pages:
                faults += check(page, path, axe)
            faults += check_print(page, pages[0])
        for path in [] if arguments.report else check_pages():
            if not path.is_file():
                faults.append(f"{path}: no page of trivsel check")
                continue
            looked += 1
            faults += check(page, path, axe) + check_print(page, path)
        browser.close()
    for fault in faults:
        print(f"  FAILED: {fault}")
    print(f"pages: {looked} pages in {len(WIDTHS)} views each, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
