#!/usr/bin/env python3
"""Does everything that scenarios/TUTORIAL.md shows happen: every command, every file, every line of output?

    tutorial_test.py SYNERGY_SIM SYNERGY_SIM_WITH_EXAMPLE           compares
    tutorial_test.py SYNERGY_SIM SYNERGY_SIM_WITH_EXAMPLE --write   writes files and outputs into the page, and the transcripts

The second program is built as the page says, with the planner of scenarios/examples in it; it runs what comes after that file.
The page has code blocks of three kinds. A file: the line before the block is its name in backticks, and scenarios/examples has
the same. A dialogue (console): lines that begin with `$ ` are commands, what follows each is its output, both streams. Preparation
(sh): what the build of this test did. Commands run in order in a folder that is empty in the beginning and has the files
shown so far. The dialogues of each section are kept as scenarios/examples/transcripts/SECTION.txt.
"""

import dataclasses
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "scenarios" / "TUTORIAL.md"
EXAMPLES = ROOT / "scenarios" / "examples"
TRANSCRIPTS = EXAMPLES / "transcripts"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
NAME = re.compile(r"^`([\w./-]+)`\n\n\Z", re.MULTILINE)
WALL_TIMES = [(re.compile(r"\bin [\d.]+ (ms|s|min), [\d.,]+/s"), "in # s, #/s")]
MARK = "\x1e"  # before the output of each command


@dataclasses.dataclass
class Block:
    section: str
    language: str
    text: str
    name: str  # of a file; else empty
    span: tuple[int, int]  # of the text, in the page


def blocks(page: str) -> list[Block]:
    headings = [(found.start(), found[1]) for found in HEADING.finditer(page)]
    made = []
    for found in BLOCK.finditer(page):
        section = [title for start, title in headings if start < found.start()][-1]
        name = NAME.search(page, 0, found.start())
        made.append(Block(section, found[1], found[2], name[1] if name else "", found.span(2)))
    return made


def commands_of(dialogue: str) -> list[str]:
    return [line[2:] for line in dialogue.splitlines() if line.startswith("$ ")]


def masked(text: str) -> str:
    for times, instead in WALL_TIMES:
        text = times.sub(instead, text)
    return text


def python_with_matplotlib() -> str | None:
    for python in ("python3", sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import matplotlib"], capture_output=True, check=False).returncode == 0:
            return python
    return None


class Reader:
    """Who does what the page says, in a folder of their own."""

    def __init__(self, folder: pathlib.Path, program: str) -> None:
        self.study = folder / "study"
        self.bin = folder / "bin"
        for made in (self.study, self.bin, folder / "home"):
            made.mkdir()
        self.environment = {"PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
        self.use(program)
        self.draws = python_with_matplotlib()
        if self.draws:
            self.link("python3", subprocess.run([self.draws, "-c", "import sys; print(sys.executable)"], capture_output=True, text=True,
                                                check=True).stdout.strip())

    def link(self, name: str, target: str) -> None:
        (self.bin / name).unlink(missing_ok=True)
        # No symbolic link: a Python finds its modules by its own path.
        (self.bin / name).write_text(f'#!/bin/sh\nexec "{target}" "$@"\n', encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def use(self, program: str) -> None:
        self.link("synergy-sim", str(pathlib.Path(program).resolve()))

    def does(self, commands: list[str]) -> tuple[str, list[str]]:
        """The dialogue as it happens, and what went wrong unseen."""
        script = "set -o pipefail\ncode=0\n"
        for command in commands:
            script += f"printf '{MARK}%d\\n' $code\n(exit $code)\n{command}\ncode=$?\n"
        script += f"printf '{MARK}%d\\n' $code\n"
        ran = subprocess.run(["bash", "-c", script], cwd=self.study, env=self.environment, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, check=False)
        parts = ran.stdout.split(MARK)[1:]
        if len(parts) != len(commands) + 1:
            return ran.stdout, [f"{commands}: ends in the middle:\n{ran.stdout}"]
        dialogue, problems = "", []
        for i, command in enumerate(commands):
            output, code = parts[i].partition("\n")[2], parts[i + 1].partition("\n")[0]
            dialogue += f"$ {command}\n{output}" + ("\n" if output and not output.endswith("\n") else "")
            shown = i + 1 < len(commands) and "$?" in commands[i + 1]
            if code != "0" and not shown:
                problems.append(f"'{command}' ends with exit code {code}:\n{output}")
        return dialogue, problems


def difference(what: str, shown: str, true: str) -> list[str]:
    if masked(shown) == masked(true):
        return []
    lines = difflib.unified_diff(masked(shown).splitlines(), masked(true).splitlines(), "shown", "true", lineterm="", n=1)
    return [f"{what}:\n" + "\n".join(lines)]


def preparation(block: Block) -> list[str]:
    """The commands of a block that is not run here: does what they name exist?"""
    problems = []
    presets = (ROOT / "CMakePresets.json").read_text(encoding="utf-8")
    for preset in re.findall(r"--preset (\w+)", block.text):
        if f'"name": "{preset}"' not in presets:
            problems.append(f"preparation: no preset '{preset}'")
    for line in block.text.splitlines():
        if not re.match(r"scripts/|cmake |export PATH=|mkdir -p \S+ && cd ", line):
            problems.append(f"preparation: '{line}' is no command that this test knows")
        if line.startswith("scripts/") and not (ROOT / line.split()[0]).is_file():
            problems.append(f"preparation: no {line.split()[0]}")
    return problems


def run(page: str, programs: list[str], folder: pathlib.Path) -> tuple[dict[int, str], dict[str, str], list[str]]:
    """What each block (by its number) should be, the transcripts by file name, and problems."""
    reader = Reader(folder, programs[0])
    should: dict[int, str] = {}
    transcripts: dict[str, str] = {}
    problems: list[str] = []
    for number, block in enumerate(blocks(page)):
        if block.name:
            example = EXAMPLES / pathlib.PurePosixPath(block.name).name
            should[number] = example.read_text(encoding="utf-8") if example.is_file() else f"(no {example.name} in scenarios/examples)\n"
            if example.suffix == ".cpp":
                reader.use(programs[1])
            else:
                (reader.study / block.name).write_text(should[number], encoding="utf-8")
        elif block.language == "console":
            commands = commands_of(block.text)
            if any("python3 " in command for command in commands) and not reader.draws:
                print(f"left out, no matplotlib: {commands}")
                continue
            should[number], wrong = reader.does(commands)
            problems += wrong
            file = re.sub(r"\W+", "_", block.section.lower()) + ".txt"
            if masked(should[number]) == masked(block.text):
                should[number] = block.text  # the wall times shown stay
            transcripts[file] = transcripts.get(file, "") + should[number]
        elif block.language == "sh":
            should[number] = block.text
            problems += preparation(block)
        else:
            problems.append(f"section '{block.section}': a block that is neither a file nor a dialogue:\n{block.text}")
    return should, transcripts, problems


def main() -> None:
    programs = sys.argv[1:3]
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        should, transcripts, problems = run(page, programs, pathlib.Path(name))
    made = blocks(page)
    if sys.argv[3:] == ["--write"]:
        for number in sorted(should, reverse=True):
            begin, end = made[number].span
            page = page[:begin] + should[number] + page[end:]
        PAGE.write_text(page, encoding="utf-8", newline="\n")
        TRANSCRIPTS.mkdir(exist_ok=True)
        for old in TRANSCRIPTS.glob("*.txt"):
            old.unlink()
        for file, text in transcripts.items():
            (TRANSCRIPTS / file).write_text(text, encoding="utf-8", newline="\n")
    else:
        for number, text in should.items():
            problems += difference(made[number].name or f"section '{made[number].section}'", made[number].text, text)
        for file, text in transcripts.items():
            kept = TRANSCRIPTS / file
            problems += difference(f"transcripts/{file}", kept.read_text(encoding="utf-8") if kept.is_file() else "", text)
        named = {pathlib.PurePosixPath(block.name).name for block in made if block.name}
        there = {path.name for path in EXAMPLES.iterdir() if path.is_file()}
        # Files that it points to for readers who go on are no part of its dialogues.
        named |= {name for name in there if f"examples/{name}" in page}
        if named != there:
            problems.append(f"scenarios/examples and the page differ in files: {', '.join(sorted(named ^ there))}")
        if not made or not transcripts or len(programs) != 2:
            problems.append("nothing was compared")
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems; tests/cli/tutorial_test.py --write writes what is true into the page")


if __name__ == "__main__":
    main()
