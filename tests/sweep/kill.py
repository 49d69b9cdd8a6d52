#!/usr/bin/env python3
"""Does a sweep survive? kill -9 at 20 random moments, Ctrl-C, shards: nothing may be lost, nothing done twice, and the tables must be those
of a sweep that nothing disturbed.

Usage: kill.py SYNERGY_SIM
"""
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
KILLS = 20
SWEEP = """schema_version: 1
name: kill
scenarios: w2
planners: [synergy, ind_e2e, min_dev]
replications: 2
set: {measurement: {warm_up: 0 s, window: 30 s}}
axes:
  link.att_mtu: {from: 23, to: 247, step: 32}
  link.phy: [1M, 2M]
tables: [apps]
"""


def command(folder, out, *more):
    return [PROGRAM, "sweep", str(folder / "sweep.yaml"), "--out", str(folder / out), "-j", "2", *more]


def finish(folder, out, *more, code=0):
    done = subprocess.run(command(folder, out, *more), capture_output=True, text=True, timeout=300)
    assert done.returncode == code, f"exit code {done.returncode}, expected {code}: {done.stderr}"
    return done.stderr


def ids(folder, out):
    """Ids in the journal, in the order of the file, as far as its lines are whole."""
    journal = folder / out / "points.journal"
    if not journal.exists():
        return []
    lines = journal.read_bytes().split(b"\n")[:-1]
    return [match[1] for line in lines if (match := re.search(rb'"id":"(p[0-9a-f]{16})"', line))]


def check_same(folder, out):
    for table in ("runs.csv", "apps.csv", "datapackage.json"):
        assert (folder / out / table).read_bytes() == (folder / "whole" / table).read_bytes(), f"{out}/{table} differs"
    found = ids(folder, out)
    assert len(found) == len(set(found)), "a point was done twice"


def start_and_wait_for_points(folder, out, before_it_begins=None):
    process = subprocess.Popen(command(folder, out), stderr=subprocess.PIPE, text=True, preexec_fn=before_it_begins)
    deadline = time.monotonic() + 120
    before = len(ids(folder, out))
    while len(ids(folder, out)) < before + 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    return process


def kills(folder, total, duration):
    """Every life is as long as a random share of an undisturbed one; lives that finish do not count as killed."""
    dice = random.Random(1)
    killed = round_ = 0
    left_behind = 0
    while killed < KILLS:
        out = f"killed{round_}"
        while killed < KILLS:
            before = ids(folder, out)
            process = subprocess.Popen(command(folder, out), stderr=subprocess.DEVNULL)
            time.sleep(duration * dice.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            if process.wait(60) != -signal.SIGKILL:
                break  # had finished
            killed += 1
            after = ids(folder, out)
            assert set(before) <= set(after), "a finished point was lost"
            assert len(after) == len(set(after)), "a point was done twice"
            left_behind += len(after) - len(before)
        finish(folder, out)
        assert len(ids(folder, out)) == total
        check_same(folder, out)
        round_ += 1
    assert left_behind > 0, "no killed process left any point: the test tested nothing"
    print(f"{killed} times killed in {round_} sweeps; {left_behind} points outlived the process that made them")


def interrupt(folder, total):
    for sent in (signal.SIGINT, signal.SIGTERM):
        out = f"interrupted{int(sent)}"
        process = start_and_wait_for_points(folder, out)
        process.send_signal(sent)
        said = process.communicate(timeout=120)[1]
        assert process.returncode == 130, f"exit code {process.returncode} after signal {sent}: {said}"
        assert "the same command goes on" in said, said
        assert 0 < len(ids(folder, out)) < total
        assert not (folder / out / "runs.csv").exists()
        assert "are there already" in finish(folder, out)
        check_same(folder, out)


def ignore(folder):
    """As nohup and jobs in the background have it: what was ignored when the program began stays ignored."""
    for sent in (signal.SIGINT, signal.SIGTERM):
        out = f"ignored{int(sent)}"
        process = start_and_wait_for_points(folder, out, lambda: signal.signal(sent, signal.SIG_IGN))
        process.send_signal(sent)
        said = process.communicate(timeout=120)[1]
        assert process.returncode == 0, f"exit code {process.returncode} after ignored signal {sent}: {said}"
        check_same(folder, out)


def shards(folder):
    for k in (1, 2, 3):
        finish(folder, f"shard{k}", "--shard", f"{k}/3")
    merge = [PROGRAM, "merge", *(str(folder / f"shard{k}") for k in (3, 1, 2)), "--out", str(folder / "merged")]
    assert subprocess.run(merge, capture_output=True).returncode == 0
    check_same(folder, "merged")
    refused = subprocess.run(merge[:3] + merge[4:], capture_output=True, text=True)
    assert refused.returncode == 3 and "shard 1/3 is missing" in refused.stderr, refused.stderr


def failing(folder):
    text = SWEEP.replace("from: 23", "from: 19").replace("step: 32", "step: 76")
    (folder / "sweep.yaml").write_text(text)
    said = finish(folder, "failing", code=6)
    assert "failed" in said and "reasons" in said, said
    finish(folder, "failing", code=6)  # what failed is finished, too


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "sweep.yaml").write_text(SWEEP)
        began = time.monotonic()
        finish(folder, "whole")
        duration = time.monotonic() - began
        total = len(ids(folder, "whole"))
        assert total == 8 * 2 * 3 * 2
        kills(folder, total, duration)
        interrupt(folder, total)
        ignore(folder)
        shards(folder)
        failing(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
