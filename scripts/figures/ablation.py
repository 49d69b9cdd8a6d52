#!/usr/bin/env python3
"""What the planner alone, parallelisation alone, and both together gain; every planner under every policy."""

import pathlib

import common
import pandas as pd
from common import plt

FAMILY = "ablation"
PARTS = [  # label, colour, hatch, planner of the plan (None: the baseline's own), policy
    ("planner alone (sequential)", "#56B4E9", "////", "synergy", "sequential"),
    ("parallelisation alone (baseline's plan, adaptive)", "#E69F00", "....", None, "adaptive"),
    ("both (synergy, adaptive)", "#0072B2", "", "synergy", "adaptive"),
]


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.runs(results / "matrix")
    runs = runs[runs["status"] == "ok"]
    throughput = runs.groupby(["scenario", "planner", "policy"])["throughput_inf_per_s"].mean()
    yield parts(throughput)
    yield matrix(throughput)


def ratios(throughput: pd.Series, workload: str, planner: str | None, policy: str) -> pd.Series:
    """Throughput relative to every baseline run sequentially."""
    found = {}
    for baseline in common.BASELINES:
        above, below = (workload, planner or baseline, policy), (workload, baseline, "sequential")
        if above in throughput.index and below in throughput.index and throughput[below] > 0:
            found[baseline] = throughput[above] / throughput[below]
    return pd.Series(found, dtype=float)


def parts(throughput: pd.Series) -> common.Figure:
    workloads = sorted(throughput.index.unique("scenario"))
    workloads = [w for w in workloads if not ratios(throughput, w, "synergy", "adaptive").empty]
    if not workloads:
        raise common.Skip("no workload on which synergy and a baseline both have a plan")
    drawing, ax = plt.subplots(figsize=(7.2, 3.2))
    width = 0.3
    for p, (label, colour, hatch, planner, policy) in enumerate(PARTS):
        for w, workload in enumerate(workloads):
            over = ratios(throughput, workload, planner, policy)
            if over.empty:
                continue
            x, mean = w + (p - 1) * width, common.geometric_mean(over)
            ax.bar(x, mean, width * 0.92, color=colour, hatch=hatch, edgecolor=common.INK, linewidth=0.5,
                   label=label if w == 0 else None)
            # The whisker stands at the right of the bar, so that the number has its place at the mean.
            ax.errorbar(x + 0.36 * width, mean, [[mean - over.min()], [over.max() - mean]], color=common.INK, capsize=2,
                        linewidth=0.8)
            ax.annotate(f"{mean:.3g}", (x - 0.46 * width, mean), (0, 1.5), textcoords="offset points", ha="left", fontsize=6.5)
    ax.axhline(1, color=common.INK, linewidth=0.8)
    ax.set_xticks(range(len(workloads)), workloads)
    ax.set_xlabel("workload")
    ax.set_ylabel("throughput / sequential baseline (ratio)")
    common.legend_above(drawing, ax)
    common.logarithmic(ax.yaxis)
    ax.set_ylim(top=ax.get_ylim()[1] * 1.3)
    return common.Figure("ablation", "Ablation: throughput relative to the baselines run sequentially, with Synergy's plan "
                         "alone, with parallelisation alone, and with both. Bars, and the numbers on them, are geometric means over "
                         "the baselines, whiskers the smallest and largest.", drawing)


def matrix(throughput: pd.Series) -> common.Figure:
    best = throughput.xs(("synergy", "adaptive"), level=("planner", "policy"))
    relative = (throughput / throughput.index.get_level_values("scenario").map(best)).dropna()
    # Only workloads on which every planner has a plan, so that all cells average over the same ones.
    counts = relative.groupby("scenario").size()
    relative = relative[relative.index.get_level_values("scenario").isin(counts[counts == counts.max()].index)]
    cells = relative.groupby(["planner", "policy"]).apply(common.geometric_mean).unstack()
    order = common.planners_of(pd.DataFrame({"planner": cells.index}))
    cells = cells.reindex(index=order, columns=[p for p in common.POLICIES if p in cells])
    drawing, ax = plt.subplots(figsize=(4.6, 0.6 + 0.3 * len(cells)))
    common.annotated_grid(ax, cells, lambda v: f"{v:.3f}", float(cells.max().max()))
    ax.set_xlabel("parallelisation policy")
    ax.set_ylabel("planner")
    workloads = ", ".join(sorted(relative.index.unique("scenario")))
    return common.Figure("policy_matrix", "Every planner under every policy: throughput relative to Synergy under its own "
                         f"policy (ratio, geometric mean over {workloads}).", drawing)


if __name__ == "__main__":
    common.main(__name__)
