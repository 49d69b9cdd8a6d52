#!/usr/bin/env python3
"""Is the memory of a simulated day that of a simulated hour?

    memory.py PROGRAM [--hours N]

Prints the most memory of each process. What grows with simulated time would show: 24 h are 24 times as much of it.
"""
import argparse
import os
import subprocess
import sys
import time

RUNS = [
    ("w2, event by event", ["run", "w2", "--steady", "off"]),
    ("w2, skipped ahead", ["run", "w2"]),
    ("w2_lossy, drawn losses", ["run", "w2_lossy"]),
    ("w1, Poisson arrivals", ["run", "w1", "--set", "load={regime: poisson}", "--set", "apps.*.rate=20 Hz"]),
    # Devices that go and come, no fading: all samples of that are listed before a run, and a day of them is refused.
    ("battery_day, a body that changes", ["run", "battery_day"]),
]
MOST_GROWTH = 1.1


def measured(program, words, hours):
    """The most memory in KiB, and the seconds it took."""
    command = [program, "-q", *words, "--set", f"measurement={{warm_up: 10 s, window: {hours} h}}", "--format", "csv"]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    return usage.ru_maxrss, time.monotonic() - began


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--hours", type=int, default=24)
    options = arguments.parse_args()
    grown = 0
    for name, words in RUNS:
        hour, _ = measured(options.program, words, 1)
        day, took = measured(options.program, words, options.hours)
        flat = day <= hour * MOST_GROWTH
        grown += not flat
        print(f"{'flat ' if flat else 'GROWS'}  {name}: {hour / 1024:.1f} MiB after 1 h, {day / 1024:.1f} MiB after "
              f"{options.hours} h, which took {took:.1f} s", flush=True)
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
