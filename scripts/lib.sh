# Shared by the scripts beside it: sourced, not run. Leaves the caller in the root of the repository.
# shellcheck shell=bash
set -euo pipefail
script=$(realpath "$0")
# shellcheck disable=SC2034 # for scripts that take paths
called_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs=$(nproc 2>/dev/null || echo 2)
run_under=() # a command under which to build and test, for example setarch

say() { printf '== %s\n' "$*"; }

die() {
  printf '%s: %s\n' "${script##*/}" "$*" >&2
  exit 1
}

# The comment at the head of a script is its help.
usage() {
  awk 'NR == 1 { next } /^#/ { sub(/^# ?/, ""); print; next } { exit }' "$script"
}

usage_error() {
  printf '%s: %s (see scripts/%s -h)\n' "${script##*/}" "$*" "${script##*/}" >&2
  exit 2
}

# have COMMAND...: are all of them installed?
have() {
  local command
  for command; do command -v "$command" >/dev/null || return 1; done
}

# python_with MODULE...: prints a Python that has them all. Debian's packages belong to Debian's own Python.
python_with() {
  local python modules
  modules=$(printf 'import %s;' "$@")
  for python in python3 /usr/bin/python3; do
    if "$python" -c "$modules" 2>/dev/null; then
      printf '%s\n' "$python"
      return
    fi
  done
  printf '%s: no Python with %s: scripts/setup --figures installs it\n' "${script##*/}" "$*" >&2
  return 1
}

# build PRESET [TARGET...]: configures and builds in build/PRESET. A second call only does what changed.
build() {
  local preset=$1 target args=(-j "$jobs") began=$SECONDS
  shift
  for target; do args+=(--target "$target"); done
  [ -t 1 ] || args+=(-- --quiet)
  say "building build/$preset with $jobs jobs"
  configure "$preset" || return 1
  "${run_under[@]}" cmake --build --preset "$preset" "${args[@]}" || return 1
  say "built build/$preset in $((SECONDS - began)) s"
}

# configure PRESET [OPTION...]: what CMake says is shown only when it fails.
configure() {
  mkdir -p "build/$1"
  cmake --preset "$@" >"build/$1/configure.log" 2>&1 || {
    cat "build/$1/configure.log" >&2
    return 1
  }
}
