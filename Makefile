# Trivsel: HR exports in, a nightly report out.
#
#   make demo        install what is missing, build, run the demo company and print the report's path
#   make test        install what is missing, build, lint and run all tests (about twenty-five minutes on two cores)
#   make build       the five programs, release, in .build/release
#   make install     programs and pipelines below PREFIX (/usr/local); DESTDIR for packagers
#   make setup       only the system packages that a build needs
#   make test-deep   thread sanitizer, long fuzzing, R as an oracle, a hundred thousand employees
#   make fuzz        libFuzzer on everything that reads foreign bytes, FUZZ_SECONDS (60) a target: see Fuzz/README.md
#   make check-flags 200 companies without signal and 50 with one department in trouble: how often a flag is false or missing
#   make bench       ours beside polars and DuckDB on the same work, results compared cell by cell
#   make lint        the formatter's rules over the whole tree; make format applies them
#   make clean       remove everything that was built
#   make help        this text
#
#   CSV=shared       link libcsv dynamically (its licence is LGPL-2.1); own build folder .build-shared
#   SWIFT=/path/to/swift   PYTHON=python3   SUDO=sudo

.DEFAULT_GOAL := help
.NOTPARALLEL:
.ONESHELL:
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules

SWIFT ?= swift
PYTHON ?= python3
SUDO ?= $(if $(filter 0,$(shell id -u)),,sudo)
PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60

ifeq ($(CSV),shared)
export TRIVSEL_CSV := shared
SCRATCH := .build-shared
else
SCRATCH := .build
endif

PROGRAMS := trivsel trivsel-ingest trivsel-normalize trivsel-aggregate trivsel-report
BIN := $(SCRATCH)/release
WALLS := --explicit-target-dependency-import-check error
RELEASE := $(SWIFT) build --quiet -c release --static-swift-stdlib $(WALLS) --scratch-path $(SCRATCH)
BUILD_PACKAGES := libcsv-dev zlib1g-dev libzstd-dev libssl-dev
TEST_PACKAGES := $(BUILD_PACKAGES) python3 python3-venv chromium
VENV := .venv
VENV_PYTHON := $(CURDIR)/$(VENV)/bin/python
TEST_OUTPUT := $(CURDIR)/build/tests

# What the Python tests need to know.
export SWIFT
export TRIVSEL_BIN = $(CURDIR)/$(BIN)
export TRIVSEL_TEST_OUTPUT = $(TEST_OUTPUT)
# Programs and tests never write outside the checkout.
export PYTHONDONTWRITEBYTECODE := 1

# The linker warns about a function inside Foundation that is never called here, and about the sanitizers' own symbols.
linker_noise := sed '/mktemp/d; /warning: Cannot export local symbol/d'

START := $(shell date +%s)
say = printf '==> [%3d s] %s\n' $$(( $$(date +%s) - $(START) ))
fail = { printf 'make: %s\n' $(1) >&2; exit 1; }

# $(call need,PACKAGES): what dpkg does not know as installed is fetched through apt; nothing missing, nothing asked.
define need
if command -v dpkg-query >/dev/null 2>&1; then
  missing=()
  for package in $(1); do
    dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$$package")
  done
  if [ $${#missing[@]} -gt 0 ]; then
    $(say) "Installing system packages: $${missing[*]}"
    if [ -n "$(SUDO)" ] && ! command -v $(SUDO) >/dev/null 2>&1; then
      $(call fail,"not root and no sudo: install $${missing[*]} and start again")
    fi
    log=$$(mktemp)
    { $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$${missing[@]}"; } >"$$log" 2>&1 \
      || { tail -n 5 "$$log" >&2; $(call fail,"apt could not install $${missing[*]}; its whole log: $$log"); }
    rm -f "$$log"
  fi
else
  $(say) "No dpkg here: expecting the libraries of these Debian packages to be installed: $(1)"
fi
endef

define need_swift
command -v $(SWIFT) >/dev/null 2>&1 \
  || $(call fail,"no '$(SWIFT)' found: install a Swift 6.3 toolchain (swift.org/install) and put it into PATH")
version=$$($(SWIFT) --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
set -- $${version:-0 0}
[ $$(( $$1 * 100 + $$2 )) -ge 603 ] || $(call fail,"Swift 6.3 or newer is needed and '$(SWIFT)' is $$1.$$2: install a newer toolchain")
endef

# $(call install_licences,FOLDER): the texts of everything that the programs contain, NAME.txt each. Debian's copyright
# files name the licences of the linked libraries and point at common texts, which come along.
define install_licences
toolchain=$$(dirname "$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")")
texts=("swift=$$toolchain/share/swift/LICENSE.txt")
for checkout in swift-argument-parser swift-log Yams; do
  for text in "$(SCRATCH)/checkouts/$$checkout"/LICENSE*; do texts+=("$$checkout=$$text"); done
done
for package in $(BUILD_PACKAGES) libgcc-12-dev; do texts+=("$$package=/usr/share/doc/$$package/copyright"); done
for common in LGPL-2.1 GPL-3 Apache-2.0; do texts+=("$$common=/usr/share/common-licenses/$$common"); done
for entry in "$${texts[@]}"; do
  if [ -r "$${entry#*=}" ]; then
    install -m 644 "$${entry#*=}" "$(1)/$${entry%%=*}.txt"
  else
    $(say) "No licence text at $${entry#*=}: a package made from this install must bring it"
  fi
done
endef

.PHONY: help setup build demo install test test-deep fuzz check-flags bench lint format clean
.PHONY: test-setup test-build test-sanitized test-release test-oracles test-programs test-fuzz test-swift test-threads test-long test-r

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//; p' Makefile

setup:
	@$(need_swift)
	$(call need,$(BUILD_PACKAGES))

build: setup
	@$(say) "Building the programs (release, $(SCRATCH))"
	$(RELEASE) 2>&1 | $(linker_noise) || $(call fail,"the release build failed (see above)")

demo: build
	@rm -rf build/demo
	mkdir -p build/demo
	$(say) "Writing the exports of a demo company: 1000 employees, 36 months, build/demo/input"
	$(BIN)/trivsel demo --employees 1000 --months 36 --seed 42 --out build/demo/input
	$(say) "Running pipelines/nightly.yaml on them, build/demo/work"
	$(BIN)/trivsel run pipelines/nightly.yaml --input build/demo/input --work build/demo/work
	report=$$(ls -d build/demo/work/[0-9]*/4-report/index.html) || $(call fail,"the run wrote no report")
	$(say) "Done. Open the report:"
	printf '%s\n' "$(CURDIR)/$$report"

install: build
	@$(say) "Installing below $(DESTDIR)$(PREFIX)"
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/trivsel/licences"
	for program in $(PROGRAMS); do install -s -m 755 "$(BIN)/$$program" "$(DESTDIR)$(PREFIX)/bin/$$program"; done
	(cd pipelines && find . -type f -print0) | while IFS= read -r -d '' file; do
	  install -D -m 644 "pipelines/$$file" "$(DESTDIR)$(PREFIX)/share/trivsel/pipelines/$$file"
	done
	licences="$(DESTDIR)$(PREFIX)/share/trivsel/licences"
	install -m 644 LICENSE THIRD-PARTY.md "$$licences/"
	$(call install_licences,$$licences)
	$(say) "Installed: $(PROGRAMS)"

lint:
	@$(need_swift)
	$(say) "Lint: swift format over the whole tree"
	git ls-files -z '*.swift' | xargs -0 $(SWIFT) format lint --strict --parallel

format:
	@$(need_swift)
	git ls-files -z '*.swift' | xargs -0 $(SWIFT) format --in-place --parallel

# One build for the Swift tests, under the address sanitizer, and one of the programs. What the tests write for others to
# judge comes first; all Swift tests come last, so that their closing line is the last.
test: test-setup lint test-build test-oracles test-release test-programs test-fuzz test-sanitized

test-setup:
	@$(need_swift)
	$(call need,$(TEST_PACKAGES))
	wanted=$$(cat Tests/requirements.txt Tests/Oracles/requirements.txt)
	if [ "$$(cat $(VENV)/installed.txt 2>/dev/null)" != "$$wanted" ]; then
	  $(say) "Installing Python packages for the tests into $(VENV)"
	  rm -rf $(VENV)
	  $(PYTHON) -m venv $(VENV) || $(call fail,"'$(PYTHON) -m venv' failed: python3-venv is needed")
	  $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt \
	    || $(call fail,"pip could not install Tests/requirements.txt (see above)")
	  printf "%s\n" "$$wanted" > $(VENV)/installed.txt
	fi

# The sanitizer's options, for the tests and for the programs that they start.
SANITIZED := LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/lsan.supp:print_suppressions=0 ASAN_OPTIONS=detect_leaks=1
SANITIZED_TEST = env -u TRIVSEL_BIN $(SANITIZED) $(SWIFT) test --skip-build --disable-xctest $(WALLS) --sanitize=address \
  --scratch-path .build-asan

test-build:
	@rm -rf $(TEST_OUTPUT)
	mkdir -p $(TEST_OUTPUT)/oracles $(TEST_OUTPUT)/interop
	$(say) "Address sanitizer: a deliberate leak must be found"
	$(SWIFT)c -sanitize=address Tests/Sanitizers/leak.swift -o $(TEST_OUTPUT)/leak >/dev/null 2>&1 \
	  || $(call fail,"the address sanitizer cannot be linked")
	if $(SANITIZED) $(TEST_OUTPUT)/leak >$(TEST_OUTPUT)/leak.log 2>&1; then
	  $(call fail,"leaks are not detected on this machine")
	fi
	grep -q LeakSanitizer $(TEST_OUTPUT)/leak.log || $(call fail,"no leak report from the deliberate leak")
	$(say) "Address sanitizer: building the tests"
	$(SANITIZED) $(SWIFT) build --quiet --build-tests $(WALLS) --sanitize=address --scratch-path .build-asan 2>&1 \
	  | $(linker_noise)

test-sanitized:
	@$(say) "Swift tests: unit, law and case tests, programs from start to end; address sanitizer, leak check on"
	$(SANITIZED_TEST)

test-release: build

test-oracles:
	@$(say) "What the Swift tests compute for others to judge"
	TRIVSEL_ORACLE_DIR=$(TEST_OUTPUT)/oracles TRIVSEL_INTEROP_DIR=$(TEST_OUTPUT)/interop \
	  $(SANITIZED_TEST) --quiet --filter 'OracleTests|InteropFileTests|WorkCalendarTests|PublicDataTests|SurveyLinkageTests'
	$(say) "Oracles: what the Swift tests computed, against scipy and others"
	Tests/run-scripts.sh $(VENV_PYTHON) Tests/Oracles -- $(TEST_OUTPUT)/oracles
	$(say) "Interop: files written by the Swift tests, read by pyarrow and DuckDB"
	Tests/run-scripts.sh $(VENV_PYTHON) Tests/Interop -- $(TEST_OUTPUT)/interop

test-programs:
	@$(say) "The built programs: public data, pages in Chromium, every documented command, hostile files"
	Tests/run-scripts.sh $(VENV_PYTHON) Tests/Commands Tests/Pages Tests/Fuzz Tests/Acceptance

test-fuzz: FUZZ_SECONDS = 15
test-fuzz: fuzz

test-swift:
	@$(say) "Building the tests without sanitizers"
	$(SWIFT) build --quiet --build-tests $(WALLS)
	$(say) "Swift tests, with the long simulations"
	TRIVSEL_DEEP=1 $(SWIFT) test --skip-build --disable-xctest $(WALLS)

test-deep: FUZZ_SECONDS = 300
test-deep: test-setup test-threads test-release test-r test-long fuzz test-swift

# The Swift tests under the thread sanitizer have written what they computed.
test-r:
	@$(call need,r-base-core r-cran-survival r-cran-psych r-cran-multilevel)
	$(say) "Oracles: R's own functions and its packages survival, psych, multilevel"
	for script in Tests/Oracles/*.R; do Rscript --vanilla "$$script" $(TEST_OUTPUT)/oracles; done

test-threads:
	@mkdir -p $(TEST_OUTPUT)/oracles
	$(say) "Thread sanitizer: building the tests"
	$(SWIFT) build --quiet --build-tests $(WALLS) --sanitize=thread --scratch-path .build-tsan 2>&1 | $(linker_noise)
	$(say) "Thread sanitizer: all Swift tests"
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/tsan.supp:halt_on_error=1 \
	TRIVSEL_ORACLE_DIR=$(TEST_OUTPUT)/oracles \
	  $(SWIFT) test --quiet --skip-build --disable-xctest --skip PipelineTests $(WALLS) --sanitize=thread \
	    --scratch-path .build-tsan

test-long:
	@$(say) "Acceptance at full size, every page, ten minutes of fuzzing"
	TRIVSEL_DEEP=1 Tests/run-scripts.sh $(VENV_PYTHON) Tests/Pages Tests/Fuzz Tests/Acceptance

fuzz: setup
	@$(say) "Fuzzing: $(FUZZ_SECONDS) seconds a target"
	FUZZ_SECONDS=$(FUZZ_SECONDS) Fuzz/run.sh

check-flags: test-setup build
	@$(say) "Flags: 200 companies without signal, 50 with one planted department"
	PYTHONPATH=Tests/Harness $(VENV_PYTHON) Tests/Acceptance/check_flags.py --companies 200 --planted 50

bench: build
	@Benchmarks/bench.sh

clean:
	@rm -rf .build .build-asan .build-tsan .build-shared .build-dump Fuzz/.build build $(VENV)
