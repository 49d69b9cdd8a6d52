#!/usr/bin/env python3
"""Are the instances of the suite sound: each a valid scenario, called what its file is called, of a family that the README knows?

Usage: instances.py SYNERGY_SIM
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUITE = ROOT / "scenarios" / "suite"


def main(binary: str) -> int:
    files = sorted(SUITE.glob("*/*.yaml"))
    problems = []
    if len(files) < 100:
        problems.append(f"{len(files)} instances, at least 100 expected")
    for file in files:
        text = file.read_text(encoding="utf-8")
        name = re.search(r"^name: (.+)$", text, re.MULTILINE)[1]
        if name != f"{file.parent.name}/{file.stem}":
            problems.append(f"{file}: is called {name}")
        if re.search(r"^(planner|policy):", text, re.MULTILINE):
            problems.append(f"{file}: an instance leaves planner and policy open")
        if not re.search(r"^objective: ", text, re.MULTILINE):
            problems.append(f"{file}: says no objective")
    for family in sorted({file.parent.name for file in files}):
        if f"[{family}](" not in (SUITE / "README.md").read_text(encoding="utf-8"):
            problems.append(f"{family}: the suite's README does not know this family")
    done = subprocess.run([binary, "validate", *files], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        problems.append(done.stderr)
    print("\n".join(problems) if problems else f"{len(files)} instances")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
