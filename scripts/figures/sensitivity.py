#!/usr/bin/env python3
"""Which uncertain profile numbers move the results, and how far (tornado)."""

import dataclasses
import pathlib

import common
import ratios
from common import plt

FAMILY = "sensitivity"
NUMBERS = 7  # at most, per panel
LEAST = 0.001  # what moves less, relative to base, is not drawn
VISIBLE = 0.02  # nor what moves less, relative to the widest bars of its panel
CHARACTER = 0.019  # of the width of a panel: a character of the numbers beside bars
LOOKS = {"low": ("#56B4E9", "////"), "high": ("#E69F00", "")}
METRICS = [  # column of runs.csv, name of the figure, axis
    ("throughput_inf_per_s", "throughput", "throughput (inf/s)"),
    ("latency_mean_ms", "latency", "mean latency (ms)"),
    ("power_mean_mw", "power", "mean power (mW)"),
    ("energy_per_inference_uj", "energy", "energy per inference (µJ)"),
]


@dataclasses.dataclass
class Bar:
    """What one number does to one value."""

    label: str
    bounds: dict[str, str]  # "low", "high": the number there
    at: dict[str, float]  # "base", "low", "high": the value
    span: float  # how far the value moves, relative to base


def most(bars: list[Bar]) -> list[Bar]:
    """Those worth drawing, the one that moves most first."""
    widest = max((bar.span for bar in bars), default=0)
    return sorted((bar for bar in bars if bar.span >= max(LEAST, VISIBLE * widest)), key=lambda bar: -bar.span)[:NUMBERS]


def tornado(ax, bars: list[Bar], scale: float = 1, least: float = 0) -> None:
    """A row per number: bars from the value at base to those at low and high, the number there beside them.

    `least` is the smallest value there can be: the axis does not reach below it. A number whose place at the left is missing
    stands in its bar or at the right.
    """
    base = bars[0].at["base"] * scale
    ends = [{bound: bar.at[bound] * scale for bound in LOOKS} for bar in bars]
    low, high = (pick([base, *(value for row in ends for value in row.values())]) for pick in (min, max))
    beside = []  # per row, the bounds at each side, from left to right
    for row in ends:
        sides = {side: [b for b in row if (row[b] - base) * side > VISIBLE / 2 * (high - low)] for side in (-1, 1)}
        beside.append({side: sorted(there, key=lambda b: row[b]) for side, there in sides.items()})
    room = {side: (0.32 if any(row[side] for row in beside) else 0.05) * (high - low) for side in (-1, 1)}
    left, right = max(least, low - room[-1]), high + room[1]
    for y, (bar, row, sides) in enumerate(zip(bars, ends, beside)):
        for bound in sorted(row, key=lambda b: -abs(row[b] - base)):  # the shorter one in front
            colour, hatch = LOOKS[bound]
            ax.barh(y, row[bound] - base, left=base, height=0.62, color=colour, hatch=hatch, edgecolor=common.INK,
                    linewidth=0.5, label=f"number at its {bound}")
        texts = {side: ", ".join(bar.bounds[bound] for bound in there) for side, there in sides.items()}
        ends_at = {-1: min(row.values()), 1: max(base, *row.values())}
        wide = (0.03 + CHARACTER * len(texts[-1])) * (right - left)
        fits, inside = ends_at[-1] - left > wide, base - ends_at[-1] > wide
        if texts[-1] and not fits and not inside:
            texts = {-1: "", 1: " and ".join(f"{bar.bounds[bound]} ({bound})" for side in (-1, 1) for bound in sides[side])}
        for side, text in texts.items():
            outward = side > 0 or fits
            if text:
                ax.annotate(text, (ends_at[side], y), (3 if side > 0 or not outward else -3, 0), textcoords="offset points",
                            ha="left" if side > 0 or not outward else "right", va="center", fontsize=6,
                            bbox=None if outward else {"boxstyle": "square,pad=0.15", "facecolor": "white", "linewidth": 0})
    ax.axvline(base, color=common.INK, linewidth=0.9)
    ax.set_yticks(range(len(bars)), [bar.label for bar in bars], fontsize=7)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    ax.set_xlim(left, right)
    ax.xaxis.set_major_locator(plt.MaxNLocator(5))
    ax.tick_params(axis="y", length=0)
    ax.grid(False, axis="y")
    ax.grid(True, axis="x")


def panels(count: int, columns: int, rows_of_bars: list[int]):
    """Axes for `count` panels, as high as their bars need."""
    rows = -(-count // columns)
    heights = [max(rows_of_bars[row * columns:(row + 1) * columns]) + 2.2 for row in range(rows)]
    drawing, axes = plt.subplots(rows, columns, figsize=(3.75 * columns, max(2.0, 0.4 + 0.19 * sum(heights))), squeeze=False,
                                 gridspec_kw={"height_ratios": heights})
    for ax in axes.flat[count:]:
        ax.set_visible(False)
    return drawing, list(axes.flat[:count])


def legend(drawing, axes) -> None:
    entries: dict = {}
    for ax in axes:
        for handle, text in zip(*ax.get_legend_handles_labels()):
            entries.setdefault(text, handle)
    texts = sorted(entries, reverse=True)  # low before high
    drawing.legend([entries[text] for text in texts], texts, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=4)


def metric_bars(folder: pathlib.Path, metric: str) -> list[Bar]:
    """Of Synergy's plan; a number that makes planners swap has a mark."""
    rows = common.table(folder, "sensitivity.csv", ("number", "planner", "metric", "at_base", "at_low", "at_high", "span_ratio"))
    rows = rows[(rows["planner"] == "synergy") & (rows["metric"] == metric)].dropna(subset=["at_base", "at_low", "at_high"])
    numbers = common.table(folder, "moved_numbers.csv", ("number", "value", "low", "high")).set_index("number")
    rankings = common.table(folder, "rankings.csv", ("number", "metric", "changed"))
    swaps = set(rankings.loc[(rankings["metric"] == metric) & (rankings["changed"] == "y"), "number"])
    return [Bar(ratios.number_title(row.number) + (" *" if row.number in swaps else ""),
                {bound: ratios.amount(numbers.at[row.number, bound]) for bound in LOOKS},
                {"base": row.at_base, "low": row.at_low, "high": row.at_high}, row.span_ratio) for row in rows.itertuples()]


def metric_figure(folders: list[pathlib.Path], metric: str, name: str, axis: str) -> common.Figure | None:
    drawn = [(folder.name, most(metric_bars(folder, metric))) for folder in folders]
    drawn = [(workload, bars) for workload, bars in drawn if bars]
    if not drawn:
        return None
    drawing, axes = panels(len(drawn), 2, [len(bars) for _, bars in drawn])
    for ax, (workload, bars) in zip(axes, drawn):
        tornado(ax, bars)
        ax.set_title(workload)
        ax.set_xlabel(axis)
    legend(drawing, axes)
    return common.Figure(f"sensitivity_{name}", f"Sensitivity of Synergy's {axis.split(' (')[0]}: each uncertain number of the profiles alone "
                         "at its low and its high, everything planned and simulated anew; the line is the value as reproduced. At most "
                         f"{NUMBERS} numbers are shown, none that moves less than 0.1 % or a fiftieth of the first. * Planners swap in the ranking by this metric.",
                         drawing)


def claims_figure(moved: list[ratios.Moved]) -> common.Figure | None:
    drawn = []
    for claim in ratios.CLAIMS:
        swings = [(m, m.swing(claim)) for m in moved]
        bars = [Bar(ratios.number_title(m.number), {"low": m.low, "high": m.high}, swing, m.span(claim))
                for m, swing in swings if swing]
        if most(bars):
            drawn.append((claim, most(bars)))
    if not drawn:
        return None
    drawing, axes = panels(len(drawn), 2, [len(bars) for _, bars in drawn])
    for ax, (claim, bars) in zip(axes, drawn):
        tornado(ax, bars, *((100, -100) if claim.change else (1, 0)))
        ax.set_title(claim.title)
        ax.set_xlabel("change against the baseline (%)" if claim.change else "synergy / baseline (ratio)")
    legend(drawing, axes)
    workloads = sorted(moved[0].pairs["base"]["scenario"].unique())
    return common.Figure("sensitivity_claims", "Sensitivity of the claims: geometric mean of Synergy against the baselines over "
                         f"{', '.join(workloads)}, with each uncertain number of the profiles alone at its low and its high; the line is the "
                         f"claim as reproduced. At most {NUMBERS} numbers are shown, none that moves less than 0.1 % or a fiftieth of the first.", drawing)


def figures(results: pathlib.Path) -> common.Figures:
    folders = [file.parent for file in sorted((results / "sensitivity").glob("*/sensitivity.csv"))]
    if not folders:
        raise common.Skip(f"{results / 'sensitivity'} has no tables of synergy-sim sensitivity")
    made = [metric_figure(folders, *metric) for metric in METRICS]
    made.append(claims_figure(ratios.moved_numbers(results)))
    yield from (figure for figure in made if figure)


if __name__ == "__main__":
    common.main(__name__)
