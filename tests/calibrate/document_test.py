#!/usr/bin/env python3
"""Does everything that device_profiles/CALIBRATE.md shows happen: every command, every file, every line of output?

    document_test.py SYNERGY_SIM            compares
    document_test.py SYNERGY_SIM --write    writes files and outputs into the page, and the recordings into device_profiles/examples

The page is read as the tutorial's test reads the tutorial. `make-recording` is that of scripts; what it writes must be the recordings that are kept.
"""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
import tutorial_test as tutorial  # noqa: E402

PAGE = ROOT / "device_profiles" / "CALIBRATE.md"
EXAMPLES = ROOT / "device_profiles" / "examples"


def run(page: str, program: str, folder: pathlib.Path) -> tuple[dict[int, str], dict[str, bytes], list[str]]:
    """What each block should be, the recordings made, and problems."""
    reader = tutorial.Reader(folder, program)
    reader.link("make-recording", str(ROOT / "scripts" / "make-recording"))
    should, problems = {}, []
    for number, block in enumerate(tutorial.blocks(page)):
        if block.name:
            should[number] = (EXAMPLES / block.name).read_text(encoding="utf-8")
            (reader.study / block.name).write_text(should[number], encoding="utf-8")
        elif block.language == "console":
            should[number], wrong = reader.does(tutorial.commands_of(block.text))
            problems += wrong
            if tutorial.masked(should[number]) == tutorial.masked(block.text):
                should[number] = block.text
        else:
            problems.append(f"section '{block.section}': a block that is neither a file nor a dialogue")
    return should, {file.name: file.read_bytes() for file in reader.study.glob("*.csv")}, problems


def figures(folder: pathlib.Path) -> list[str]:
    """Does the script that the page names draw a figure for each quantity?"""
    python = tutorial.python_with_matplotlib()
    if python is None:
        print("left out, no matplotlib: the figures")
        return []
    ran = subprocess.run([python, str(ROOT / "scripts" / "figures" / "calibration.py"), "--in", str(folder), "--format", "png"],
                         capture_output=True, text=True, check=False)
    there = {file.name for file in (folder / "figures").glob("*.png")}
    if ran.returncode != 0 or there != {"calibration_time.png", "calibration_energy.png"}:
        return [f"calibration.py: exit code {ran.returncode}, {sorted(there)}\n{ran.stdout}{ran.stderr}"]
    return []


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        should, recordings, problems = run(page, sys.argv[1], pathlib.Path(name))
        problems += figures(pathlib.Path(name) / "study" / "npu")
    made = tutorial.blocks(page)
    if sys.argv[2:] == ["--write"]:
        for number in sorted(should, reverse=True):
            begin, end = made[number].span
            page = page[:begin] + should[number] + page[end:]
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        for file, content in recordings.items():
            (EXAMPLES / file).write_bytes(content)
    else:
        for number, text in should.items():
            problems += tutorial.difference(made[number].name or f"section '{made[number].section}'", made[number].text, text)
        kept = {file.name: file.read_bytes() for file in EXAMPLES.glob("*.csv")}
        if kept != recordings:
            problems.append(f"the recordings kept are not those made: {sorted(kept)}, {sorted(recordings)}")
        if len(should) < 6 or not recordings:
            problems.append("nothing was compared")
    if problems:
        sys.exit("\n".join(problems) + f"\n{len(problems)} problems; --write writes what is true into the page")


if __name__ == "__main__":
    main()
