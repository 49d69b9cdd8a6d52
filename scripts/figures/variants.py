#!/usr/bin/env python3
"""How the assumptions move the claims: body, link, sleep policy, sensing regime, workload."""

import pathlib

import common
import ratios
from common import plt

FAMILY = "variants"
PANELS = 5  # beside each other, at most
SUMMARIES = [("geometric_mean", "geometric mean", "#0072B2", "o"), ("median", "median", "#E69F00", "s"),
             ("mean", "mean", "#FFFFFF", "^")]


def figures(results: pathlib.Path) -> common.Figures:
    base = common.table(results, "ratios.csv")
    rows = [("as reproduced", base)]
    rows += [(label, table) for label, _, table in ratios.variants(results).values()]
    if len(rows) < 2:
        raise common.Skip(f"{results / 'variants'} has no results")
    across = min(PANELS, len(ratios.CLAIMS))
    down = -(-len(ratios.CLAIMS) // across)
    drawing, axes = plt.subplots(down, across, figsize=(9.6, (0.9 + 0.3 * len(rows)) * down), sharey=True, squeeze=False)
    for ax in axes.flat[len(ratios.CLAIMS):]:
        ax.set_visible(False)
    for ax, claim in zip(axes.flat, ratios.CLAIMS):
        scale = 100 if claim.change else 1
        for y, (_, table) in enumerate(rows):
            summary = ratios.summary(table, claim)
            for s, (key, label, colour, marker) in enumerate(SUMMARIES):
                if key in summary:
                    ax.plot(scale * summary[key], y + 0.22 * (s - 1), marker, color=colour, markeredgecolor=common.INK,
                            markeredgewidth=0.6, markersize=5, label=label if y == 0 else None)
        ax.axvline(scale * claim.paper, color=common.INK, linewidth=0.9, linestyle=":", label="paper's mean")
        ax.axvline(0 if claim.change else 1, color=common.INK, linewidth=0.6)
        if claim.change:
            ax.set_xlim(left=max(-104, ax.get_xlim()[0]))  # nothing falls by more than 100 %
        else:
            common.logarithmic(ax.xaxis)
        ax.set_title(claim.title.replace(", ", ",\n").replace("the baseline", "\nthe baseline"), fontsize=8)
        ax.set_xlabel("change (%)" if claim.change else "synergy / baseline (ratio)")
        ax.grid(axis="x")
        ax.grid(False, axis="y")
        for y in range(0, len(rows), 2):
            ax.axhspan(y - 0.5, y + 0.5, color="#F2F4F6", zorder=0)
    axes[0, 0].set_yticks(range(len(rows)), [label for label, _ in rows])
    axes[0, 0].set_ylim(len(rows) - 0.5, -0.5)
    common.legend_above(drawing, axes[0, 0])
    yield common.Figure("claims_variants", "The claims under other assumptions: geometric mean, median and arithmetic mean "
                        "over workloads and baselines.", drawing)


if __name__ == "__main__":
    common.main(__name__)
