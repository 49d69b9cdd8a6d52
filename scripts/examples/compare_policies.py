#!/usr/bin/env python3
"""Which planner and policy gives a workload the most, and at what power? Prints a table.

    compare_policies.py [SCENARIO]     default: w2

Needs the module synergy_sim (scenarios/PYTHON.md) and pandas.
"""

import sys

import synergy_sim as ss


def main(name: str) -> int:
    scenario = ss.load(name).set("measurement", {"warm_up": "5 s", "window": "60 s"})
    plans = [ss.plan(scenario, planner) for planner in ("synergy", "min_dev", "ind_model")]
    for plan in plans:
        if not plan.feasible:
            print(f"{plan.planner}: {'; '.join(plan.reasons)}", file=sys.stderr)
    runs = ss.run(scenario, [plan for plan in plans if plan.feasible], policy="all").runs
    runs["inf_per_j"] = 1e6 / runs["energy_per_inference_uj"]
    best = runs.sort_values("throughput_inf_per_s", ascending=False)
    print(best[["planner", "policy", "throughput_inf_per_s", "power_mean_mw", "inf_per_j"]].to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or ["w2"])))
