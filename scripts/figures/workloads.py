#!/usr/bin/env python3
"""Throughput, latency, power and energy of every planner on every workload."""

import math
import pathlib

import common
from common import plt

FAMILY = "workloads"
METRICS = [  # column, label, logarithmic
    ("throughput_inf_per_s", "throughput (inferences/s)", True),
    ("latency_mean_ms", "mean latency (ms)", True),
    ("power_mean_mw", "mean power of the body (mW)", False),
    ("energy_per_inference_uj", "energy per inference (µJ)", True),
]


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.own_policy(common.runs(results))
    workloads = sorted(runs["scenario"].unique())
    planners = common.planners_of(runs)
    by_run = runs.drop_duplicates(["scenario", "planner"]).set_index(["scenario", "planner"])
    drawing, axes = plt.subplots(len(METRICS), 1, figsize=(7.2, 8.6), sharex=True)
    for ax, (column, label, logarithmic) in zip(axes, METRICS):

        def value(workload: str, planner: str, column: str = column) -> float:
            key = (workload, planner)
            return float(by_run.at[key, column]) if key in by_run.index else math.nan

        common.grouped_bars(ax, workloads, planners, value)
        if logarithmic:
            common.logarithmic(ax.yaxis)
        ax.set_ylabel(label)
    drawing.align_ylabels(axes)
    common.legend_above(drawing, axes[0])
    axes[-1].set_xlabel("workload (×: no feasible plan)")
    yield common.Figure("workloads", "Throughput, mean latency, mean power and energy per inference of every planner on "
                        "every workload, each planner under its own policy and as fast as it can.", drawing)


if __name__ == "__main__":
    common.main(__name__)
