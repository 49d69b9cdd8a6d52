#!/usr/bin/env bash
# Every planner in one scorecard of the suite: those that ship, and three from outside. One is in a module in C++, built here against
# the installation; one is a process of its own that speaks JSON; one is a function of Python.
#
#   scripts/examples/outside_scorecard.sh PREFIX OUT [OPTION OF suite]...   (for instance --family paper --planner mine,synergy)
#
# PREFIX is where synergy-sim is installed with its Python module; OUT gets leaderboard.md, scorecard.csv and the other tables, and
# manifest.json, which says where each planner came from. Needs cmake, a C++ compiler and python3 (another one: PYTHON=...).
set -euo pipefail
if [ $# -lt 2 ]; then
  echo "outside_scorecard.sh: give the prefix of an installation and a folder for the results" >&2
  exit 2
fi
prefix=$(realpath "$1")
out=$2
shift 2
root=$(realpath "$(dirname "$0")/../..")
examples=$root/scripts/examples
python=${PYTHON:-python3}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
{ cmake -S "$root/tests/module_example" -B "$build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release &&
  cmake --build "$build"; } >"$build/log" 2>&1 || { cat "$build/log" >&2 && exit 1; }
export PYTHONPATH=$prefix/lib/python3/dist-packages${PYTHONPATH:+:$PYTHONPATH}
"$python" -m synergy_sim --planners "$examples/least_crowded.py" \
  --planner-module "$build/libfirst_fit.so" --planner-command "$python '$examples/first_fit.py'" \
  suite --quick --out "$out" "$@"
