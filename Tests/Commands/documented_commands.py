"""Every command of README.md and docs/ is run as it stands there.

Fenced blocks marked `sh` run in order, each document as one script, from the top of the checkout; a block after
`<!-- file: PATH -->` is written to PATH first. Blocks marked `sh root` change the machine (users, crontabs): the shell has to
understand them, no more. Only places outside the checkout are moved below the test output, `sudo` is
dropped, and `make test`, inside which this runs, is left out.
"""
import os
import re
import shutil
import subprocess

import trivsel_runs as runs

checks = runs.Checks("Documented commands")
folder = runs.fresh("commands")
MOVED = {place: f"{folder}{place}" for place in ("/opt/trivsel", "/srv/trivsel", "/etc/trivsel")}
NOT_HERE = re.compile(r"^make test\b")


def moved(text):
    for place, instead in MOVED.items():
        text = text.replace(place, instead)
    return text


def script(document):
    """Lines of bash for the document's blocks, and how many commands they hold."""
    lines, commands, inside, target, content = [], 0, None, None, []
    for line in document.read_text().splitlines():
        if inside is None:
            marker = re.match(r"<!-- file: (\S+) -->", line)
            if marker:
                target = moved(marker[1])
            elif line.startswith("```"):
                inside, content = line[3:].strip(), []
            elif line.strip():
                target = None
        elif line.startswith("```"):
            if target:
                lines += [f"mkdir -p {os.path.dirname(target)}", f"cat > {target} <<'END_OF_FILE'", *content, "END_OF_FILE"]
            elif inside == "sh root":
                done = subprocess.run(["bash", "-n"], input="\n".join(content), text=True, capture_output=True)
                checks.equal((done.returncode, done.stderr), (0, ""), f"{document.name}: the shell understands {content[:1]}")
            elif inside == "sh":
                for command in content:
                    command = re.sub(r"^sudo ", "", moved(command))
                    if not NOT_HERE.match(command):
                        lines += [f"echo '+ {command}' | cut -c1-160" if "'" not in command else "", command]
                        commands += 1
            inside, target = None, None
        else:
            content.append(moved(line) if target else line)
    return "\n".join(lines), commands


ran = 0
for document in [runs.ROOT / "README.md", *sorted((runs.ROOT / "docs").glob("*.md"))]:
    text, commands = script(document)
    if not commands:
        continue
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text], cwd=runs.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env={**os.environ, "MAKEFLAGS": ""})
    if not checks.equal(done.returncode, 0, f"{document.name}: exit code"):
        print(done.stdout.decode(errors="replace")[-4000:])
    ran += commands
    checks.group(f"{document.name}: {commands} commands")
checks.that(ran >= 10, "the documents hold commands", ran)
checks.that((folder / "srv/trivsel/work/2026-03-31/4-report/index.html").exists(), "the README's own pipeline gives its report")

# What is installed runs without the checkout: five programs, linked with the C library alone.
installed = folder / "opt/trivsel/bin"
for program in ("trivsel", "trivsel-ingest", "trivsel-normalize", "trivsel-aggregate", "trivsel-report"):
    if not checks.that((installed / program).exists(), f"{program} is installed"):
        continue
    done = subprocess.run([installed / program, "--help"], cwd="/", capture_output=True, env={"PATH": "/usr/bin:/bin"})
    checks.equal(done.returncode, 0, f"{program} --help")
    linked = subprocess.run(["ldd", installed / program], capture_output=True, text=True).stdout
    names = {line.split()[0].split("/")[-1] for line in linked.splitlines() if line.strip()}
    strange = {n for n in names if not re.match(r"(linux-vdso|libc|libm|libdl|libpthread|librt|ld-linux.*|libgcc_s|libstdc\+\+)\.so", n)}
    checks.equal(strange, set(), f"{program}: libraries that a machine may not have")
for document in ("LICENSE", "THIRD-PARTY.md"):
    checks.that((folder / "opt/trivsel/share/trivsel/licences" / document).exists(), f"{document} is installed")
checks.that((folder / "opt/trivsel/share/trivsel/pipelines/nightly.yaml").exists(), "pipelines are installed")

licences = folder / "opt/trivsel/share/trivsel/licences"
for name in ("swift", "swift-argument-parser", "swift-log", "Yams", "libcsv-dev", "LGPL-2.1", "zlib1g-dev", "libzstd-dev",
             "libssl-dev"):
    text = licences / f"{name}.txt"
    checks.that(text.exists() and text.stat().st_size > 200, f"the licence text of {name} is installed")
    checks.that(f"`{name}.txt`" in (runs.ROOT / "THIRD-PARTY.md").read_text(), f"THIRD-PARTY.md names {name}.txt")

# The README's own company is large enough to be shown: its headcount and turnover are published.
figures = runs.export(folder / "srv/trivsel/work/2026-03-31")
for metric, period in (("headcount.closing", "2026-02"), ("turnover.rolling12.total", "2026-02/P12M")):
    cell = figures.get((metric, "COMPANY", period, ""))
    checks.that(cell is not None and cell.status == "published", f"the README's own company: {metric} {period}", cell)

# The example of pipelines/README.md runs, beside the sources it names, on the demo company's exports.
exports, _, _ = runs.demo()
example = folder / "pipelines"
shutil.copytree(runs.ROOT / "pipelines", example)
text = (runs.ROOT / "pipelines" / "README.md").read_text()
(example / "example.yaml").write_text(text.split("```yaml\n", 1)[1].split("```", 1)[0])
done = runs.start("run", example / "example.yaml", "--input", exports, "--work", folder / "example",
                  "--key-file", exports / "demo.key")
checks.equal((done.returncode, done.stderr), (0, b""), "the example of pipelines/README.md runs")

# The line for cron: understood by the shell, and its programs are ours.
lines = [line for line in (runs.ROOT / "pipelines" / "crontab").read_text().splitlines()
         if re.match(r"^[\d*]", line)]
checks.equal(len(lines), 1, "one nightly line")
for line in lines:
    command = line.split(None, 5)[5].replace("\\%", "%")
    checks.equal(subprocess.run(["sh", "-n", "-c", command]).returncode, 0, "the shell understands it")
    checks.that(re.search(r"\btrivsel run \S+", command), "it runs a pipeline", command)
prefix = re.search(r"make install PREFIX=(\S+)", (runs.ROOT / "README.md").read_text())[1]
checks.that(f"PATH={prefix}/bin:" in (runs.ROOT / "pipelines" / "crontab").read_text(), "cron finds what README installs", prefix)

# Links between the documents lead somewhere.
for document in [runs.ROOT / name for name in ("README.md", "CONTRIBUTING.md", "THIRD-PARTY.md")] + list((runs.ROOT / "docs").glob("*.md")):
    for link in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        if "://" not in link:
            checks.that((document.parent / link).exists(), f"{document.name}: link to {link}")
checks.group("installed programs run alone; links lead somewhere; the nightly line is sound")
checks.finish()
