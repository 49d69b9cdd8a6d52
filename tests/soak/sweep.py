#!/usr/bin/env python3
"""Does a long sweep survive being killed over and over?

    sweep.py PROGRAM [--points N] [--kills N] [--jobs N]

Kills it at random moments with SIGKILL, SIGTERM and SIGINT in turn, goes on with the same command, and looks at what
comes out: every point once, and the tables of a sweep that nothing disturbed. Above 20,000 points the undisturbed sweep
has a tenth of them, and its rows are compared; all others are counted.
"""
import argparse
import csv
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ALL_COMPARED = 20_000


def sweep(points):
    """Seeds times levels of a link: as many points as asked for, or a few more."""
    levels = 100 if points >= 1000 else 1
    seeds = -(-points // levels)
    return (f"schema_version: 1\nname: soak\nscenarios: w1\nplanners: [min_dev]\n"
            f"set: {{measurement: {{warm_up: 0 s, window: 100 ms}}}}\nreplications: {min(seeds, 10_000)}\naxes:\n"
            f"  link.att_mtu: {{from: 23, to: {23 + levels - 1}, step: 1}}\n"
            f"  seed: {{from: 1, to: {-(-seeds // 10_000)}, step: 1}}\n")


def rows(folder):
    with open(folder / "runs.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row


def comparable(row):
    return {column: cell for column, cell in row.items() if not column.startswith("wall_")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--points", type=int, default=1_000_000)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--jobs", type=int, default=2)
    options = arguments.parse_args()
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "all.yaml").write_text(sweep(options.points), encoding="utf-8")
        compared = options.points if options.points <= ALL_COMPARED else options.points // 10
        (folder / "some.yaml").write_text(sweep(compared), encoding="utf-8")

        def command(file, out):
            return [options.program, "-q", "sweep", str(folder / file), "--out", str(folder / out), "-j", str(options.jobs)]

        def finish(file, out):
            """Seconds and the most memory in KiB."""
            began = time.monotonic()
            process = subprocess.Popen(command(file, out))
            _, status, usage = os.wait4(process.pid, 0)
            code = os.waitstatus_to_exitcode(status)
            assert code == 0, f"exit code {code}"
            return time.monotonic() - began, usage.ru_maxrss

        took, memory = finish("some.yaml", "some")
        whole = sum(1 for _ in rows(folder / "some"))
        print(f"{whole} points undisturbed: {took:.1f} s, {memory / 1024:.0f} MiB", flush=True)
        expected = took * options.points / compared
        killed = 0
        for i in range(options.kills):
            process = subprocess.Popen(command("all.yaml", "all"), stderr=subprocess.DEVNULL)
            time.sleep(0.2 + expected * dice.uniform(0, 1.6) / options.kills)
            process.send_signal([signal.SIGKILL, signal.SIGTERM, signal.SIGINT][i % 3])
            code = process.wait(600)
            if code == 0:
                break
            killed += 1
            # A sweep that has not begun yet ends at once.
            assert code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, 130), f"exit code {code}"
        took, memory = finish("all.yaml", "all")
        ids = set()
        count = 0
        known = {row["run_id"]: comparable(row) for row in rows(folder / "some")}
        same = 0
        for row in rows(folder / "all"):
            count += 1
            ids.add(row["run_id"])
            if row["run_id"] in known:
                assert comparable(row) == known[row["run_id"]], f"{row['run_id']} differs"
                same += 1
        print(f"{count} points, killed {killed} times, the last life {took:.1f} s, {memory / 1024:.0f} MiB; "
              f"{same} rows as undisturbed", flush=True)
        assert count == len(ids), "a point was done twice"
        assert count >= options.points, f"{options.points - count} points were lost"
        assert options.points > ALL_COMPARED or same == whole == count, "some rows are others"
    return 0


if __name__ == "__main__":
    sys.exit(main())
