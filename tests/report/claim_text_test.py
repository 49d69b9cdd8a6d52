#!/usr/bin/env python3
"""Are the numbers in what is said about the claims those of the result tables, and the pairs counted?

Also: do README.md and scenarios/REPRODUCTION.md say what the tables kept beside their writer say, and have they no other number?
"""

import copy
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "report"))
import claim_text  # noqa: E402
import readme_block  # noqa: E402
import readme_text  # noqa: E402
import suite_text  # noqa: E402

problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def claim(definition: str, name: str, paper: float, numbers: list[float], better: int, same: int) -> dict[str, str]:
    mean, geometric, per_baseline, median = numbers
    row = {"definition": definition, "claim": name, "paper_ratio": paper, "mean_ratio": mean, "geometric_mean_ratio": geometric,
           "per_baseline_ratio": per_baseline, "median_ratio": median, "min_ratio": min(numbers), "max_ratio": max(numbers),
           "pair_count": 4, "better_count": better, "equal_count": same, "excluded_count": 1, "excluded": "w6: min_dev (infeasible)",
           "meaning": f"What {name} is; {definition} it is.", "order_count": ""}
    return {key: str(cell) for key, cell in row.items()}


def results() -> claim_text.Results:
    """Four pairs: at the same work one draws less, two the same, one more."""
    pairs = [("w1", "max_dev", 40, -0.9, -0.2), ("w1", "ind_e2e", 3, 0.5, 0.0), ("w2", "max_dev", 20, -0.7, 0.0004),
             ("w2", "ind_e2e", 1.3448, 1.2, 0.071)]
    ratios = [{"scenario": s, "baseline": b, "throughput_ratio": str(t), "latency_change_ratio": str(l), "power_change_ratio": "1",
               "matched_power_change_ratio": str(m), "energy_change_ratio": "-0.5"} for s, b, t, l, m in pairs]
    made = claim_text.Results([], ratios, [], [], [])
    for definition, throughput in (("paired", [16, 8, 22, 10]), ("both_adaptive", [5, 4, 4, 4])):
        made.claims += [claim(definition, claim_text.THROUGHPUT, 23, throughput, 4, 0),
                        claim(definition, claim_text.LATENCY, -0.739, [-0.5, -0.6, -0.7, -0.65], 2, 0),
                        claim(definition, claim_text.AS_FAST, -0.158, [1, 1, 1, 1], 0, 0),
                        claim(definition, claim_text.MATCHED, -0.158, [-0.03, -0.04, -0.05, -0.02], 1, 2),
                        claim(definition, claim_text.ENERGY, -0.158, [-0.5, -0.5, -0.5, -0.5], 4, 0)]
    made.order_claims = [{"scenario": scenario, "claim": claim_text.THROUGHPUT, "summary": "geometric_mean", "order_count": "24",
                          "shipped_ratio": "8", "min_ratio": "2.2", "median_ratio": "9", "max_ratio": "75"} for scenario in ("w1", "all")]
    made.claims[0] |= {"order_count": "24", "order_min_ratio": "2.2", "order_median_ratio": "9", "order_max_ratio": "75"}
    made.order_planners = [{"scenario": scenario, "planner": planner, "min_throughput_inf_per_s": low, "max_throughput_inf_per_s": high}
                           for scenario, planner, low, high in (("w1", "synergy", "60", "60.01"), ("w1", "ind_e2e", "4", "7.15"),
                                                                ("w1", "max_dev", "0.8", "27.3"))]
    for kind, label, throughput, matched in (("base", "as reproduced", 8, -0.04), ("assumption", "nordic", 2, -0.01),
                                             ("assumption", "LE 1M", 8.1, -0.04), ("assumption", "no sleep", 7, 0.02),
                                             ("number", "display 49 ms", 6, -0.04), ("number", "clock 60 MHz", 8.1, -0.04)):
        for name in claim_text.CLAIMS:
            moved = {claim_text.THROUGHPUT: throughput, claim_text.MATCHED: matched}.get(name, -0.5)
            made.what_moves.append({"kind": kind, "assumption": "", "label": label, "claim": name, "geometric_mean_ratio": str(moved),
                                    "pair_count": "4", "excluded_count": "1", "means": f"what {label} is"})
    return made


def are_sentences_counted() -> None:
    told = claim_text.topics(results())
    power, latency, throughput = told["Power"], told["Latency"], told["Throughput"]
    for text in ("it draws less in 1 of 4 pairs, the same to 0.1 % in 2 and more in 1 (w2 `ind_e2e` +7.1 %)", "-4.0 % in the geometric mean",
                 "it draws more in 4 of 4 pairs", "falls in 4 of 4 pairs (-50.0 %)"):
        expect(text in power, f"power: no '{text}' in '{power}'")
    # The farthest first, and 1.3448 is not 1.35.
    expect("lower in 2 of 4 pairs, higher in 2: w2 `ind_e2e` +120.0 % at 1.34x the throughput and w1 `ind_e2e` +50.0 % at 3.00x" in latency,
           f"latency: '{latency}'")
    expect("faster in 4 of 4 pairs" in throughput and "it is 2.17x" in throughput, f"throughput: '{throughput}'")  # (3 + 1.3448) / 2


def does_it_name_what_comes_nearest() -> None:
    told = claim_text.topics(results())["The paper's three numbers"]
    expect(told.startswith("No single definition gives the paper's three numbers (each within 5 %)."), f"nearest: '{told}'")
    for text in ("to 23.0x throughput comes the ratio per baseline, as paired (22.0x)", "(-70.0 %)", f"{claim_text.MATCHED} (-5.0 %)"):
        expect(text in told, f"nearest: no '{text}' in '{told}'")
    meeting = results()
    for row, ours in zip(meeting.claims, (23.5, -0.735, 1, -0.15, -0.5)):
        row["mean_ratio"] = str(ours)
    expect(claim_text.nearest(meeting).startswith("One definition gives all three"), f"met: '{claim_text.nearest(meeting)}'")


def does_it_say_how_far_orders_and_assumptions_move_it() -> None:
    told = claim_text.topics(results())
    for text in ("2.20x to 75.0x, median 9.00x, and 8.00x as shipped", "w1 `max_dev`: 0.800 to 27.3 inferences/s", "moves on no workload"):
        expect(text in told["Listing order"], f"orders: no '{text}' in '{told['Listing order']}'")
    moved = results()
    moved.order_planners[0]["max_throughput_inf_per_s"] = "61"
    expect("Synergy itself moves on w1 (60 to 61 inferences/s)" in claim_text.topics(moved)["Listing order"], "orders: Synergy moved")
    for text in ("nordic (2.00x), no sleep (7.00x) and LE 1M (8.10x)", "each alone: display 49 ms (6.00x).",
                 "no sleep turns power change at matched load (+2.0 %)"):
        expect(text in told["What moves it"], f"moves: no '{text}' in '{told['What moves it']}'")
    listed = claim_text.assumption_rows(results())
    expect("| nordic | 2.00x |" in listed and "what nordic is" in listed, f"assumptions: '{listed}'")


def is_what_was_not_run_left_out() -> None:
    bare = copy.deepcopy(results())
    bare.order_claims, bare.order_planners, bare.what_moves = [], [], []
    expect(set(claim_text.topics(bare)) == {"Throughput", "Latency", "Power", "The paper's three numbers"}, "topics without tables")
    expect(claim_text.topics(claim_text.Results([], [], [], [], [])) == {}, "topics without results")


def do_the_documents_say_what_the_tables_say() -> None:
    written = readme_block.written(readme_block.KEPT)
    expect([path.name for path in written] == ["README.md", "REPRODUCTION.md"], f"documents: {', '.join(map(str, written))}")
    for path, text in written.items():
        document = path.read_text(encoding="utf-8")
        expect(text == document,
               f"{path.name} does not say what scripts/report/readme_results says: scripts/report/readme_block.py --in results writes it")
        block = readme_block.BLOCKS[path](claim_text.read(readme_block.KEPT))
        changed = document.replace(readme_block.END, "moved by hand\n" + readme_block.END, 1)  # the first block is this one
        expect(changed != document and readme_block.with_block(changed, block) == document, f"{path.name}: a change by hand stays")
        prose = document[: document.index(readme_block.BEGIN)] + document[document.index(readme_block.END) :]
        if path == readme_text.REPRODUCTION:
            heading = "What comes out of the reproduction"
            section = readme_text.section(heading, path)
            prose = section[: section.index(readme_block.BEGIN)] + section[section.index(readme_block.END) :]
        if suite_text.BEGIN in prose:  # what a block of the suite says is asked of suite_text.py --check
            begin = prose.index(suite_text.BEGIN)
            prose = prose[:begin] + prose[prose.index(suite_text.END, begin) :]
        numbers = re.findall(r"[-+]?\d+\.\d+|\d+(?:x| ?%| times)", re.sub(r"\[[^]]*\]\([^)]*\)", "", prose))  # names of files are no results
        expect(not numbers, f"{path.name}: numbers of results that no table gives: {', '.join(numbers)}")


def is_every_assumption_said_and_run() -> None:
    try:
        import yaml
    except ImportError:
        return
    study = yaml.safe_load((ROOT / "scenarios" / "studies" / "variants.yaml").read_text(encoding="utf-8"))
    for name, said in study["about"].items():
        expect(all(said.get(key) for key in ("assumption", "label", "means")), f"{name}: something is not said")
        expect(("number" in said) == ("bound" in said), f"{name}: a number without its bound")
    said = [name for name, row in study["about"].items() if "number" not in row]
    run = list(study["groups"]["assumptions"]["axes"]["variant"]["settings"])
    expect(said == run, f"said: {said}, run: {run}")
    labels = [row["label"] for row in study["about"].values()]
    expect(len(set(labels)) == len(labels), "two assumptions have one label")


def main() -> None:
    are_sentences_counted()
    does_it_name_what_comes_nearest()
    does_it_say_how_far_orders_and_assumptions_move_it()
    is_what_was_not_run_left_out()
    do_the_documents_say_what_the_tables_say()
    is_every_assumption_said_and_run()
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
