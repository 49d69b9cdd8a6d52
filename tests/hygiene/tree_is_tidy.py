"""Is the tree as agreed: its top-level layout, files of readable length, no unfinished marks, no machine's paths?"""

import pathlib
import re

import tree

LONGEST = 400
TOP_LEVEL = set(
    "CMakeLists.txt CMakePresets.json README.md LICENSE include src scenarios device_profiles model_zoo bench tests"
    " scripts".split()
)
CODE = {".hpp", ".cpp", ".py"}
# Spelled so that this file does not contain what it looks for.
UNFINISHED = re.compile(r"\b(TO[D]O|FI[X]ME|X[X]X|HA[C]K|stu[b]|not implemente[d]|placeholde[r])\b")
MACHINE_PATH = re.compile(r"/(work|farm|root|home/[a-z]+)/|\.\./shared/")


def check(root: pathlib.Path) -> list[str]:
    problems = []
    for path in tree.files(root):
        top = path.parts[0]
        if top not in TOP_LEVEL and not top.startswith("."):
            problems.append(f"{path}: '{top}' is no part of the agreed top-level layout")
        code = path.suffix in CODE or (top == "scripts" and path.suffix != ".png")
        count = 0
        for count, line in tree.lines(root, path):
            if top in ("include", "src", "scripts", "bench", "tests") and UNFINISHED.search(line):
                problems.append(f"{path}:{count}: unfinished mark: {line.strip()}")
            if MACHINE_PATH.search(line):
                problems.append(f"{path}:{count}: path of a particular machine: {line.strip()[:120]}")
        if code and count > LONGEST:
            problems.append(f"{path}: {count} lines, at most {LONGEST} allowed")
    return problems


if __name__ == "__main__":
    tree.report(check)
