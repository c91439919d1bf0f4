"""Polluted exports: one table spoilt in hundreds of ways, each read by ingest and by Python's csv module.

After the kinds of pollution that Vitagliano et al. found in public files (Pollock, VLDB 2023): of the file (no header,
preamble, footer, several header rows, blank lines, marks), of the rows (a field less or more, a stray, doubled or missing
quote, another delimiter, another line end), of the dialect (delimiter, quote, escape, line end, encoding). A pollution
of the dialect is declared in the source description, and told to the csv module as well. A pollution of a row is an
accident that nobody declares.

Each file ends in one of three ways: correct (all rows are those of the table), told (the file was refused, or rows were
set aside, and all others are right), silently wrong (a row differs, is missing or was added, and nothing is said). The
bar: nothing is silently wrong, and what a careful reader can read is read: no file that the csv module reads correctly
when told the dialect is less than correct here, but for accidents, where being told is as good.

TRIVSEL_DEEP=1 spoils every row in turn.
"""
import csv
import datetime
import io
import itertools
import os
from concurrent.futures import ThreadPoolExecutor

import pyarrow.parquet as parquet

import trivsel_runs as runs

checks = runs.Checks("Polluted exports")
folder = runs.fresh("polluted")
HEADER = ["id", "hired", "unit", "fte", "born"]
UNITS = ["Sales", "Nord, Vest", 'The "Hub"', "Øst; Sør", "A|B", "It's", "", "Tab\there", "Two\nlines", "Ås ^ ~ Å"]
ROWS = runs.DEEP and 40 or 20
PLAIN = {"delimiter": ",", "quote": '"', "escape": "doubled", "end": "\n", "encoding": "utf-8"}


def table():
    """Texts, dates, decimals and empty cells, as the export should say them."""
    first = datetime.date(2015, 3, 1)
    return [
        [f"{1000 + i:05}", str(first + datetime.timedelta(days=97 * i)), UNITS[i % len(UNITS)],
         "" if i % 7 == 3 else f"{(i * 13 % 100) / 100:.2f}", str(datetime.date(1960 + i, 1 + i % 12, 1 + i % 28))]
        for i in range(ROWS)]


TABLE = table()


def truth(rows):
    """What ingest should write: day, unit, fte in ten thousandths, year of birth; of the id only that it is another one."""
    kept = []
    for identity, hired, unit, fte, born in rows:
        kept.append((identity, datetime.date.fromisoformat(hired), unit or None,
                     round(float(fte) * 10_000) if fte else None, int(born[:4])))
    return kept


def field(text, dialect, everywhere=False):
    quote, delimiter = dialect["quote"], dialect["delimiter"]
    if dialect["escape"] == "backslash":
        text = text.replace("\\", "\\\\")
    special = any(c in text for c in (delimiter, "\n", "\r", quote or "\n")) or (delimiter == " " and not text)
    if not special and not everywhere:
        return text
    if quote is None:
        return text  # The caller leaves out what cannot be written without quotes.
    doubled = "\\" + quote if dialect["escape"] == "backslash" else quote + quote
    return quote + text.replace(quote, doubled) + quote


def record(cells, dialect, everywhere=False):
    return dialect["delimiter"].join(field(c, dialect, everywhere) for c in cells) + dialect["end"]


def written(rows, dialect=PLAIN, everywhere=False, header=HEADER):
    return "".join(record(cells, dialect, everywhere) for cells in [header, *rows])


class Case:
    """`declared`: keys of the source description. `dialect` and `skip` are what the csv module is told."""

    def __init__(self, kind, name, text, declared=(), dialect=PLAIN, rows=TABLE, encoding=None, skip=(1, 0), accident=False):
        self.kind, self.name, self.rows, self.dialect, self.skip, self.accident = kind, name, rows, dialect, skip, accident
        self.bytes = text if isinstance(text, bytes) else text.encode(encoding or dialect["encoding"])
        self.encoding = encoding or dialect["encoding"]
        self.declared = dict(declared)


def declared(dialect):
    names = {"\t": "tab", " ": "space"}
    keys = {"delimiter": names.get(dialect["delimiter"], dialect["delimiter"])}
    if dialect["quote"] != '"':
        keys["quote"] = dialect["quote"] or "none"
    if dialect["escape"] != "doubled":
        keys["escape"] = dialect["escape"]
    if dialect["encoding"] not in ("utf-8", "utf-8-sig", "utf-16"):
        keys["encoding"] = {"cp1252": "windows-1252", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}.get(
            dialect["encoding"], dialect["encoding"])
    return keys


def dialect_cases():
    """Every delimiter, quote, escape and line end with each other; every encoding."""
    for delimiter, quote, escape, end in itertools.product(
            ",;\t| ^~:", ['"', "'", None], ["doubled", "backslash"], ["\n", "\r\n", "\r"]):
        dialect = {**PLAIN, "delimiter": delimiter, "quote": quote, "escape": escape, "end": end}
        rows = TABLE
        if quote is None:
            if escape == "backslash":
                continue
            # Without quotes there is no way to write some texts.
            rows = [r for r in TABLE if not any(c in cell for cell in r for c in (delimiter, "\n", "\r"))
                    and not (delimiter == " " and "" in r)]
        for everywhere in ([False, True] if quote else [False]):
            yield Case("dialect", f"{delimiter!r} {quote} {escape} {end!r} {everywhere}", written(rows, dialect, everywhere),
                       declared(dialect), dialect, rows)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1", "iso-8859-15"):
        for delimiter in ",;\t":
            dialect = {**PLAIN, "delimiter": delimiter, "encoding": encoding}
            yield Case("dialect", f"{encoding} {delimiter!r}", written(TABLE, dialect), declared(dialect), dialect)


def file_cases():
    """Declared where the file's shape is on purpose."""
    text = written(TABLE)
    body = written(TABLE).split("\n", 1)[1]
    names = {"header_rows": 0, "column_names": f"[{', '.join(HEADER)}]"}
    yield Case("file", "no header", body, names, skip=(0, 0))
    yield Case("file", "no final newline", text[:-1])
    yield Case("file", "two final newlines", text + "\n")
    yield Case("file", "many final newlines", text + "\n" * 20)
    yield Case("file", "blank lines between", text.replace("\n0", "\n\n0"))
    yield Case("file", "blank line before the header", "\n" + text)
    for lines in (1, 2, 5):
        for line in ("Staff list", "Printed, on: 31 March", 'An "odd line', ""):
            yield Case("file", f"preamble of {lines}: {line}", f"{line}\n" * lines + text, {"preamble_lines": lines},
                       skip=(1 + lines, 0))
    for rows in (1, 2, 3):
        yield Case("file", f"footer of {rows}", text + "Total,,,20,\n" * rows, {"footer_rows": rows}, skip=(1, rows))
    yield Case("file", "two header rows", "A,B,C,D,E\n" + text, {"header_rows": 2}, skip=(2, 0))
    yield Case("file", "three header rows", "A,B,C,D,E\nF,,,,\n" + text, {"header_rows": 3}, skip=(3, 0))
    yield Case("file", "sep= line", "sep=,\n" + text, {"separator_line": "true"}, skip=(2, 0))
    for order in itertools.islice(itertools.permutations(range(5)), 1, None, 7):
        moved = [[row[i] for i in order] for row in [HEADER, *TABLE]]
        case = Case("file", f"columns in another order {order}", written(moved[1:], header=moved[0]))
        case.order = order
        yield case
    # Accidents: nobody declared them.
    yield Case("file", "no header, undeclared", body, accident=True)
    yield Case("file", "header twice", text.split("\n", 1)[0] + "\n" + text, accident=True)
    yield Case("file", "preamble, undeclared", "Staff list\n" + text, accident=True)
    yield Case("file", "footer, undeclared", text + "Total,,,20,\n", accident=True)
    yield Case("file", "sep= line, undeclared", "sep=,\n" + text, accident=True)
    yield Case("file", "duplicate column name", text.replace("born", "id", 1), accident=True)
    yield Case("file", "a mark in the middle", text.replace("01005,", "\ufeff01005,"), accident=True)


def accident_cases():
    """One row of the payload is spoilt, a different one each time."""
    numbers = range(ROWS) if runs.DEEP else range(0, ROWS, 5)
    for n in numbers:
        rows = [record(cells, PLAIN) for cells in TABLE]
        one = rows[n]

        def spoilt(name, line, left=TABLE):
            text = ",".join(HEADER) + "\n" + "".join(rows[:n]) + line + "".join(rows[n + 1:])
            return Case("row", f"row {n}: {name}", text, rows=left, accident=True)

        cells = TABLE[n]
        for column in range(5):
            yield spoilt(f"field {column} missing", record(cells[:column] + cells[column + 1:], PLAIN))
            yield spoilt(f"a field more before {column}", record(cells[:column] + ["x"] + cells[column:], PLAIN))
            raw = [field(c, PLAIN) for c in cells]
            for name, text in (
                    ("a quote before", '"' + raw[column]), ("a quote behind", raw[column] + '"'),
                    ("a quote within", raw[column][:2] + '"' + raw[column][2:]),
                    ("quotes around, text behind", '"' + raw[column].replace('"', "") + '"x'),
                    ("a backslash quote", '"a\\"b' + raw[column].replace('"', "") + '"')):
                yield spoilt(f"{name} field {column}", ",".join(raw[:column] + [text] + raw[column + 1:]) + "\n")
        for mark in ";\t| ":
            yield spoilt(f"delimited by {mark!r}", record(cells, {**PLAIN, "delimiter": mark}))
        for end in ("\r\n", "\r", "\n\n", "\n\r", ""):
            yield spoilt(f"ends with {end!r}", one[:-1] + end)
        yield spoilt("a line end within", one.replace(",", ",\n", 1))
        yield spoilt("cut off", one[:len(one) // 2])
        yield spoilt("cut off with a line end", one[:len(one) // 2] + "\n")
        yield spoilt("a NUL byte", one[:3] + "\0" + one[3:])
        yield spoilt("empty fields only", ",,,,\n")
        # A blank line is no row, for either reader.
        yield spoilt("blanks only", "   \n", TABLE[:n] + TABLE[n + 1:])
        text = ",".join(HEADER) + "\n" + "".join(rows)
        place = len((",".join(HEADER) + "\n" + "".join(rows[:n])).encode()) + 6
        yield Case("row", f"row {n}: a byte that is no UTF-8", text.encode()[:place] + b"\xe5" + text.encode()[place:],
                   accident=True)
        yield Case("row", f"the file ends in row {n}",
                   ",".join(HEADER) + "\n" + "".join(rows[:n]) + one[:len(one) // 2], accident=True)


def description(case):
    lines = ["trivsel: 1", "organisation: Polluted", "as_of: 2026-03-31", "public_data: true",
             "limits: {quarantined_per_million: 1000000, bad_key_at_least: 100000}", "sources:", "  - name: people",
             "    dataset: employees", "    files: export.csv", "    required: true", "    key: row"]
    for key, value in case.declared.items():
        text = value if isinstance(value, int) or str(value)[:1] == "[" or value == "true" else \
            '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
        lines.append(f"    {key}: {text}")
    lines += ["    columns:", "      person: {header: id, required: true}", "      hire_date: {header: hired, required: true}",
              "      department: {header: unit, required: true}", "      fte: {header: fte, required: true}",
              "      birth_date: {header: born, required: true}"]
    return "\n".join(lines) + "\n"


def keys():
    """The key of each id, read from the plain table once."""
    case = Case("plain", "plain", written(TABLE))
    outcome, rows, _ = ours(case, 0)
    if not checks.equal((outcome, len(rows)), (0, ROWS), "the plain table is read"):
        checks.finish()
    return {key: cells[0] for (key, *_), cells in zip(rows, TABLE)}


def ours(case, number):
    """(exit code, rows as written, rows set aside or message)."""
    place = folder / f"{number}" / "2026-03-31"
    place.mkdir(parents=True)
    (place.parent / "export.csv").write_bytes(case.bytes)
    (place.parent / "pipeline.yaml").write_text(description(case))
    done = runs.start(place.parent / "pipeline.yaml", "--run", place, "--input", place.parent, name="trivsel-ingest")
    if done.returncode:
        return done.returncode, [], done.stderr.decode(errors="replace")
    read = parquet.read_table(place / "1-ingest" / "employees.parquet").to_pydict()
    rows = list(zip(read["person_key"], read["hire_day"], read["department"], read["fte"], read["birth_year"]))
    return 0, rows, parquet.read_metadata(place / "1-ingest" / "quarantine.parquet").num_rows


def theirs(case):
    """Rows as the csv module reads them when told the dialect; None when it raises. `skip`: lines or rows to leave out."""
    dialect = case.dialect
    try:
        text = case.bytes.decode("utf-16" if case.encoding == "utf-16" else case.encoding)
        quoting = csv.QUOTE_NONE if dialect["quote"] is None else csv.QUOTE_MINIMAL
        before = max(case.skip[0] - 1, 0) if "preamble_lines" in case.declared else 0
        lines = io.StringIO(text, newline="")
        for _ in range(before):
            lines.readline()
        reader = csv.reader(
            lines, delimiter=dialect["delimiter"], quotechar=dialect["quote"] or '"', quoting=quoting, strict=True,
            doublequote=dialect["escape"] == "doubled", escapechar="\\" if dialect["escape"] == "backslash" else None)
        rows = [row for row in reader if any(cell.strip() for cell in row) or len(row) > 1]
    except (csv.Error, UnicodeError):
        return None
    rows = rows[case.skip[0] - before:]
    return rows[:len(rows) - case.skip[1]] if case.skip[1] else rows


def classify_theirs(case):
    rows = theirs(case)
    if rows is None:
        return "told"
    order = getattr(case, "order", range(5))
    expected = [[row[i] for i in order] for row in case.rows]
    return "correct" if rows == expected else "silently wrong"


def classify_ours(case, number):
    code, rows, said = ours(case, number)
    if code == 65:
        return "told", said
    if code:
        return f"exit {code}", said
    named = [(names.get(key), *rest) for key, *rest in rows]
    expected = truth(case.rows)
    if named == expected:
        return "correct", said
    # Rows may be missing only where as many or fewer were set aside, and no row may be another one.
    others = [row for row in named if row not in expected]
    if said and not others and len(set(named)) == len(named):
        return "told", said
    return "silently wrong", f"{said} set aside; rows that are none of the table: {others[:2]!r}; {len(named)} of {ROWS}"


names = keys()
cases = [*dialect_cases(), *file_cases(), *accident_cases()]
if not runs.DEEP:
    # Every seventh dialect meets each delimiter, quote, escape and line end; the last ones are the encodings.
    kinds = {kind: [c for c in cases if c.kind == kind] for kind in ("dialect", "file", "row")}
    cases = kinds["dialect"][:-24:7] + kinds["dialect"][-24:] + kinds["file"] + kinds["row"][::2]
with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
    found = list(pool.map(lambda pair: classify_ours(pair[1], pair[0] + 1), enumerate(cases)))
tally = {}
for case, (end, said) in zip(cases, found):
    other = classify_theirs(case)
    kind = case.kind + (", accident" if case.accident else "")
    tally.setdefault(kind, {}).setdefault("ingest", []).append(end)
    tally[kind].setdefault("csv module", []).append(other)
    checks.that(end in ("correct", "told"), f"{case.kind}: {case.name}: {end}", said)
    if not case.accident and other == "correct":
        checks.equal(end, "correct", f"{case.kind}: {case.name}: read by the csv module")
ENDS = ["correct", "told", "silently wrong"]
print(f"  {'':16} {'':12}" + "".join(f"{end:>16}" for end in ENDS))
for kind, readers in sorted(tally.items()):
    for reader, ends in readers.items():
        print(f"  {kind:16} {reader:12}" + "".join(f"{ends.count(end):16}" for end in ENDS))
everything = [end for readers in tally.values() for end in readers["ingest"]]
module = [end for readers in tally.values() for end in readers["csv module"]]
checks.that(everything.count("silently wrong") == 0, "nothing is silently wrong")
declared_only = [(end, classify_theirs(case)) for case, (end, _) in zip(cases, found) if not case.accident]
checks.that(sum(e == "correct" for e, _ in declared_only) >= sum(o == "correct" for _, o in declared_only),
            "at least as many declared pollutions are read as the csv module reads")
checks.group(f"{len(cases)} files: {everything.count('correct')} correct, {everything.count('told')} told, "
             f"{everything.count('silently wrong')} silently wrong; csv module {module.count('correct')}, "
             f"{module.count('told')}, {module.count('silently wrong')}")
checks.finish()
