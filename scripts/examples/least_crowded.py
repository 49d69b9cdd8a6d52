#!/usr/bin/env python3
"""A planner in Python: whole models, each on the device that has the least to do so far.

    python3 -m synergy_sim --planners least_crowded.py suite --planner synergy --planner least_crowded --quick
    least_crowded.py [SCENARIO]        compares it with Synergy; default: w2

Needs the module synergy_sim (scenarios/PYTHON.md).
"""

import sys

import synergy_sim as ss


@ss.planner(name="least_crowded", policy="adaptive")
def least_crowded(problem: ss.Problem) -> dict[str, tuple[str, list[tuple[str, int, int]], str]]:
    """Whole models, the largest first, each on the fitting device that ends its work the soonest."""
    busy_ms = dict.fromkeys(problem.accelerators, 0.0)
    plan: dict[str, tuple[str, list[tuple[str, int, int]], str]] = {}
    for app in sorted(problem.apps, key=lambda a: -a.layer_count):
        layers = (0, app.layer_count - 1)
        ends: dict[str, float] = {}
        for device in busy_ms:
            cost = problem.cost(app.name, device, *layers)  # alone in the memory: whether all fit together is checked later
            if cost is not None:
                ends[device] = busy_ms[device] + cost.load_ms + cost.infer_ms + cost.unload_ms
        if not ends:
            raise ss.InfeasibleError(f"{app.name} fits no device whole")
        device = min(ends, key=lambda d: ends[d])
        busy_ms[device] = ends[device]
        plan[app.name] = (app.sources[0], [(device, *layers)], app.targets[0])
    problem.count(considered=1)
    return plan


def main(name: str) -> int:
    scenario = ss.load(name).set("measurement", {"warm_up": "5 s", "window": "60 s"})
    runs = ss.run(scenario, ["synergy", "least_crowded"]).runs
    for i, planner in enumerate(runs["planner"]):
        print(planner, runs["status"][i], runs["throughput_inf_per_s"][i], "inf/s")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or ["w2"])))
