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
    drawing, axes = plt.subplots(1, len(METRICS), figsize=(7.4, 2.6))
    errors = []
    for ax, (predicted, simulated, label) in zip(axes, METRICS):
        known = runs.dropna(subset=[predicted, simulated])
        if known.empty:
            raise common.Skip(f"no run has {predicted}")
        for p, planner in enumerate(common.planners_of(known)):
            mine = known[known["planner"] == planner]
            colour, _, marker = common.look(planner)
            ax.scatter(mine[simulated], mine[predicted], s=18, c=colour, marker=marker, edgecolors=common.INK,
                       linewidths=0.5, label=planner, zorder=3 - 0.1 * p)
        ends = np.array([known[[predicted, simulated]].min().min() * 0.8, known[[predicted, simulated]].max().max() * 1.25])
        ax.plot(ends, ends, color=common.INK, linewidth=0.8, zorder=1)
        ax.set(xlabel=f"simulated {label}", ylabel=f"predicted {label}", xlim=ends, ylim=ends)
        for axis in (ax.xaxis, ax.yaxis):
            common.logarithmic(axis)
        ax.set_aspect("equal")
        off = (known[predicted] / known[simulated] - 1).abs()
        errors.append(f"{label.split(' (')[0]} median {100 * off.median():.1f} %, largest {100 * off.max():.0f} %")
    common.legend_above(drawing, axes[0])
    yield common.Figure("prediction", f"Predicted against simulated, {where}; on the line they agree. Deviations: "
                        + "; ".join(errors) + ". The predicted latency leaves contention out.", drawing,
                        data(every))


if __name__ == "__main__":
    common.main(__name__)
