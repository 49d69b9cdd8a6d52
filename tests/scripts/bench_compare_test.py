"""Does scripts/bench_compare find what is slower, and nothing else?

Fake programs print Google Benchmark's JSON. Where only times matter, runs are made up without starting a program.
"""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "bench_compare"

sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("bench_compare", str(SCRIPT))
spec = importlib.util.spec_from_loader("bench_compare", loader)
bench_compare = importlib.util.module_from_spec(spec)
loader.exec_module(bench_compare)

FAKE = """#!{python} -ISE
import json, re, sys
setting = json.loads({setting!r})
pattern = next((a.split("=", 1)[1] for a in sys.argv if a.startswith("--benchmark_filter=")), "")
if setting.get("exit"):
    sys.exit("cannot open display")
rows = []
for name, time in setting["times"].items():
    if not re.search(pattern, name):
        continue
    row = {{"name": name, "run_type": "iteration", "real_time": 2 * time, "cpu_time": time, "time_unit": "us"}}
    if setting.get("broken"):
        row.update(error_occurred=True, error_message="no such plan")
    rows.append(row)
    rows.append({{"name": name + "_mean", "run_type": "aggregate", "real_time": 0, "cpu_time": 0, "time_unit": "us"}})
if rows:
    print(json.dumps({{"context": {{}}, "benchmarks": rows}}))
"""


class Machine:
    """A machine on which B's program takes `factor` times as long as A's, with noise and with bursts of other work."""

    def __init__(self, seed: int, factor: float, noise: float, bursts: float = 0, slow_runs: int = 0) -> None:
        self.dice = random.Random(seed)
        self.factor, self.noise, self.bursts, self.slow_runs = factor, noise, bursts, slow_runs
        self.runs = 0

    def run(self, program: pathlib.Path, _pattern: str, _options: object) -> dict[str, float]:
        is_b = program.parts[0] == "b"
        self.runs += is_b
        times = {}
        for name, time in (("small", 1e4), ("large", 5e5)):
            time *= self.dice.lognormvariate(0, self.noise) * (3 if self.dice.random() < self.bursts else 1)
            if is_b and name == "large":
                time *= self.factor
            if is_b and self.runs <= self.slow_runs:
                time *= 2
            times[name] = time
        return times

    def verdicts(self, *options: str) -> dict[str, str]:
        saved = bench_compare.run, bench_compare.programs, sys.argv
        bench_compare.run = self.run
        bench_compare.programs = lambda build: {"fake_bench": build / "fake_bench"}
        sys.argv = ["bench_compare", "a", "b", *options]
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                results, missing, new = bench_compare.compare(bench_compare.arguments())
        finally:
            bench_compare.run, bench_compare.programs, sys.argv = saved
        assert not missing and not new
        return {one.name: one.verdict for one in results}


class Judgement(unittest.TestCase):
    def test_is_a_pair_of_the_same_speed_never_a_regression(self) -> None:
        for seed in range(20):
            verdicts = Machine(seed, 1, noise=0.08, bursts=0.1).verdicts()
            self.assertNotIn("slower", verdicts.values(), f"seed {seed}")

    def test_is_thirty_percent_more_found_in_the_benchmark_that_has_it(self) -> None:
        for seed in range(10):
            verdicts = Machine(seed, 1.3, noise=0.03, bursts=0.1).verdicts()
            self.assertEqual(verdicts["large"], "slower", f"seed {seed}")
            self.assertNotEqual(verdicts["small"], "slower", f"seed {seed}")

    def test_does_the_threshold_decide_what_counts(self) -> None:
        self.assertEqual(Machine(1, 1.3, noise=0.02).verdicts("--threshold", "60%")["large"], "same")
        self.assertEqual(Machine(1, 1.05, noise=0.002).verdicts()["large"], "same")
        self.assertEqual(Machine(1, 1.05, noise=0.002).verdicts("--threshold", "0.02")["large"], "slower")

    def test_is_faster_no_regression(self) -> None:
        self.assertEqual(Machine(1, 1 / 1.3, noise=0.02).verdicts(), {"small": "same", "large": "faster"})

    def test_is_a_suspect_that_recovers_not_confirmed(self) -> None:
        machine = Machine(1, 1, noise=0.02, slow_runs=9)  # as long as the first round lasts
        self.assertEqual(set(machine.verdicts().values()), {"not confirmed"})
        self.assertEqual(machine.runs, 9 + 18)


class Programs(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def build(self, name: str, program: str = "fake_bench", **setting: object) -> str:
        path = pathlib.Path(self.folder.name) / name / "bench" / program
        path.parent.mkdir(parents=True, exist_ok=True)
        setting = {"times": {"small/1": 10, "large/2": 500}, **setting}
        path.write_text(FAKE.format(python=os.path.realpath(sys.executable), setting=json.dumps(setting)))
        path.chmod(0o755)
        return str(path.parents[1])

    def compare(self, *arguments: str) -> tuple[int, str, str]:
        done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
        self.assertNotIn("Traceback", done.stderr)
        return done.returncode, done.stdout, done.stderr

    def test_do_programs_run_in_turn_and_the_filter_reach_them(self) -> None:
        a, b = self.build("a"), self.build("b", times={"small/1": 20, "large/2": 500})
        code, out, err = self.compare(a, b, "--filter", "^small/", "--format", "csv")
        self.assertEqual(code, 7, err)
        self.assertEqual(
            out,
            "benchmark,a_median_ns,b_median_ns,time_ratio,low_ratio,high_ratio,run_count,verdict\n"
            "fake_bench: small/1,10000.0,20000.0,2.0,2.0,2.0,18,slower\n",
        )

    def test_do_missing_benchmarks_fail_and_new_ones_show(self) -> None:
        a, b = self.build("a"), self.build("b", times={"small/1": 10, "new/3": 1})
        code, _, err = self.compare(a, b)
        self.assertEqual(code, 7)
        self.assertIn("missing in B: fake_bench: large/2", err)
        self.assertIn("only in B: fake_bench: new/3", err)

    def test_does_trouble_end_in_one_clear_line(self) -> None:
        a = self.build("a")
        empty = tempfile.mkdtemp(dir=self.folder.name)
        for build, code, words in (
            (self.build("b", exit=1), 1, "exit code 1: cannot open display"),
            (self.build("c", broken=True), 1, "no such plan"),
            (empty, 2, "SYNERGY_BUILD_BENCHMARKS"),
            (empty + "/none", 2, "no such build folder"),
        ):
            got, out, err = self.compare(a, build)
            self.assertEqual((got, out), (code, ""), err)
            self.assertIn(words, err.splitlines()[-1])
        for wrong in ([], [a], [a, a, "--repetitions", "3"], [a, a, "--threshold", "-1"], [a, a, "--bogus"]):
            code, out, err = self.compare(*wrong)
            self.assertEqual((code, out, len(err.splitlines())), (2, "", 1))


if __name__ == "__main__":
    unittest.main()
