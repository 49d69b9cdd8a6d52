#!/usr/bin/env bash
# Planners from outside in one scorecard of the suite, beside synergy: one in a module, which it builds against an installation, and
# one in a process of its own.
#
#   scripts/examples/outside_scorecard.sh PREFIX OUT [OPTION OF suite]...   (for instance --family paper)
set -euo pipefail
if [ $# -lt 2 ]; then
  echo "outside_scorecard.sh: give the prefix of an installation and a folder for the results" >&2
  exit 2
fi
prefix=$(realpath "$1")
out=$2
shift 2
root=$(realpath "$(dirname "$0")/../..")
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cmake -S "$root/tests/module_example" -B "$build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$build" >/dev/null
"$prefix/bin/synergy-sim" --planner-module "$build/libfirst_fit.so" \
  --planner-command "python3 '$root/scripts/examples/first_fit.py'" \
  suite --quick --planner first_fit,first_fit_py,synergy --out "$out" "$@"
