#!/usr/bin/env bash
# Runs every Python test of a folder with the same arguments and stops at the end, not at the first failure:
#   run-scripts.sh PYTHON FOLDER [ARGUMENT…]
set -u
python=$1 folder=$2
shift 2
cd "$(dirname "$0")/.." || exit 1
export PYTHONPATH=$PWD/Tests/Harness PYTHONUNBUFFERED=1
failed=() ran=0
for script in "$folder"/*.py; do
  [ -f "$script" ] || continue
  ran=$((ran + 1))
  "$python" "$script" "$@" </dev/null || failed+=("$script")
done
[ "$ran" -gt 0 ] || echo "$folder: no scripts here"
if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
fi
