#!/usr/bin/env python3
"""Compile commands by which clang-tidy looks at a dozen sources at once.

Most of what clang-tidy costs is what sources include, and the sources of a concept include the same. They compile together
(SYNERGY_UNITY_BUILD), so they can be looked at together: a fifth of the time of one after the other.

Usage: tidy_units.py BUILD SOURCE...   writes BUILD/units/*.cpp and BUILD/units/compile_commands.json
"""
import collections
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZE = 12  # as UNITY_BUILD_BATCH_SIZE


def alone():
    """Sources that CMake keeps out of units, too."""
    text = (ROOT / "CMakeLists.txt").read_text()
    return {ROOT / name for name in re.findall(r"set_source_files_properties\((\S+) PROPERTIES SKIP_UNITY_BUILD_INCLUSION", text)}


def main(build, names):
    build = pathlib.Path(build).resolve()
    commands = {pathlib.Path(entry["file"]): entry["command"] for entry in json.loads((build / "compile_commands.json").read_text())}
    by_flags = collections.defaultdict(list)
    for name in names:
        source = (ROOT / name).resolve()
        if source not in commands:
            sys.exit(f"{name}: not in {build}/compile_commands.json")
        flags = re.sub(r" -o \S+ -c \S+$", "", commands[source])
        by_flags[flags, source if source in alone() else None].append(source)
    folder = build / "units"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.cpp"):
        old.unlink()
    entries = []
    for (flags, _), sources in by_flags.items():
        for first in range(0, len(sources), SIZE):
            unit = folder / f"{sources[0].relative_to(ROOT).parts[1].removesuffix('.cpp')}_{len(entries)}.cpp"
            unit.write_text("".join(f'#include "{source}"\n' for source in sources[first:first + SIZE]))
            entries.append({"directory": str(build), "command": f"{flags} -o {unit.stem}.o -c {unit}", "file": str(unit)})
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1) + "\n")


main(sys.argv[1], sys.argv[2:])
