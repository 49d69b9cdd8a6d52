#!/usr/bin/env python3
"""How busy every unit of the body is under every planner."""

import pathlib
import re

import common
from common import plt

FAMILY = "utilisation"


def share(percent: float) -> str:
    return f"{percent:.0f}" if percent >= 1 else "<1"  # a unit in use never reads 0


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.own_policy(common.runs(results))
    runs = runs[runs["status"] == "ok"].set_index("run_id")
    units = common.table(results, "units.csv", ("run_id", "unit", "busy_ratio", "served_count"))
    # A unit that no stage of the plan visits has no share: it stays blank, unlike one that is seldom busy.
    used = (units["busy_ratio"] > 0) | (units["served_count"] > 0)
    # A sensor whose samples are all used is as much at its end as a unit that is always busy.
    taken = units["busy_ratio"]
    if "sample_use_ratio" in units:
        taken = taken.combine(units["sample_use_ratio"].fillna(0), max)
    shared = units.assign(busy_ratio=taken.where(used)).set_index(["run_id", "unit"])["busy_ratio"]
    workloads = sorted(runs["scenario"].unique())
    heights = []
    grids = []
    for workload in workloads:
        mine = runs[runs["scenario"] == workload]
        grid = shared[shared.index.get_level_values("run_id").isin(mine.index)].unstack()
        grid.index = grid.index.map(mine["planner"])
        order = sorted(grid.columns, key=kind_of)
        grids.append(grid.reindex(index=[p for p in common.planners_of(runs) if p in grid.index], columns=order))
        heights.append(len(grids[-1]) + (8 if grids[-1].shape[1] > 18 else 4))
    most = max(grid.shape[1] for grid in grids)
    drawing, axes = plt.subplots(len(grids), 1, figsize=(max(7.2, 0.25 * most), 0.19 * sum(heights)), squeeze=False,
                                 gridspec_kw={"height_ratios": [len(grid) for grid in grids]})
    for ax, workload, grid in zip(axes.flat, workloads, grids):
        common.annotated_grid(ax, 100 * grid.clip(upper=1), share, 100)
        names = [unit.replace("accelerator", "accel.").replace("microphone", "mic.") for unit in grid.columns]
        if len(names) > 18:
            ax.set_xticks(range(len(names)), [name.replace(".", " ", 1) for name in names], rotation=90, fontsize=6)
        else:
            ax.set_xticks(range(len(names)), [name.replace(".", "\n", 1).replace("-", "–\n") for name in names], fontsize=6)
        ax.tick_params(axis="y", labelsize=7)
        ax.set_ylabel("planner")
        ax.set_title(workload, loc="left")
    yield common.Figure("utilisation", "Share of the time in which a unit is busy (%), under every planner and its own "
                        "policy: accelerators, sensors (share of their samples that are used, where that is more), CPUs, interaction "
                        "parts, then links (share of the link's capacity). A "
                        "blank is a unit that the plan does not use; a planner without a feasible plan has no row.", drawing)


def kind_of(unit: str) -> tuple[int, str]:
    named = re.fullmatch(r"('(?:[^']|'')*'|[^-.']+)\.(.*)", unit)  # a device, "." and its part; links have a "-"
    if not named:
        return 2, unit
    device, part = named.groups()
    return (0 if part == "accelerator" else 1), part + device


if __name__ == "__main__":
    common.main(__name__)
