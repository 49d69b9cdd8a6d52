"""What the figure scripts share: reading result tables, one look for all figures, saving, the command line.

A figure family is a module with `FAMILY` (its name) and `figures(results)`, which yields `Figure`s. It raises `Skip`
when a table it needs is not among the results: the others are still drawn.
"""

import argparse
import dataclasses
import pathlib
import sys
from collections.abc import Callable, Iterator

import matplotlib

matplotlib.use("Agg")
import matplotlib.figure  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import matplotlib.ticker as ticker  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

# Okabe and Ito's colours, which colour-blind readers can tell apart; a hatch and a marker each for grey print.
PLANNERS = {
    "synergy": ("#0072B2", "", "o"),
    "min_dev": ("#E69F00", "////", "s"),
    "max_dev": ("#56B4E9", "....", "^"),
    "pri_min_dev": ("#009E73", "\\\\\\\\", "D"),
    "pri_max_dev": ("#F0E442", "xxxx", "v"),
    "ind_model": ("#D55E00", "----", "P"),
    "ind_e2e": ("#CC79A7", "++++", "X"),
    "joint_model": ("#FFFFFF", "ooo", "*"),
    "optimal": ("#000000", "", "d"),
    "refine": ("#999999", "||||", "<"),
    "lns": ("#332288", "\\\\||", ">"),
    "random": ("#DDDDDD", "**", "h"),
}
ADAPTIVE = ["synergy", "optimal", "refine", "lns", "random"]  # the policy they are paired with
BASELINES = [name for name in PLANNERS if name not in ADAPTIVE]
POLICIES = ["sequential", "inter_app", "inter_run", "adaptive"]
PHASES = {  # of an inference, in its order
    "waiting": ("#FFFFFF", ""),
    "idle": ("#FFFFFF", ""),
    "sense": ("#009E73", "...."),
    "transfer": ("#56B4E9", "////"),
    "switch": ("#CC79A7", "xx"),
    "load": ("#F0E442", "\\\\\\\\"),
    "infer": ("#0072B2", ""),
    "unload": ("#E69F00", "----"),
    "interact": ("#999999", "++"),
}
INK = "#222222"
STYLE = {
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.labelsize": 8,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 160,
    "svg.hashsalt": "synergy-sim",
    "pdf.fonttype": 42,
}
# No dates and no program versions: the same tables give the same files.
METADATA = {
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
}


class Skip(Exception):
    """The results lack what a figure needs; the message says what."""


class Mismatch(Exception):
    """Two tables of the results contradict each other; the message says which values."""


@dataclasses.dataclass
class Figure:
    name: str  # of its files
    caption: str
    drawing: matplotlib.figure.Figure
    data: pd.DataFrame | None = None  # what it shows, written beside it as CSV


def table(folder: pathlib.Path, name: str, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """The CSV table, with at least one row and the columns; raises Skip otherwise."""
    path = folder / name
    if not path.is_file():
        raise Skip(f"{path} is not there")
    try:
        read = pd.read_csv(path, keep_default_na=False, na_values=[""])
    except pd.errors.EmptyDataError:
        raise Skip(f"{path} is empty") from None
    except (pd.errors.ParserError, UnicodeDecodeError):
        raise Skip(f"{path} is no CSV table in UTF-8") from None
    missing = [column for column in columns if column not in read]
    if missing:
        raise Skip(f"{path} has no column {', '.join(missing)}")
    if read.empty:
        raise Skip(f"{path} has no rows")
    return read


def runs(folder: pathlib.Path) -> pd.DataFrame:
    """runs.csv, feasible runs and others; raises Skip if no run is feasible."""
    read = table(folder, "runs.csv", ("run_id", "scenario", "planner", "policy", "status", "throughput_inf_per_s"))
    if not (read["status"] == "ok").any():
        raise Skip(f"{folder / 'runs.csv'} has no feasible run")
    return read


def own_policy(read: pd.DataFrame) -> pd.DataFrame:
    """Every planner under its own policy only: sequential for the baselines, adaptive for the others."""
    adaptive = read["planner"].isin(ADAPTIVE)
    return read[read["policy"].eq("adaptive") == adaptive]


def planners_of(read: pd.DataFrame) -> list[str]:
    """The planners of a table in the order of all figures; those that this module does not know come last."""
    there = list(dict.fromkeys(read["planner"]))
    return [name for name in PLANNERS if name in there] + [name for name in there if name not in PLANNERS]


def look(planner: str) -> tuple[str, str, str]:
    """Colour, hatch and marker of a planner."""
    return PLANNERS.get(planner, ("#EEEEEE", "ooo", "p"))


def geometric_mean(values: pd.Series) -> float:
    return float(np.exp(np.log(values).mean()))


def short(value: float) -> str:
    """Three significant digits, without an exponent."""
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else ""
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    return f"{value:,.{digits}f}"


def logarithmic(axis) -> None:
    """Makes an x or y axis logarithmic, with plain numbers: 0.1, 1, 10, or also 2 and 5 of each where it spans little."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    low, high = axis.get_view_interval()
    axis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5) if high < 40 * low else (1,)))
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.set_minor_formatter(ticker.NullFormatter())


def legend_above(drawing, axes, columns: int = 5) -> None:
    """The legend of one axes above all of the drawing, in its rows from left to right."""
    handles, labels = axes.get_legend_handles_labels()
    columns = min(columns, len(labels))
    order = [row * columns + column for column in range(columns) for row in range(-(-len(labels) // columns))]
    order = [i for i in order if i < len(labels)]
    legend = drawing.legend([handles[i] for i in order], [labels[i] for i in order], loc="lower center",
                            bbox_to_anchor=(0.5, 1), ncol=columns)
    for line in legend.get_lines():  # thin ones do not show their colours
        line.set_linewidth(max(line.get_linewidth(), 2.5))


def grouped_bars(axes, groups: list[str], series: list[str], value: Callable[[str, str], float]) -> None:
    """A bar per series in every group; where there is no value a cross says so."""
    width = 0.84 / max(1, len(series))
    for s, name in enumerate(series):
        colour, hatch, _ = look(name)
        at = [g + (s - (len(series) - 1) / 2) * width for g in range(len(groups))]
        heights = [value(group, name) for group in groups]
        axes.bar(at, heights, width, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.5, label=name)
        for x, height in zip(at, heights):
            if not np.isfinite(height):
                axes.annotate("×", (x, 0), xycoords=("data", "axes fraction"), ha="center", va="bottom",
                              fontsize=7)
    axes.set_xticks(range(len(groups)), groups)
    axes.set_xlim(-0.6, len(groups) - 0.4)
    axes.tick_params(axis="x", length=0)


def annotated_grid(axes, values: pd.DataFrame, text: Callable[[float], str], most: float) -> None:
    """A table whose cells are the darker the larger their value; the number is written in each. What has no value stays white,
    unlike 0."""
    numbers = values.to_numpy(dtype=float)
    axes.imshow(np.ma.masked_invalid(numbers), cmap="Greys", vmin=-0.1 * most, vmax=most * 1.25, aspect="auto")
    for (row, column), number in np.ndenumerate(numbers):
        if np.isfinite(number):
            colour = "white" if number > 0.7 * most else INK
            axes.text(column, row, text(number), ha="center", va="center", fontsize=6.5, color=colour)
    axes.set_xticks(range(values.shape[1]), values.columns)
    axes.set_yticks(range(values.shape[0]), values.index)
    axes.tick_params(length=0)
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def save(figure: Figure, out: pathlib.Path, formats: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    figure.drawing.canvas.draw()  # lays it out, once for all formats
    figure.drawing.set_layout_engine("none")
    for extension in formats:
        figure.drawing.savefig(out / f"{figure.name}.{extension}", metadata=METADATA.get(extension), bbox_inches="tight",
                               pad_inches=0.06)
    plt.close(figure.drawing)
    if figure.data is not None:
        figure.data.to_csv(out / f"{figure.name}.csv", index=False, lineterminator="\n")


def arguments(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR",
                        help="result directory of scripts/reproduce (default: results)")
    parser.add_argument("--out", type=pathlib.Path, default=None, metavar="DIR",
                        help="where the figures go (default: figures in the result directory)")
    parser.add_argument("--format", nargs="+", default=["pdf", "png", "svg"], choices=["pdf", "png", "svg"])
    return parser


def draw(family, options) -> tuple[list[Figure], str]:
    """Draws and saves a family. Gives its figures and, if something was left out, why."""
    drawn = []
    out = options.out or options.results / "figures"
    with plt.rc_context(STYLE):
        try:
            for figure in family.figures(options.results):
                save(figure, out, options.format)
                drawn.append(figure)
        except Skip as why:
            return drawn, f"{family.FAMILY}: {why}"
    return drawn, ""


def main(name: str) -> None:
    """The command line of a family's script."""
    family = sys.modules[name]
    options = arguments(family.__doc__).parse_args()
    if not options.results.is_dir():
        sys.exit(f"{options.results} is no directory")
    drawn, skipped = draw(family, options)
    for figure in drawn:
        print(f"{figure.name}: {figure.caption}")
    if skipped and not drawn:
        sys.exit(skipped)
    if skipped:
        print(f"skipped {skipped}", file=sys.stderr)


Figures = Iterator[Figure]
