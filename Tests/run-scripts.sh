#!/usr/bin/env bash
# Runs every Python test of some folders, as many at a time as there are cores, and stops at the end, not at the first
# failure; what a script says appears when it has ended:
#   run-scripts.sh PYTHON FOLDER… [-- ARGUMENT…]
set -u
python=$1
shift
folders=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  folders+=("$1")
  shift
done
[ $# -eq 0 ] || shift
cd "$(dirname "$0")/.." || exit 1
export PYTHONPATH=$PWD/Tests/Harness PYTHONUNBUFFERED=1
logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT

scripts=()
for folder in "${folders[@]}"; do
  found=("$folder"/*.py)
  if [ -f "${found[0]}" ]; then scripts+=("${found[@]}"); else echo "$folder: no scripts here"; fi
done

declare -A running=()
failed=()
# Waits for any script, says what it said, and remembers it if it failed.
gather() {
  local ended status=0 script
  wait -n -p ended "${!running[@]}" || status=$?
  script=${running[$ended]}
  unset "running[$ended]"
  cat "$logs/$ended"
  [ "$status" -eq 0 ] || failed+=("$script")
}
for script in "${scripts[@]}"; do
  [ ${#running[@]} -lt "$(nproc)" ] || gather
  # The log's name is the process's number.
  (exec "$python" "$script" "$@" </dev/null >"$logs/$BASHPID" 2>&1) &
  running[$!]=$script
done
while [ ${#running[@]} -gt 0 ]; do gather; done
if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
fi
