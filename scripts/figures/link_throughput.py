#!/usr/bin/env python3
"""The Bluetooth LE model against published throughput."""

import pathlib

import common
from common import plt

FAMILY = "link_throughput"
STACKS = {"nordic_s132": ("#0072B2", "o"), "ti_cc13x2": ("#E69F00", "s"), "nimble": ("#009E73", "^")}


def figures(results: pathlib.Path) -> common.Figures:
    rows = common.table(results, "link_throughput.csv", ("stack", "phy", "published_kbps", "ours_kbps", "deviation_percent"))
    drawing, (ax, below) = plt.subplots(2, 1, figsize=(5.2, 4.6), sharex=True, gridspec_kw={"height_ratios": [2, 1]})
    ends = [rows[["published_kbps", "ours_kbps"]].min().min() * 0.8, rows[["published_kbps", "ours_kbps"]].max().max() * 1.2]
    ax.plot(ends, ends, color=common.INK, linewidth=0.8)
    for (stack, phy), mine in rows.groupby(["stack", "phy"]):
        colour, marker = STACKS.get(stack, ("#CC79A7", "D"))
        fill = colour if str(phy).startswith("2") else "white"
        style = {"s": 28, "c": fill, "edgecolors": colour, "marker": marker, "linewidths": 1.1, "zorder": 2}
        ax.scatter(mine["published_kbps"], mine["ours_kbps"], label=f"{stack}, LE {phy}", **style)
        below.scatter(mine["published_kbps"], mine["deviation_percent"], **style)
    ax.set(ylabel="our model (kbit/s)", xlim=ends, ylim=ends)
    for axis in (ax.xaxis, ax.yaxis):
        common.logarithmic(axis)
    ax.legend(loc="upper left")
    below.axhline(0, color=common.INK, linewidth=0.8)
    below.set(xlabel="published (kbit/s)", ylabel="deviation (%)")
    largest = rows["deviation_percent"].abs().max()
    yield common.Figure("link_throughput", f"Throughput of the Bluetooth LE model against {len(rows)} published rows; the "
                        f"largest deviation is {largest:.2g} %. Filled markers: LE 2M, open ones: others.", drawing)


if __name__ == "__main__":
    common.main(__name__)
