#!/usr/bin/env python3
"""Measured against modelled, of a calibration: --in the folder that `synergy-sim calibrate` wrote."""

import pathlib

import common
from common import plt

FAMILY = "calibration"
LOOKS = {  # what was fitted: colour, marker, filled
    "fit": ("#0072B2", "o", True, "fitted to"),
    "left_out": ("#E69F00", "s", False, "left out of its fit"),
    "holdout": ("#D55E00", "D", False, "kept out"),
    "model": ("#009E73", "^", False, "model, nothing fitted"),
}
UNITS = {"time": ("ms", 1e3), "energy": ("uJ", 1e6), "power": ("mW", 1e3), "transfer": ("ms", 1e3)}


def figures(results: pathlib.Path) -> common.Figures:
    rows = common.table(results, "calibration_residuals.csv", ("quantity", "network", "fitted", "measured_si", "modelled_si", "deviation_percent"))
    for quantity, mine in rows.groupby("quantity"):
        unit, scale = UNITS.get(quantity, ("SI", 1))
        drawing, (ax, below) = plt.subplots(2, 1, figsize=(5.2, 4.6), sharex=True, gridspec_kw={"height_ratios": [2, 1]})
        ends = [mine[["measured_si", "modelled_si"]].min().min() * scale * 0.8, mine[["measured_si", "modelled_si"]].max().max() * scale * 1.25]
        ax.plot(ends, ends, color=common.INK, linewidth=0.8)
        for kind, part in mine.groupby("fitted"):
            colour, marker, filled, label = LOOKS.get(kind, ("#CC79A7", "v", False, kind))
            style = {"s": 28, "c": colour if filled else "white", "edgecolors": colour, "marker": marker, "linewidths": 1.1, "zorder": 2}
            ax.scatter(part["measured_si"] * scale, part["modelled_si"] * scale, label=label, **style)
            below.scatter(part["measured_si"] * scale, part["deviation_percent"], **style)
        ax.set(ylabel=f"modelled {quantity} ({unit})", xlim=ends, ylim=ends)
        for axis in (ax.xaxis, ax.yaxis):
            common.logarithmic(axis)
        ax.legend(loc="upper left")
        below.axhline(0, color=common.INK, linewidth=0.8)
        below.set(xlabel=f"measured {quantity} ({unit})", ylabel="deviation (%)")
        unseen = mine[mine["fitted"] != "fit"]["deviation_percent"].abs()
        tail = f"; those that were not fitted to are off by {unseen.mean():.2g} % in the mean" if len(unseen) else ""
        yield common.Figure(f"calibration_{quantity}", f"Modelled against measured {quantity}, {len(mine)} points{tail}.", drawing, mine)


if __name__ == "__main__":
    common.main(__name__)
