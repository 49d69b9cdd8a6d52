"""What the scripts beside it share: running benchmarks and programs, medians, Markdown tables."""

import ctypes
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("SYNERGY_BUILD", ROOT / "build/release"))
SIM = BUILD / "synergy-sim"


def need(program: pathlib.Path) -> str:
    if not program.is_file():
        sys.exit(f"{program} is missing: cmake --preset release -DSYNERGY_BUILD_BENCHMARKS=ON && "
                 "cmake --build --preset release (another build: SYNERGY_BUILD=FOLDER)")
    return str(program)


def benchmarks(program: str, pattern: str, repetitions: int = 5, min_time: float = 0.1, json_file: str = "") -> dict[str, dict]:
    """Runs Google Benchmarks in random turns. By name: the median of the processor time in ns ("ns") and of each counter."""
    command = [need(BUILD / "bench" / program), f"--benchmark_filter={pattern}", f"--benchmark_repetitions={repetitions}",
               f"--benchmark_min_time={min_time}", "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{program} failed: {done.stderr.strip()}")
    if json_file:
        pathlib.Path(json_file).write_text(done.stdout, encoding="utf-8")
    found = {}
    for one in json.loads(done.stdout)["benchmarks"]:
        if one.get("error_occurred"):
            sys.exit(f"{program}: {one['name']}: {one['error_message']}")
        if one.get("aggregate_name") == "median":
            one["ns"] = one["cpu_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[one["time_unit"]]
            found[one["run_name"].replace(" / ", "/")] = one
    if not found:
        sys.exit(f"{program}: no benchmark fits {pattern}")
    return found


class Process(typing.NamedTuple):
    wall_s: float
    cpu_s: float
    code: int
    said: str  # on stderr


def process(arguments: list[str]) -> Process:
    """Runs synergy-sim; its output is thrown away."""
    begin = time.perf_counter()
    child = subprocess.Popen([need(SIM), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    return Process(wall, usage.ru_utime + usage.ru_stime, child.returncode, said)


def peak_mib(arguments: list[str]) -> float:
    """The largest memory that synergy-sim held. A process inherits the peak of the one that started it, so a shell does that,
    which is smaller than any run, and leaves its child to this process to reap."""
    pr_set_child_subreaper = 36
    ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)
    shell = ["sh", "-c", '"$@" >/dev/null 2>&1 & echo $!', "sh", need(SIM), *arguments]
    pid = int(subprocess.run(shell, stdout=subprocess.PIPE, check=True, text=True).stdout)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"synergy-sim {' '.join(arguments)} failed")
    return usage.ru_maxrss / 1024


def median(runs: list[Process], what: str) -> float:
    return statistics.median(getattr(run, what) for run in runs)


def rounded(value: float, digits: int = 3) -> str:
    """With so many significant digits and thousands separated."""
    if value == 0:
        return "0"
    places = digits - 1 - int(f"{value:e}".split("e")[1])
    return f"{round(value, places):,.{max(0, places)}f}"


def table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
