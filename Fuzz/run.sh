#!/usr/bin/env bash
# Builds the fuzz targets and runs each for FUZZ_SECONDS (60); a target's name as argument runs that one alone.
# Known inputs come first, regressions and earlier findings; then new ones until the time is over. Any finding fails.
set -euo pipefail
cd "$(dirname "$0")"
: "${SWIFT:=swift}" "${FUZZ_SECONDS:=60}"
output=../build/fuzz
# No crash, no hang, no single allocation above 64 MiB, never above 1 GiB in all.
limits=(-timeout=5 -malloc_limit_mb=64 -rss_limit_mb=1024)
# Longest inputs: short ones go through faster, and these hold all that the seeds do.
declare -A longest=(
  [CSVFuzz]=1024 [CellFuzz]=64 [ExportFuzz]=2048 [ConfigurationFuzz]=8192 [ParquetFuzz]=16384
)
# A backtrace takes Swift a while, and libFuzzer its own.
export SWIFT_BACKTRACE=enable=no
# What is freed is watched for a while; more of it would only look like memory in use.
export ASAN_OPTIONS=${ASAN_OPTIONS:-quarantine_size_mb=64}
export LSAN_OPTIONS=suppressions=$PWD/../Tests/lsan.supp:print_suppressions=0
TRIVSEL_FUZZ_FOLDER=$(TMPDIR=$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}") mktemp -d -t trivsel-fuzz.XXXXXX)
export TRIVSEL_FUZZ_FOLDER
trap 'rm -rf "$TRIVSEL_FUZZ_FOLDER"' EXIT

fail() {
  printf 'fuzz: %s\n' "$1" >&2
  exit 1
}

# A path as seen from the root of the checkout.
seen() {
  case $1 in
    ../*) printf '%s' "${1#../}" ;;
    *) printf 'Fuzz/%s' "$1" ;;
  esac
}

# Without the index that editors look things up in: nobody edits here.
build_flags=(--disable-index-store --sanitize=fuzzer --sanitize=address)
# SwiftPM alone does not ask for coverage of Swift. Optimised, with the checks of a debug build all the same.
for flag in -sanitize=fuzzer,address -O -assert-config Debug; do build_flags+=(-Xswiftc "$flag"); done
"$SWIFT" build --quiet "${build_flags[@]}" 2>&1 \
  | sed '/mktemp/d; /warning: Cannot export local symbol/d' || fail "the fuzz targets cannot be built (see above)"

# Replays what is known about a target, then fuzzes it; what is said goes to the screen, the executions to a file.
fuzz() {
  local target=$1
  local program=.build/debug/$target folder=$output/$target
  local flags known input runs rate covered
  [ -x "$program" ] || fail "there is no target $target"
  mkdir -p "$folder/corpus" "$folder/findings"
  flags=("${limits[@]}" -max_len="${longest[$target]:-4096}" -artifact_prefix="$folder/findings/")
  [ ! -f "Dictionaries/$target.dict" ] || flags+=(-dict="Dictionaries/$target.dict")

  mapfile -t known < <(find "Regressions/$target" "$folder/findings" -type f ! -name '.*' 2>/dev/null | sort)
  for input in "${known[@]}"; do
    "$program" "${limits[@]}" "$input" >"$folder/replay.log" 2>&1 || {
      grep -E '^property:|ERROR:|Fatal error' "$folder/replay.log" >&2 || tail -n 5 "$folder/replay.log" >&2
      fail "$target: a known input fails: $(seen "$input"); the whole log: $(seen "$folder/replay.log")"
    }
  done

  "$program" "${flags[@]}" -max_total_time="$FUZZ_SECONDS" -print_final_stats=1 "$folder/corpus" "Corpus/$target" \
    >"$folder/run.log" 2>&1 || {
    grep -E '^property:|ERROR:|Fatal error|Test unit written' "$folder/run.log" >&2 || tail -n 5 "$folder/run.log" >&2
    fail "$target: a finding in $(seen "$folder/findings"), the whole log in $(seen "$folder/run.log"); see Fuzz/README.md"
  }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/run.log")
  rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$folder/run.log")
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$folder/run.log" | tail -n 1)
  printf '  %-18s %10d executions, %6d a second, %5d places covered, %d known inputs\n' \
    "$target" "$runs" "$rate" "$covered" "${#known[@]}"
  printf '%s\n' "$runs" >"$TRIVSEL_FUZZ_FOLDER/$target.runs"
}

# As many at a time as there are cores.
running=0 failed=0
gather() {
  wait -n || failed=1
  running=$((running - 1))
}
for target in ${1:-CSVFuzz CellFuzz ExportFuzz ConfigurationFuzz ParquetFuzz}; do
  [ "$running" -lt "$(nproc)" ] || gather
  (trap - EXIT && fuzz "$target") &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do gather; done
[ "$failed" -eq 0 ] || exit 1
total=0
for runs in "$TRIVSEL_FUZZ_FOLDER"/*.runs; do total=$((total + $(<"$runs"))); done
printf '  %-18s %10d executions, no finding\n' "all targets" "$total"
