#!/usr/bin/env python3
"""What the planners predicted against what the simulation gave."""

import pathlib

import common
from common import np, pd, plt

FAMILY = "prediction"
METRICS = [  # predicted, simulated, label
    ("predicted_throughput_inf_per_s", "throughput_inf_per_s", "throughput (inferences/s)"),
    ("predicted_latency_mean_ms", "latency_mean_ms", "mean latency (ms)"),
    ("predicted_power_mean_mw", "power_mean_mw", "mean power (mW)"),
]


def data(runs: pd.DataFrame) -> pd.DataFrame:
    """One row per run, infeasible ones with empty figures."""
    figures = ["predicted_cyclic_throughput_inf_per_s"] + [name for pair in METRICS for name in pair[:2]]
    names = ["scenario", "planner", "policy", "status"] + [name for name in figures if name in runs]
    return runs[names]


def figures(results: pathlib.Path) -> common.Figures:
    try:
        every, where = common.runs(results / "matrix"), "every planner under every policy"
    except common.Skip:
        every, where = common.runs(results), "each planner under its own policy"
    runs = every[every["status"] == "ok"]
    drawing, axes = plt.subplots(2, len(METRICS), figsize=(7.4, 4.4), sharex="col", gridspec_kw={"height_ratios": [5, 3]})
    errors = []
    for (ax, below), (predicted, simulated, label) in zip(axes.T, METRICS):
        known = runs.dropna(subset=[predicted, simulated])
        known = known[known[simulated] > 0]
        if known.empty:
            raise common.Skip(f"no run has {predicted}")
        off = 100 * (known[predicted] / known[simulated] - 1)
        for p, planner in enumerate(common.planners_of(known)):
            mine = known["planner"] == planner
            colour, _, marker = common.look(planner)
            style = {"s": 18, "c": colour, "marker": marker, "edgecolors": common.INK, "linewidths": 0.5, "zorder": 3 - 0.1 * p}
            ax.scatter(known.loc[mine, simulated], known.loc[mine, predicted], label=planner, **style)
            below.scatter(known.loc[mine, simulated], off[mine], **style)
        ends = np.array([known[[predicted, simulated]].min().min() * 0.8, known[[predicted, simulated]].max().max() * 1.25])
        ax.plot(ends, ends, color=common.INK, linewidth=0.8, zorder=1)
        ax.set(ylabel=f"predicted {label}", xlim=ends, ylim=ends)
        for axis in (ax.xaxis, ax.yaxis):
            common.logarithmic(axis)
        below.axhline(0, color=common.INK, linewidth=0.8, zorder=1)
        below.set(xlabel=f"simulated {label}", ylabel="relative error (%)")
        below.set_ylim(max(-105, below.get_ylim()[0]))  # a prediction is never below zero
        errors.append(f"{label.split(' (')[0]} median {off.abs().median():.1f} %, largest {off.abs().max():.0f} %")
    common.legend_above(drawing, axes[0, 0], 6)
    yield common.Figure("prediction", f"Predicted against simulated, {where}; on the line they agree. Below, the relative "
                        "error, predicted / simulated − 1. Its size: " + "; ".join(errors)
                        + ". The predicted latency leaves contention out.", drawing, data(every))


if __name__ == "__main__":
    common.main(__name__)
