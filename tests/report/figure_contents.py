"""Do figures, tables of the page and datapackage.json show what the result tables say? Part of figures_test.py."""

import functools
import importlib
import itertools
import json
import math
import pathlib
import re
import subprocess
import sys

import common
import tables
from common import np, pd, plt

DESCRIBE = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "report" / "data_package.py"
problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def check(results: pathlib.Path, folder: pathlib.Path) -> None:
    """Everything but the data package; `folder` is for altered tables."""
    check_ablation(results)
    check_utilisation(results)
    check_breakdown(results, folder)
    check_prediction(results)
    check_scaling(results)
    check_counts()


@functools.cache
def figures_of(family: str, results: pathlib.Path) -> list:
    """The figures of a family, laid out; drawn once for all who look at them."""
    with plt.rc_context(common.STYLE):
        made = list(importlib.import_module(family).figures(results))
        for figure in made:
            figure.drawing.canvas.draw()
    return made


def check_ablation(results: pathlib.Path) -> None:
    """Every number stands at its mean: at the top of its bar, and is the geometric mean of the ratios of runs.csv."""
    ax = figures_of("ablation", results)[0].drawing.axes[0]
    runs = pd.read_csv(results / "matrix" / "runs.csv")
    speed = runs[runs["status"] == "ok"].set_index(["planner", "policy"])["throughput_inf_per_s"]
    baselines = [name for name in common.BASELINES if (name, "sequential") in speed.index]
    expected = []
    for planner, policy in (("synergy", "sequential"), (None, "adaptive"), ("synergy", "adaptive")):
        over = [speed[planner or name, policy] / speed[name, "sequential"] for name in baselines]
        expected.append(math.prod(over) ** (1 / len(over)))
    tops = [bar.get_height() for bar in ax.patches]
    expect(np.allclose(tops, expected, rtol=1e-9), f"ablation: bars {tops}, means {expected}")
    for text, bar, mean in zip(ax.texts, ax.patches, expected):
        inside = bar.get_x() <= text.xy[0] <= bar.get_x() + bar.get_width()
        expect(inside and math.isclose(text.xy[1], mean), f"ablation: '{text.get_text()}' stands at {text.xy}, the mean is {mean}")
        expect(text.get_text() == f"{mean:.3g}", f"ablation: '{text.get_text()}' at the mean {mean}")


def check_utilisation(results: pathlib.Path) -> None:
    """A cell has a number if and only if the unit served something in that run; and that number is never 0."""
    figure = figures_of("utilisation", results)[0]
    units = pd.read_csv(results / "units.csv")
    for ax in figure.drawing.axes:
        rows = [text.get_text() for text in ax.get_yticklabels()]
        shown = {row: {} for row in rows}
        for text in ax.texts:
            shown[rows[round(text.get_position()[1])]][round(text.get_position()[0])] = text.get_text()
        for planner, cells in shown.items():
            mine = units[units["run_id"].str.startswith(f"{ax.get_title(loc='left')}/{planner}/")]
            used = int((mine["served_count"] > 0).sum())
            expect(0 < used < len(mine), f"utilisation: {planner} uses {used} of {len(mine)} units")
            expect(len(cells) == used, f"utilisation: {planner} uses {used} units, {len(cells)} have a number")
            expect("0" not in cells.values(), f"utilisation: a unit in use reads 0 under {planner}")


def changed(results: pathlib.Path, folder: pathlib.Path, **changes) -> pathlib.Path:
    """A copy of the tables that breakdown reads, with changes by name."""
    folder.mkdir()
    for name in ("runs", "phases", "apps"):
        read = pd.read_csv(results / f"{name}.csv")
        changes.get(name, lambda table: table)(read).to_csv(folder / f"{name}.csv", index=False)
    return folder


def check_breakdown(results: pathlib.Path, folder: pathlib.Path) -> None:
    """The numbers are those of runs.csv; phases that do not sum to them stop the drawing; new phases and columns do not."""
    runs = pd.read_csv(results / "runs.csv")
    ok = runs[runs["status"] == "ok"]
    for figure, column, scale in zip(figures_of("breakdown", results), ("latency_mean_ms", "energy_per_inference_uj"), (1, 1000)):
        shown = [text.get_text() for ax in figure.drawing.axes for text in ax.texts if "plan" not in text.get_text()]
        said = [f"{common.short(value / scale)} {'ms' if scale == 1 else 'mJ'}" for value in ok[column]]
        expect(sorted(shown) == sorted(said), f"{figure.name}: {shown}, runs.csv has {said}")
        widths = [sum(bar.get_width() for bar in ax.patches if round(bar.get_y() + bar.get_height() / 2) == 0) for ax in figure.drawing.axes]
        expect(np.allclose(widths, 100), f"{figure.name}: bars of {widths} %")
    for name, change in (("missing", {"phases": lambda t: t[t["phase"] != "infer"]}),
                         ("energy", {"phases": lambda t: t.assign(energy_uj=t["energy_uj"] * 1.001)}),
                         ("latency", {"runs": lambda t: t.assign(latency_mean_ms=t["latency_mean_ms"] * 1.1)})):
        try:
            figures_of("breakdown", changed(results, folder / f"breakdown_{name}", **change))
            expect(False, f"breakdown: {name} in phases.csv or runs.csv was not noticed")
        except common.Mismatch as why:
            expect("runs.csv says" in str(why), f"breakdown: '{why}'")

    def with_wait(phases: pd.DataFrame) -> pd.DataFrame:
        waits = phases[phases["stage"] == 0].assign(stage=-1, phase="wait for sample", service_mean_ms=500.0, queueing_mean_ms=0.0, energy_uj=0)
        return pd.concat([phases, waits]).assign(another_mean_ms=1)

    later = changed(results, folder / "breakdown_later", phases=with_wait, runs=lambda t: t.assign(
        response_time_mean_ms=t["latency_mean_ms"] + 500, sample_age_mean_ms=7))
    made = figures_of("breakdown", later)[0]
    legend = [text.get_text() for text in made.drawing.legends[0].get_texts()]
    expect("mean response time" in made.caption and "wait for sample" in legend, f"breakdown: {made.caption}, {legend}")


def check_prediction(results: pathlib.Path) -> None:
    """The lower panels hold predicted / simulated - 1 of every run, in percent."""
    runs = pd.read_csv(results / "matrix" / "runs.csv")
    drawing = figures_of("prediction", results)[0].drawing
    expect([ax.get_ylabel() for ax in drawing.axes[3:]] == 3 * ["relative error (%)"], "prediction: no panels of the relative error")
    for ax, (predicted, simulated, _) in zip(drawing.axes[3:], importlib.import_module("prediction").METRICS):
        known = runs.dropna(subset=[predicted, simulated])
        points = np.concatenate([dots.get_offsets() for dots in ax.collections])
        expected = np.array([known[simulated], 100 * (known[predicted] - known[simulated]) / known[simulated]]).T
        same = len(points) == len(expected) > 20 and np.allclose(np.sort(points, axis=0), np.sort(expected, axis=0), rtol=1e-9, atol=1e-9)
        expect(same, f"prediction: relative errors of {predicted} are not those of runs.csv")


def check_scaling(results: pathlib.Path) -> None:
    """Markers of planners that are equally fast stand apart."""
    equal = 0
    for figure in figures_of("scaling", results):
        for ax in (ax for ax in figure.drawing.axes if ax.lines):
            at = [(line.get_label(), line.get_xydata()) for line in ax.lines]
            for (one, a), (other, b) in itertools.combinations(at, 2):
                pixels = ax.transData.transform(a) - ax.transData.transform(b)
                equal += int(np.isclose(a[:, 1], b[:, 1]).sum())
                near = np.hypot(*pixels.T) < 1.5
                expect(not near.any(), f"{figure.name}: {one} hides {other}")
    expect(equal > 5, f"scaling: only {equal} equal points to look at")


def check_counts() -> None:
    """On the page, counts are whole numbers, with and without gaps; measured values keep their four digits."""
    table = pd.DataFrame({"segment_count": [2, None], "pairs": [35, 1200], "latency_mean_ms": [3.0, 15.0]})
    page = tables.sortable(table, "counts")
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    expect(cells == ["2", "35", "3.000", "", "1\u202f200", "15.00"], f"counts on the page: {cells}")


def check_package(results: pathlib.Path) -> None:
    """Every CSV below a result directory is in its datapackage.json, with its columns; keys lead to tables that are there."""
    package = results / "datapackage.json"
    for again in (False, True):
        before = package.read_bytes()
        done = subprocess.run([sys.executable, DESCRIBE, "--in", results], capture_output=True, text=True, check=False)
        expect(done.returncode == 0, f"data_package.py: {done.stderr}")
        expect(not again or package.read_bytes() == before, "data_package.py: other bytes the second time")
    listed = json.loads(package.read_text(encoding="utf-8"))["resources"]
    there = {file.relative_to(results).as_posix() for file in results.rglob("*.csv")}
    expect({r["path"] for r in listed} == there and len(listed) == len(there), f"not listed: {there ^ {r['path'] for r in listed}}")
    expect({"runs.csv", "matrix/runs.csv", "figures/prediction.csv", "figures/captions.csv", "link_currents.csv"} <= there, f"tables: {there}")
    names = [r["name"] for r in listed]
    expect(len(set(names)) == len(names) and all(re.fullmatch(r"[-a-z0-9._/]+", name) for name in names), f"names: {names}")
    for resource in listed:
        fields = resource["schema"]["fields"]
        header = (results / resource["path"]).read_text(encoding="utf-8").split("\n", 1)[0]
        expect(",".join(field["name"] for field in fields) == header, f"{resource['path']}: columns {header}")
        bare = [field["name"] for field in fields if not field.get("description")]
        expect(not bare, f"{resource['path']}: no description of {bare}")
        for key in resource["schema"].get("foreignKeys", []):
            expect(key["reference"]["resource"] in names, f"{resource['path']}: refers to {key['reference']['resource']}")
