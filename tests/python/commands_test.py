"""Sweeps and the whole command line from Python: the files of the program, and progress, interruption, exit codes."""

import fcntl
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import synergy_sim as ss
from common import program, without_wall

SWEEP = """schema_version: 1
name: mine
scenarios: [w1]
planners: [min_dev, max_dev]
replications: 2
set: {measurement: {warm_up: 0.5 s, window: 2 s}}
axes: {interval: {path: link.connection_interval, values: [15 ms, 30 ms, 60 ms]}}
tables: [apps]
"""
PLANNER = """import synergy_sim as ss

@ss.planner(name="mine", policy="sequential")
def mine(problem):
    "What min_dev finds."
    return problem.ask("min_dev")
"""


class Sweeps(unittest.TestCase):
    def setUp(self) -> None:
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.folder = pathlib.Path(kept.name)
        (self.folder / "mine.yaml").write_text(SWEEP)

    def test_are_the_files_those_of_the_command_and_is_progress_told(self) -> None:
        told: list[tuple[int, int, int, int]] = []
        end = ss.sweep(self.folder / "mine.yaml", self.folder / "own", jobs=2, progress=lambda *n: told.append(n))
        program("-q", "sweep", self.folder / "mine.yaml", "--out", self.folder / "out", "-j", "1")
        for table in ("runs", "apps", "summary"):
            own, out = ((self.folder / where / f"{table}.csv").read_bytes() for where in ("own", "out"))
            self.assertEqual(own, out, table)
        self.assertEqual((end.total, end.ran, end.skipped, end.counts), (12, 12, 0, {"ok": 12}))
        self.assertEqual(told[-1], (12, 12, 12, 0))
        self.assertEqual(len(end.runs["run_id"]), 12)
        again = ss.sweep(self.folder / "mine.yaml", self.folder / "own")
        self.assertEqual((again.ran, again.skipped), (0, 12))

    def test_does_what_progress_raises_end_it_and_the_same_call_go_on(self) -> None:
        def refuse(*_: int) -> None:
            raise InterruptedError

        with self.assertRaises(InterruptedError):
            ss.sweep(self.folder / "mine.yaml", self.folder / "own", jobs=1, progress=refuse)
        self.assertEqual(ss.sweep(self.folder / "mine.yaml", self.folder / "own").total, 12)

    def test_is_a_folder_that_another_process_writes_refused_and_left_alone(self) -> None:
        out = self.folder / "own"
        out.mkdir()
        with (out / ".in_use").open("w") as taken:
            taken.write("process 1 on another: a sweep")
            taken.flush()
            fcntl.flock(taken, fcntl.LOCK_EX)
            with self.assertRaises(ss.InputError) as raised:
                ss.sweep(self.folder / "mine.yaml", out)
            self.assertIn("is being written by another process: process 1 on another", raised.exception.problem)
            self.assertEqual([file.name for file in out.iterdir()], [".in_use"])
        self.assertEqual(ss.sweep(self.folder / "mine.yaml", out).counts, {"ok": 12})
        self.assertFalse((out / ".in_use").exists())

    def test_does_the_manifest_say_where_a_planner_of_python_is_written(self) -> None:
        @ss.planner(name="noted")
        def noted(problem: ss.Problem) -> str | None:
            """What min_dev finds."""
            return problem.ask("min_dev")

        (self.folder / "mine.yaml").write_text(SWEEP.replace("max_dev", "noted"))
        ss.sweep(self.folder / "mine.yaml", self.folder / "own")
        ss.run("w1", "noted").write(self.folder / "run")
        for folder in ("own", "run"):
            inputs = json.loads((self.folder / folder / "manifest.json").read_text())["input_hashes"]
            self.assertIn(f"planner noted: {__file__}", inputs)

    def test_does_a_sweep_not_go_on_with_a_planner_whose_code_has_changed(self) -> None:
        def define(name: str) -> None:
            scope: dict[str, object] = {"ss": ss}
            file = self.folder / "planner.py"
            file.write_text(f"@ss.planner(name='changing')\ndef rule(problem):\n    return problem.ask('{name}')\n")
            exec(compile(file.read_text(), str(file), "exec"), scope)  # noqa: S102: it is our own

        (self.folder / "mine.yaml").write_text(SWEEP.replace("max_dev", "changing"))
        define("min_dev")
        ss.sweep(self.folder / "mine.yaml", self.folder / "own")
        define("max_dev")
        with self.assertRaises(ss.InputError) as raised:
            ss.sweep(self.folder / "mine.yaml", self.folder / "own")
        self.assertIn("was begun with another planner changing: ", raised.exception.problem)
        self.assertEqual(ss.sweep(self.folder / "mine.yaml", self.folder / "own", overwrite=True).ran, 12)

    def test_are_mistakes_in_a_sweep_exceptions(self) -> None:
        (self.folder / "mine.yaml").write_text(SWEEP.replace("min_dev", "min_def"))
        with self.assertRaises(ss.InputError) as raised:
            ss.sweep(self.folder / "mine.yaml", self.folder / "own")
        self.assertEqual(raised.exception.line, 4)
        with self.assertRaises(ss.InputError):
            ss.sweep("no_such_sweep", self.folder / "own")


class CommandLine(unittest.TestCase):
    def call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-m", "synergy_sim", *arguments], capture_output=True, text=True, check=False)

    def test_does_it_do_what_the_program_does_with_planners_of_python(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mine.py"
            file.write_text(PLANNER)
            short = ["--set", "measurement={warm_up: 1 s, window: 5 s}", "--format", "csv"]
            mine = self.call("--planners", str(file), "run", "w1", "--planner", "mine", *short)
        self.assertEqual((mine.returncode, mine.stderr), (0, ""))
        theirs = program("run", "w1", "--planner", "min_dev", *short)
        self.assertEqual(without_wall(mine.stdout.replace("mine", "min_dev")), without_wall(theirs))

    def test_are_exit_codes_those_of_the_program(self) -> None:
        self.assertEqual(self.call("run", "w1", "--planner", "nobody").returncode, 2)
        self.assertEqual(self.call("run", "no_such.yaml").returncode, 3)
        self.assertEqual(self.call("--planners", "no_such.py", "list", "planners").returncode, 2)
        self.assertEqual(self.call("--planners").returncode, 2)

    def test_does_ctrl_c_end_a_sweep_that_then_goes_on(self) -> None:
        script = (
            "import os, signal, sys, threading, synergy_sim as ss\n"
            "def once(done, total, ran, failed):\n"
            "    if not sent: sent.append(1); os.kill(os.getpid(), signal.SIGINT)\n"
            "sent = []\n"
            "try:\n    ss.sweep(sys.argv[1], sys.argv[2], jobs=1, progress=once)\n"
            "except KeyboardInterrupt:\n    sys.exit(9)\n"
        )
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mine.yaml"
            file.write_text(SWEEP)
            done = subprocess.run(
                [sys.executable, "-c", script, file, pathlib.Path(folder) / "out"], check=False, capture_output=True, text=True
            )
            self.assertEqual(done.returncode, 9, done.stderr)
            self.assertEqual(ss.sweep(file, pathlib.Path(folder) / "out").counts, {"ok": 12})


class Interrupted(unittest.TestCase):
    def test_does_ctrl_c_end_runs_and_the_suite_after_what_is_at_work(self) -> None:
        scenario = ss.load("w1").set("measurement", {"warm_up": "1 s", "window": "60 s"})
        for work in (lambda: ss.run(scenario, "min_dev", replications=1_000_000), lambda: ss.suite(["synergy", "lns"], ["paper"], jobs=2)):
            timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
            timer.start()
            with self.assertRaises(KeyboardInterrupt):
                work()
            timer.join()


class Data(unittest.TestCase):
    def test_is_the_folder_of_the_environment_taken(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("model_zoo", "device_profiles", "scenarios"):
                os.symlink(ss.data_folder() / name, pathlib.Path(folder) / name)
            done = subprocess.run(
                [sys.executable, "-c", "import synergy_sim as ss; print(ss.data_folder(), ss.load('w1').name)"],
                capture_output=True, text=True, check=True, env={**os.environ, "SYNERGY_SIM_DATA": folder},
            )  # fmt: skip
        self.assertEqual(done.stdout.split(), [folder, "w1"])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where whoever calls ignores it
    unittest.main()
