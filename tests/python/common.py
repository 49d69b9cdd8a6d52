"""What the tests of the module share: the program beside it, short scenarios, folders."""

import os
import pathlib
import re
import subprocess

import synergy_sim as ss

BINARY = os.environ["SYNERGY_SIM_BINARY"]
SHORT = {"warm_up": "1 s", "window": "10 s"}
SHORT_TEXT = "measurement={warm_up: 1 s, window: 10 s}"


def short(name: str) -> ss.Scenario:
    """A scenario that ships, over ten seconds."""
    return ss.load(name).set("measurement", SHORT)


def program(*arguments: str | pathlib.Path, code: int = 0, folder: pathlib.Path | None = None) -> str:
    """What synergy-sim prints."""
    done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode != code:
        raise AssertionError(f"synergy-sim {arguments}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def without_wall(csv: str) -> list[str]:
    """Lines of a CSV text without the columns of wall-clock times, which stand last but for their own names."""
    lines = csv.splitlines()
    header = lines[0].split(",")
    keep = [i for i, name in enumerate(header) if not name.startswith("wall_")]
    split = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')
    return [",".join(split.split(line)[i] for i in keep) for line in lines]
