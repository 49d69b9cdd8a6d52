#!/usr/bin/env python3
"""Where the time of an inference and the energy of the body go, by phase."""

import pathlib

import common
import pandas as pd
from common import plt

FAMILY = "breakdown"


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.own_policy(common.runs(results))
    runs = runs[runs["status"] == "ok"].set_index("run_id")
    phases = common.table(results, "phases.csv", ("run_id", "phase", "count", "service_mean_ms", "energy_uj"))
    phases = phases[phases["run_id"].isin(runs.index)]
    phases = phases.assign(service=phases["count"] * phases["service_mean_ms"].fillna(0),
                           queueing=phases["count"] * phases["queueing_mean_ms"].fillna(0))
    # Per completed inference, mean over all apps. The energy of a run's phases is that of its window.
    inferences = runs["latency_count"]
    time = phases.pivot_table(index="run_id", columns="phase", values="service", aggfunc="sum", fill_value=0)
    time["waiting"] = phases.groupby("run_id")["queueing"].sum()
    energy = phases.pivot_table(index="run_id", columns="phase", values="energy_uj", aggfunc="sum", fill_value=0)
    energy["idle"] = runs["power_static_mw"] * 1000 * inferences / runs["throughput_inf_per_s"]
    energy /= 1000  # mJ
    yield stacked("breakdown_time", runs, time.div(inferences, axis=0).dropna(), "time of an inference (%)", "ms",
                  "Time of an inference by phase, as a share of its sum; the number is the sum per inference (mean of all "
                  "apps). Waiting is for units that serve another inference. ")
    yield stacked("breakdown_energy", runs, energy.div(inferences, axis=0).dropna(), "energy of the body (%)", "mJ",
                  "Energy of the whole body by phase, as a share of its sum; the number is the sum per inference. Idle is what "
                  "parts draw without work, keeping links up included. ")


def stacked(name: str, runs: pd.DataFrame, parts: pd.DataFrame, label: str, unit: str, caption: str) -> common.Figure:
    workloads = sorted(runs["scenario"].unique())
    planners = common.planners_of(runs)
    columns = min(3, len(workloads))
    rows = -(-len(workloads) // columns)
    drawing, axes = plt.subplots(rows, columns, figsize=(7.4, 2.6 * rows + 0.4), squeeze=False)
    for ax in axes.flat[len(workloads):]:
        ax.set_visible(False)
    phases = [phase for phase in common.PHASES if phase in parts]
    for ax, workload in zip(axes.flat, workloads):
        mine = runs[runs["scenario"] == workload].reset_index().set_index("planner")["run_id"]
        for y, planner in enumerate(planners):
            if planner not in mine.index or mine[planner] not in parts.index:
                ax.text(1, y, "no feasible plan", va="center", fontsize=6.5)
                continue
            row = parts.loc[mine[planner]]
            left, total = 0.0, row.sum()
            row = 100 * row / total
            for phase in phases:
                colour, hatch = common.PHASES[phase]
                ax.barh(y, row[phase], left=left, color=colour, hatch=hatch, edgecolor=common.INK, linewidth=0.4,
                        label=phase)
                left += row[phase]
            ax.text(102, y, f"{common.short(total)} {unit}", va="center", fontsize=6.5)
        ax.set_title(workload)
        ax.set_xlim(0, 100)
        ax.set_ylim(len(planners) - 0.5, -0.5)
        ax.set_yticks(range(len(planners)), planners, fontsize=7)
        ax.set_xlabel(label)
        ax.grid(False)
    labels = dict(zip(*reversed(axes[0, 0].get_legend_handles_labels())))
    drawing.legend(labels.values(), labels.keys(), loc="lower center", ncol=9, bbox_to_anchor=(0.5, 1))
    return common.Figure(name, caption + "Each planner under its own policy.", drawing)


if __name__ == "__main__":
    common.main(__name__)
