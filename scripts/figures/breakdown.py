#!/usr/bin/env python3
"""Where the time of an inference and the energy of the body go, by phase."""

import pathlib

import common
import pandas as pd
from common import plt

FAMILY = "breakdown"
TOTALS = {"latency_mean_ms": "mean latency", "response_time_mean_ms": "mean response time"}  # what phases may sum to


def figures(results: pathlib.Path) -> common.Figures:
    runs = common.own_policy(common.runs(results))
    runs = runs[(runs["status"] == "ok") & (runs["latency_count"] > 0)].set_index("run_id")
    phases = common.table(results, "phases.csv", ("run_id", "phase", "count", "queueing_mean_ms", "service_mean_ms", "energy_uj"))
    apps = common.table(results, "apps.csv", ("run_id", "window_count"))
    phases = phases[phases["run_id"].isin(runs.index)]
    time, energy = time_parts(runs, phases), energy_parts(runs, phases)
    total = total_time(runs, time, apps.groupby("run_id")["window_count"].sum())
    check_energy(runs, energy)
    yield stacked("breakdown_time", runs, time, runs[total], "time of an inference (%)", "ms",
                  f"Time of an inference by phase, as a share of their sum; the number is the run's {TOTALS[total]} (over the "
                  "inferences of all apps). Waiting is for units that serve another inference. ")
    yield stacked("breakdown_energy", runs, energy / 1000, runs["energy_per_inference_uj"] / 1000, "energy of the body (%)", "mJ",
                  "Energy of the whole body by phase, as a share of their sum; the number is the run's energy per inference. "
                  "Idle is what parts draw without work, keeping links up included. ")


def time_parts(runs: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Milliseconds by run and phase, per inference completed in the window, mean over all apps."""
    sums = phases.assign(service=phases["count"] * phases["service_mean_ms"].fillna(0),
                         queueing=phases["count"] * phases["queueing_mean_ms"].fillna(0))
    time = sums.pivot_table(index="run_id", columns="phase", values="service", aggfunc="sum", fill_value=0)
    time["waiting"] = sums.groupby("run_id")["queueing"].sum()
    return time.div(runs["latency_count"], axis=0).dropna()


def energy_parts(runs: pd.DataFrame, phases: pd.DataFrame) -> pd.DataFrame:
    """Microjoules by run and phase, per inference completed in the window, of the whole body."""
    energy = phases.pivot_table(index="run_id", columns="phase", values="energy_uj", aggfunc="sum", fill_value=0)
    energy["idle"] = runs["power_static_mw"] * 1000 * runs["latency_count"] / runs["throughput_inf_per_s"]
    return energy.div(runs["latency_count"], axis=0).dropna()


def total_time(runs: pd.DataFrame, time: pd.DataFrame, in_flight: pd.Series) -> str:
    """The column of runs.csv that the phases sum to; raises common.Mismatch if they sum to none.

    They agree but for the inferences that the window's ends cut, whose phases count where they end and whose latency where
    they are complete: never more than are in flight, and none takes longer than the longest.
    """
    runs = runs.loc[time.index]
    gaps = {}
    for total in (total for total in TOTALS if total in runs):
        longest = runs[[total, total.replace("mean", "max")]].max(axis=1) if total.replace("mean", "max") in runs else runs["latency_max_ms"]
        cut = in_flight.reindex(runs.index).fillna(1) * longest / runs["latency_count"]
        gaps[total] = (time.sum(axis=1) - runs[total]).abs() - cut - 1e-9 * runs[total]
        if (gaps[total] <= 0).all():
            return total
    worst = gaps["latency_mean_ms"].idxmax()
    raise common.Mismatch(f"phases of {worst} last {time.loc[worst].sum():.6g} ms, runs.csv says "
                          f"{runs.at[worst, 'latency_mean_ms']:.6g} ms")


def check_energy(runs: pd.DataFrame, energy: pd.DataFrame) -> None:
    """Raises common.Mismatch unless the phases and idling sum to the energy in runs.csv, but for rounding."""
    said = runs.loc[energy.index, "energy_per_inference_uj"]
    off = (energy.sum(axis=1) / said - 1).abs()
    if (off > 1e-9).any():
        worst = off.idxmax()
        raise common.Mismatch(f"phases of {worst} take {energy.loc[worst].sum():.6g} uJ, runs.csv says {said[worst]:.6g} uJ")


def stacked(name: str, runs: pd.DataFrame, parts: pd.DataFrame, totals: pd.Series, label: str, unit: str,
            caption: str) -> common.Figure:
    workloads = sorted(runs["scenario"].unique())
    planners = common.planners_of(runs)
    columns = min(3, len(workloads))
    rows = -(-len(workloads) // columns)
    drawing, axes = plt.subplots(rows, columns, figsize=(7.4, 2.6 * rows + 0.4), squeeze=False)
    for ax in axes.flat[len(workloads):]:
        ax.set_visible(False)
    phases = [phase for phase in common.PHASES if phase in parts]
    phases += [phase for phase in parts if phase not in phases]  # new ones: nothing may be missing from the sum
    for ax, workload in zip(axes.flat, workloads):
        mine = runs[runs["scenario"] == workload].reset_index().set_index("planner")["run_id"]
        for y, planner in enumerate(planners):
            if planner not in mine.index or mine[planner] not in parts.index:
                ax.text(1, y, "no feasible plan", va="center", fontsize=6.5)
                continue
            row = parts.loc[mine[planner]]
            left, row = 0.0, 100 * row / row.sum()
            for phase in phases:
                colour, hatch = common.PHASES.get(phase, ("#D55E00", "oo"))
                ax.barh(y, row[phase], left=left, color=colour, hatch=hatch, edgecolor=common.INK, linewidth=0.4,
                        label=phase)
                left += row[phase]
            ax.text(102, y, f"{common.short(totals[mine[planner]])} {unit}", va="center", fontsize=6.5)
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
