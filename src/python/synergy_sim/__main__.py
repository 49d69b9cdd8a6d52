"""``python3 -m synergy_sim [--planners FILE.py]... COMMAND ...``: the program synergy-sim with planners of Python.

Each FILE.py is run first; what it registers with synergy_sim.planner may be named like any other planner.
"""

from __future__ import annotations

import runpy
import sys

from . import command_line


def main(arguments: list[str]) -> int:
    while arguments and arguments[0].split("=")[0] == "--planners":
        option, equals, file = arguments.pop(0).partition("=")
        if not equals:
            if not arguments:
                print(f"synergy_sim: {option} needs a file", file=sys.stderr)
                return 2
            file = arguments.pop(0)
        try:
            runpy.run_path(file)
        except OSError as error:
            print(f"synergy_sim: {file}: {error.strerror}", file=sys.stderr)
            return 2
    return command_line(*arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
