#!/usr/bin/env python3
"""Throughput as devices are added to the body, and as apps are added to a body of eight devices."""

import pathlib

import common
import pandas as pd
from common import plt

FAMILY = "scaling"
SPREAD = 0.84  # of the room of a size, over which the markers of its planners stand


def figures(results: pathlib.Path) -> common.Figures:
    devices = gather(results / "scaling" / "devices")
    yield lines("scaling_devices", "devices of the body", devices,
                "Throughput as devices are added (body3 to body8; body2 has no haptic device), each planner under its own "
                "policy. Markers of one size stand beside each other, in the legend's order. A point is missing where a planner "
                "finds no feasible plan.")
    apps = gather(results / "scaling" / "apps")
    yield lines("scaling_apps", "apps on eight devices", apps,
                "Throughput as apps are added on body8, from the smallest model to the largest, each planner under its own "
                "policy. Markers of one size stand beside each other, in the legend's order. Apps take turns, so that a slow new app also slows the others.")


def gather(folder: pathlib.Path) -> pd.DataFrame:
    """The runs of all result directories below, whose names are numbers."""
    tables = []
    for below in sorted(folder.glob("*/runs.csv"), key=lambda path: path.parent.name):
        if below.parent.name.isdigit():
            tables.append(common.table(below.parent, "runs.csv").assign(size=int(below.parent.name)))
    if not tables:
        raise common.Skip(f"{folder} has no results")
    return pd.concat(tables)


def lines(name: str, label: str, runs: pd.DataFrame, caption: str) -> common.Figure:
    runs = common.own_policy(runs[runs["status"] == "ok"])
    if runs.empty:
        raise common.Skip(f"{name}: no feasible run")
    panels = sorted(runs["scenario"].unique())
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    drawing, axes = plt.subplots(rows, columns, figsize=(9.6 if columns > 1 else 7.2, 2.7 * rows + 0.5), squeeze=False,
                                 sharex=True)
    for ax in axes.flat[len(panels):]:
        ax.set_visible(False)
    sizes = sorted(runs["size"].unique())
    planners = common.planners_of(runs)
    for ax, panel in zip(axes.flat, panels):
        for p, planner in enumerate(planners):
            mine = runs[(runs["scenario"] == panel) & (runs["planner"] == planner)]
            line = mine.set_index("size")["throughput_inf_per_s"].reindex(sizes)  # a gap where there is no plan
            colour, _, marker = common.look(planner)
            line_colour = common.INK if colour == "#FFFFFF" else colour
            # Markers of one size stand beside each other, in the legend's order, and dashes leave room for those of the
            # other lines: equal ones all show.
            at = [size + SPREAD * ((p + 0.5) / len(planners) - 0.5) for size in sizes]
            ax.plot(at, line, color=line_colour, marker=marker, markersize=4.5, markerfacecolor=colour,
                    markeredgecolor=common.INK, markeredgewidth=0.5, linewidth=1.1, zorder=3 - 0.1 * p,
                    linestyle=(2.5 * p, (4, 3.5)), label=planner)
        common.logarithmic(ax.yaxis)
        for i, size in enumerate(sizes):
            if i % 2 == 0:
                ax.axvspan(size - 0.5, size + 0.5, color="#F2F4F6", zorder=0)
        ax.set_xlim(sizes[0] - 0.5, sizes[-1] + 0.5)
        ax.set_title(panel if len(panels) > 1 else "")
        ax.set_xticks(sizes)
    for ax in axes[:, 0]:
        ax.set_ylabel("throughput (inferences/s)")
    last_row = [ax for i, ax in enumerate(axes.flat) if i < len(panels) and i + columns >= len(panels)]
    for ax in last_row:
        ax.tick_params(labelbottom=True)
        ax.set_xlabel(label)
    handles = axes[0, 0].get_legend_handles_labels()
    spare = axes.flat[len(panels)] if len(panels) < axes.size else None
    if spare is not None:
        spare.set_visible(True)
        spare.axis("off")
        spare.legend(*handles, loc="center", handlelength=3)
    else:
        axes[0, -1].legend(*handles, loc="center left", bbox_to_anchor=(1, 0.5), handlelength=3)
    return common.Figure(name, caption, drawing)


if __name__ == "__main__":
    common.main(__name__)
