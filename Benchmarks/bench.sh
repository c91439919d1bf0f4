#!/usr/bin/env bash
# Ours beside polars and DuckDB on the same exports and the same job; `make bench` calls it after the release build.
#
#   Benchmarks/bench.sh [EMPLOYEES] [ROUNDS]     100000 and 3 where not given
#
# The generator and the peers' scripts are read from TRIVSEL_SHARED_BENCH (../shared/bench where not set); everything is written below
# build/bench. Quote the ratios, not the seconds: they depend on the machine and on what else it does.
set -euo pipefail
cd "$(dirname "$0")/.."
employees=${1:-100000} rounds=${2:-3}
source=${TRIVSEL_SHARED_BENCH:-../shared/bench}
out=build/bench
venv=$out/venv

if [ ! -f "$source/hrgen.c" ]; then
  echo "bench: skipped, $source is not there"
  exit 0
fi
mkdir -p "$out"
if ! cmp -s Benchmarks/requirements.txt "$venv/installed.txt"; then
  echo "==> Installing polars and DuckDB into $venv"
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
  cp Benchmarks/requirements.txt "$venv/installed.txt"
fi
exports=$out/exports-$employees
if [ ! -f "$exports/bench.key" ]; then
  echo "==> Generating the exports of $employees employees over 36 months"
  cc -O2 -o "$out/hrgen" "$source/hrgen.c" -lm
  rm -rf "$exports"
  mkdir -p "$exports"
  "$out/hrgen" "$exports" -n "$employees" -m 36 -s 42 >/dev/null
  # Invented persons need no secret.
  printf '%032d' 0 >"$exports/bench.key"
  chmod 400 "$exports/bench.key"
fi
exec "$venv/bin/python" Benchmarks/compare.py "$source/peers" "$exports" "$out" "$rounds"
