#!/usr/bin/env python3
"""Heat map of the largest loss that an attack found for each pair of planners."""

import pathlib

import common
import numpy as np
from common import plt

FAMILY = "attack"


def figures(results: pathlib.Path) -> common.Figures:
    folder = results / "attack" if (results / "attack").is_dir() else results
    pairs = common.table(folder, "pairs.csv", ("planner", "against", "metric", "best_max_ratio"))
    wide = pairs.pivot(index="planner", columns="against", values="best_max_ratio")
    rows = [name for name in common.planners_of(pairs) if name in wide.index]
    columns = [name for name in rows if name in wide.columns] + [name for name in wide.columns if name not in rows]
    shown = np.log10(wide.loc[rows, columns].clip(lower=1))
    drawing, ax = plt.subplots(figsize=(max(4.8, 1.2 + 0.62 * len(columns)), max(3.0, 1.6 + 0.3 * len(rows))))
    common.annotated_grid(ax, shown, lambda value: common.short(10**value), max(float(np.nanmax(shown.to_numpy())), 0.3))
    ax.set_xlabel(f"against (best {pairs['metric'].iloc[0]} found, as a multiple)")
    ax.set_ylabel("planner that is attacked")
    ax.tick_params(axis="x", rotation=45)
    yield common.Figure("attack_pairs", f"Largest loss found, by {pairs['metric'].iloc[0]}: how many times better the planner across is than the "
                        "one down on the worst scenario that the attack came to. 1: it found none on which it is better. Darker is a larger loss, "
                        "on a logarithmic scale.", drawing, pairs)


if __name__ == "__main__":
    common.main(__name__)
