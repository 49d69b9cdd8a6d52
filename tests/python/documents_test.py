"""Does what scenarios/PYTHON.md shows happen, and do the examples of scripts/examples run?"""

import contextlib
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import common  # noqa: F401
import synergy_sim as ss

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "scripts" / "examples"


def has(*modules: str) -> bool:
    try:
        for module in modules:
            __import__(module)
    except ImportError:
        return False
    return True


def example(name: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, EXAMPLES / name, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{name}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


class Documents(unittest.TestCase):
    @unittest.skipUnless(has("pandas"), "needs pandas")
    def test_does_everything_that_the_page_shows_happen(self) -> None:
        page = (ROOT / "scenarios" / "PYTHON.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 6)
        names: dict[str, object] = {}
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            for block in blocks:
                exec(compile(block, "PYTHON.md", "exec"), names)  # noqa: S102: it is our own
        self.assertIn("did you mean 'synergy'?", said.getvalue())
        self.assertIn("{'ok': 4}", said.getvalue())

    def test_is_the_picture_of_the_page_what_a_notebook_shows(self) -> None:
        kept = ROOT / "scripts" / "figures" / "readme" / "python_plan.svg"
        self.assertEqual(ss.plan("w2", "synergy")._repr_svg_() + "\n", kept.read_text(encoding="utf-8"))

    @unittest.skipUnless(has("pandas"), "needs pandas")
    def test_does_the_comparison_of_policies_run(self) -> None:
        self.assertIn("synergy", example("compare_policies.py", "w1"))

    @unittest.skipUnless(has("numpy", "pandas"), "needs NumPy and pandas")
    def test_does_the_learner_beat_never(self) -> None:
        said = example("learner.py", "--episodes", "6")  # it ends with 1 where it does not
        self.assertIn("clairvoyant_free", said)

    def test_does_the_example_planner_run_by_itself_and_in_the_suite(self) -> None:
        self.assertIn("least_crowded ok", example("least_crowded.py", "w2"))
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-m", "synergy_sim", "--planners", EXAMPLES / "least_crowded.py", "-q", "suite", "--planner",
                 "synergy,least_crowded", "--family", "memory", "--quick", "--out", folder],
                capture_output=True, text=True, check=False, env=os.environ,
            )  # fmt: skip
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("least_crowded", (pathlib.Path(folder) / "leaderboard.md").read_text())


if __name__ == "__main__":
    unittest.main()
