#!/usr/bin/env python3
"""How far every planner's plan is from the optimum."""

import math
import pathlib

import common
from common import plt

FAMILY = "regret"


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.runs(results / "matrix")
    runs = runs[(runs["status"] == "ok") & (runs["policy"] == "adaptive")]
    if not (runs["planner"] == "optimal").any():
        raise common.Skip(f"{results / 'matrix' / 'runs.csv'} has no feasible run of planner 'optimal'")
    best = runs[runs["planner"] == "optimal"].set_index("scenario")["throughput_inf_per_s"]
    runs = runs[runs["scenario"].isin(best.index)]
    runs = runs.assign(regret=100 * (1 - runs["throughput_inf_per_s"] / runs["scenario"].map(best)))
    by_run = runs.set_index(["scenario", "planner"])["regret"]
    workloads = sorted(runs["scenario"].unique())
    planners = [name for name in common.planners_of(runs) if name != "optimal"]
    drawing, ax = plt.subplots(figsize=(7.2, 3))
    common.grouped_bars(ax, workloads, planners, lambda w, p: by_run.get((w, p), math.nan))
    for bar in ax.patches:
        if abs(bar.get_height()) < 0.5:
            ax.annotate("0", (bar.get_x() + bar.get_width() / 2, 0), (0, 1), textcoords="offset points", ha="center", fontsize=6)
    ax.axhline(0, color=common.INK, linewidth=0.8)
    ax.set_xlabel("workload (×: no feasible plan)")
    ax.set_ylabel("throughput lost to the optimum (%)")
    common.legend_above(drawing, ax)
    yield common.Figure("regret", "Regret: simulated throughput that every planner's plan loses to the optimal plan, all under the "
                        "adaptive policy. Below zero a plan is better in the simulation than the one that is optimal by the "
                        "estimate.", drawing)


if __name__ == "__main__":
    common.main(__name__)
