#!/usr/bin/env python3
"""Performance profiles of the planners over the suite (Dolan and Moré)."""

import pathlib

import common
from common import plt, ticker

FAMILY = "suite"
FARTHEST = 1000  # times the best known value


def figures(results: pathlib.Path) -> common.Figures:
    folder = results / "suite" if (results / "suite").is_dir() else results
    steps = common.table(folder, "performance_profile.csv", ("planner", "value_ratio", "instance_ratio"))
    drawing, ax = plt.subplots(figsize=(7.2, 3.4))
    for planner in common.planners_of(steps):
        own = steps[steps["planner"] == planner]
        colour, _, marker = common.look(planner)
        shown = own[own["value_ratio"] <= FARTHEST]
        x = [*shown["value_ratio"], FARTHEST]
        y = [*(100 * shown["instance_ratio"]), 100 * shown["instance_ratio"].iloc[-1]]
        dark = colour if colour not in ("#FFFFFF", "#DDDDDD", "#F0E442") else "#777777"
        ax.step(x, y, where="post", color=dark, linewidth=1.1, marker=marker, markevery=0.12, markersize=4,
                markerfacecolor=colour, markeredgecolor=dark, label=planner)
    ax.set_xscale("log")
    ax.set_xlim(1, FARTHEST)
    ax.set_ylim(0, 100)
    ax.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(ticker.NullFormatter())
    ax.set_xlabel("value over the best known (ratio)")
    ax.set_ylabel("instances solved within that ratio (%)")
    common.legend_above(drawing, ax)
    yield common.Figure("suite_profile", "Performance profile of the planners over the suite: the share of instances on which a planner's "
                        "plan comes to at most so many times the best known value. At 1: how often it is the best known one. At the "
                        "right end: how often there is a plan at all.", drawing, steps)


if __name__ == "__main__":
    common.main(__name__)
