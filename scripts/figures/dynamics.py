#!/usr/bin/env python3
"""What happens to plans while bodies change, from the tables of scripts/dynamics (RESULTS/dynamics)."""

import math
import pathlib

import common
import numpy as np
import pandas as pd
from common import plt

FAMILY = "dynamics"
TRIGGERS = ["never", "every_10s", "drop", "change", "clairvoyant_paid"]
SHADES = ["#DDDDDD", "#999999", "#56B4E9", "#0072B2", "#E69F00"]


def planner_of(run_ids: pd.Series) -> pd.Series:
    return run_ids.str.split("/").str[1]


def smooth(values: pd.Series, begin: pd.Series, over_s: float, changes: pd.DataFrame) -> pd.Series:
    """Mean over so many seconds; what completes in a step is a whole number, and would hide the rest. Not across changes, which would
    show before they happen."""
    step = (begin.iloc[-1] - begin.iloc[0]) / max(len(begin) - 1, 1)
    stretch = np.searchsorted(np.unique(changes["at_s"]), begin + step / 2, side="right")
    means = values.groupby(stretch).rolling(max(1, round(over_s / step)), center=True, min_periods=1).mean()
    return means.droplevel(0).reindex(values.index)


def mark_changes(ax, changes: pd.DataFrame, texts: bool) -> None:
    few = len(changes) <= 6  # beside each other above the axes; else upright within them
    for at, what in changes.itertuples(index=False):
        ax.axvline(at, color=common.INK, linewidth=0.7, linestyle=":")
        if texts:
            ax.annotate(what, (at, 1), (0, 3) if few else (2, -2), xycoords=("data", "axes fraction"), textcoords="offset points",
                        rotation=0 if few else 90, ha="center" if few else "left", va="bottom" if few else "top", fontsize=7 if few else 6)


def over_time(results: pathlib.Path, scenario: str, window_s: float) -> common.Figure:
    folder = results / "dynamics" / "planners" / scenario
    steps = common.table(folder, "over_time.csv", ("run_id", "begin_s", "throughput_inf_per_s", "power_mean_mw"))
    steps = steps[steps["begin_s"] < steps["begin_s"].max()].copy()  # the last step is cut by the end of the run
    steps["planner"] = planner_of(steps["run_id"])
    changes = common.table(folder, "changes.csv", ("run_id", "at_s", "what"))
    changes = changes[changes["run_id"] == changes["run_id"].iloc[0]][["at_s", "what"]].drop_duplicates()
    drawing, axes = plt.subplots(2, 1, figsize=(7.2, 4.2), sharex=True)
    for planner in common.PLANNERS:
        of = steps[steps["planner"] == planner]
        if of.empty:
            continue
        colour, _, _ = common.PLANNERS[planner]
        style = {"color": "#888888" if colour == "#FFFFFF" else colour, "linewidth": 1.8 if planner == "synergy" else 1}
        for ax, column in zip(axes, ["throughput_inf_per_s", "power_mean_mw"], strict=True):
            ax.plot(of["begin_s"], smooth(of[column], of["begin_s"], window_s, changes), label=planner, **style)
    for ax in axes:
        mark_changes(ax, changes, ax is axes[0])
        ax.set_ylim(bottom=0)
        ax.set_xlim(left=0)
    axes[0].set_ylabel("throughput (inferences/s)")
    axes[1].set_ylabel("power of the body (mW)")
    axes[1].set_xlabel("time (s)")
    common.legend_above(drawing, axes[0])
    return common.Figure(f"dynamics_{scenario}", f"{scenario}: throughput and power over time, mean over {window_s:g} s, of eight planners that "
                         "all plan again when something changes (dotted).", drawing)


def charge(results: pathlib.Path) -> common.Figure:
    folder = results / "dynamics" / "triggers" / "battery_day" / "change"
    steps = common.table(folder, "devices_over_time.csv", ("device", "begin_s", "charge_ratio", "temperature_c"))
    drawing, axes = plt.subplots(2, 1, figsize=(7.2, 3.6), sharex=True)
    for device, of in steps.groupby("device", sort=False):
        axes[0].plot(of["begin_s"] / 3600, 100 * of["charge_ratio"], label=device)
        axes[1].plot(of["begin_s"] / 3600, of["temperature_c"], label=device)
    axes[0].set_ylim(bottom=0)
    axes[1].set_xlim(left=0)
    axes[0].set_ylabel("charge (%)")
    axes[1].set_ylabel("at the skin (°C)")
    axes[1].set_xlabel("time (h)")
    common.legend_above(drawing, axes[0])
    return common.Figure("dynamics_charge", "battery_day: charge and temperature of every device under synergy, planning at every change.", drawing)


def by_trigger(results: pathlib.Path, column: str, label: str, caption: str) -> common.Figure:
    triggers = common.table(results / "dynamics", "triggers.csv", ("scenario", "trigger", column))
    values = triggers.set_index(["scenario", "trigger"])[column]
    scenarios = list(dict.fromkeys(triggers["scenario"]))
    drawing, ax = plt.subplots(figsize=(7.2, 2.8))
    width = 0.8 / len(TRIGGERS)
    for i, trigger in enumerate(TRIGGERS):
        heights = [values.get((scenario, trigger), math.nan) for scenario in scenarios]
        ax.bar([x + (i - 2) * width for x in range(len(scenarios))], heights, width, label=trigger, color=SHADES[i], edgecolor=common.INK,
               linewidth=0.4)
    ax.set_xticks(range(len(scenarios)), scenarios)
    ax.set_ylim(bottom=0)  # a thousandth below it is explained in scenarios/DYNAMICS.md
    ax.set_ylabel(label)
    common.legend_above(drawing, ax)
    return common.Figure(f"dynamics_{column.removesuffix('_ratio').removesuffix('_mean_s')}", caption, drawing, triggers)


def figures(results: pathlib.Path) -> common.Figures:
    yield over_time(results, "ring_off", 5)
    yield over_time(results, "crowd", 5)
    yield charge(results)
    yield by_trigger(results, "regret_ratio", "regret (ratio)", "Throughput that each trigger loses to the best plan at once with free switches, synergy.")
    yield by_trigger(results, "recover_mean_s", "recovery (s)", "From a change to 95 % of the new steady throughput, mean, synergy.")


if __name__ == "__main__":
    common.main(__name__)
