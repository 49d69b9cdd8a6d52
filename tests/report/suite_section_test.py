#!/usr/bin/env python3
"""Does the section about the suite say what Synergy and the best planner reach, and have all rows?

Skipped (exit code 77) without pandas.
"""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts" / "figures"), str(ROOT / "scripts" / "report")]
try:
    import suite_section
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-pandas)")
    sys.exit(77)

HEADER = ("family,planner,instance_count,solved_count,solved_ratio,best_count,regret_geometric_mean_ratio,regret_worst_ratio,worst_instance,"
          "compared_count,throughput_ratio,latency_ratio,power_ratio,candidates_considered,wall_plan_ms\n")
SCORES = HEADER + """\
small,synergy,2,2,1,1,0.5,1,small/a<b,2,1,1,1,10,1
all,synergy,3,2,0.6,1,0.25,9,memory/x,2,1,1,1,10,1
small,lns,2,2,1,2,0,0,,2,1.5,1,1,20,1
all,lns,3,3,1,3,0,0,,3,1.5,1,1,20,1
"""
problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def section_of(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder)
        expect("suite/scorecard.csv is not there" in suite_section.section(results), "a missing table is not told")
        (results / "suite").mkdir()
        (results / "suite" / "scorecard.csv").write_text(text, encoding="utf-8")
        return suite_section.section(results)


section = section_of(SCORES)
head = section.split("<table")[0]
expect("<code>synergy</code> solves 2 of 3 instances, 1 as well as the best that is known" in head, f"synergy: {head}")
expect("1.25 times the best known value in the geometric mean, at worst 10.0 times (memory/x)" in head, f"regret: {head}")
expect("<code>lns</code> solves 3 of 3 instances, 3 as well" in head, f"the best planner: {head}")
expect(section.count("<table") == 2 and "small/a&lt;b" in section and "a<b" not in section, "a row is not there, or not escaped")
one_family = section_of(HEADER + SCORES.splitlines()[1] + "\n")
expect("<code>synergy</code> solves 2 of 2 instances" in one_family, "one family alone is not all")
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
