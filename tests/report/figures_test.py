#!/usr/bin/env python3
"""Are the figures there, readable and labelled, and does a missing input end in one clear line?

    figures_test.py BINARY

Draws every family from a small real result directory. Skipped (exit code 77) without matplotlib and pandas.
"""

import importlib
import itertools
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

import small_results

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "figures"
REPORT = SCRIPTS.parent / "report"
sys.path[:0] = [str(SCRIPTS), str(REPORT)]
try:
    import common
    import make
    import tables
    from common import np, pd, plt
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-matplotlib, python3-pandas)")
    sys.exit(77)

COUNTS = ("devices", "apps")  # that need no unit
# What can be below zero, and how far: a change never below -100 %, an error of a prediction neither.
SIGNED = {"change": -105, "relative error": -105, "deviation": -1e9, "throughput lost": -1e9}
problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def shown_ticks(axis) -> list:
    """The tick labels inside the limits; matplotlib keeps others that it does not draw."""
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high and tick.label1.get_visible()]


def check_axes(name: str, drawing) -> None:
    """Every axis with numbers has a label with a unit, its own or that of its row or column."""
    axes = [ax for ax in drawing.axes if ax.get_visible() and ax.axison]
    for ax in axes:
        for axis, span in ((ax.xaxis, "colspan"), (ax.yaxis, "rowspan")):
            place = getattr(ax.get_subplotspec(), span)
            peers = [other for other in axes if getattr(other.get_subplotspec(), span) == place]
            labels = {axis.get_label_text()} - {""}
            labels = labels or {getattr(other, axis.axis_name + "axis").get_label_text() for other in peers} - {""}
            texts = [tick.get_text() for tick in shown_ticks(axis) if tick.get_text()]
            where = f"{name}, '{ax.get_title()}', {axis.axis_name} axis"
            numeric = texts and all(re.fullmatch(r"[\u2212-]?[\d.,]+", text) for text in texts)
            if numeric:
                expect(len(labels) == 1, f"{where}: labels {labels}")
                expect(all("(" in label or label.startswith(COUNTS) for label in labels), f"{where}: no unit in {labels}")
            for label in labels if numeric else []:
                least = next((low for words, low in SIGNED.items() if label.startswith(words)), 0)
                if "(" in label or label.startswith(COUNTS):
                    expect(min(axis.get_view_interval()) >= least, f"{where}: '{label}' begins at {min(axis.get_view_interval()):.4g}")
                if label.startswith(COUNTS):
                    expect(all(text.isdecimal() for text in texts), f"{where}: counts {texts}")
            if axis.get_scale() == "log" and any(tick.label1.get_visible() for tick in axis.get_major_ticks()):
                expect(len(texts) >= 2, f"{where}: only the numbers {texts}")


def check_texts(name: str, drawing) -> None:
    """No two texts cover each other."""
    texts = list(drawing.texts) + [text for legend in drawing.legends for text in legend.get_texts()]
    for ax in drawing.axes:
        if not ax.get_visible():
            continue
        texts += [*ax.texts, ax.title, ax._left_title, *(ax.legend_.get_texts() if ax.legend_ else [])]
        if ax.axison:
            texts += [ax.xaxis.label, ax.yaxis.label, *shown_ticks(ax.xaxis), *shown_ticks(ax.yaxis)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_visible() and text.get_text()]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        expect(wide < 1 or high < 1.5, f"{name}: '{one}' and '{other}' overlap by {wide:.0f} x {high:.0f} pixels")


def check_readme() -> None:
    """The README's figures are there and small, and none is there that it does not show."""
    root = SCRIPTS.parents[1]
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", (root / "README.md").read_text(encoding="utf-8"))
    there = sorted((SCRIPTS / "readme").glob("*.png"))
    expect(sorted(root / name for name in shown) == there and len(there) == 3, f"README.md shows {shown}")
    for path in there:
        expect(1000 < path.stat().st_size < 100_000, f"{path.name}: {path.stat().st_size} bytes")


def check_files(name: str, folder: pathlib.Path) -> None:
    picture = plt.imread(folder / f"{name}.png")[..., :3]
    ink = (picture.min(axis=2) < 0.9).mean()
    expect(0.01 < ink < 0.7, f"{name}.png: {100 * ink:.1f} % of it is inked")
    colours = np.unique((picture * 255).astype(int) @ (1, 256, 65536))
    expect(len(colours) > 20, f"{name}.png: {len(colours)} colours only")
    expect(picture.shape[0] > 200 and picture.shape[1] > 500, f"{name}.png: of size {picture.shape}")
    pdf = (folder / f"{name}.pdf").read_bytes()
    expect(pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF") and len(pdf) > 5000, f"{name}.pdf: is no picture")


def check_family(family_name: str, results: pathlib.Path, out: pathlib.Path) -> None:
    family = importlib.import_module(family_name)
    expect(family.FAMILY == family_name, f"{family_name}.py calls itself {family.FAMILY}")
    drawn = 0
    with plt.rc_context(common.STYLE):
        for figure in family.figures(results):
            drawn += 1
            figure.drawing.canvas.draw()  # places the ticks
            check_axes(figure.name, figure.drawing)
            check_texts(figure.name, figure.drawing)
            expect(len(figure.caption) > 40 and figure.caption.endswith("."), f"{figure.name}: caption '{figure.caption}'")
            common.save(figure, out, ["png", "pdf"])
            check_files(figure.name, out)
    expect(drawn > 0, f"{family_name}: no figure")


def figures_of(family: str, results: pathlib.Path) -> list:
    """The figures of a family, laid out."""
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
        done = subprocess.run([sys.executable, REPORT / "data_package.py", "--in", results], capture_output=True, text=True, check=False)
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


def grey(colour: str) -> float:
    red, green, blue = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def check_looks() -> None:
    """Without colour, hatch or brightness tells any two planners and any two phases apart; markers all differ."""
    for table in (common.PLANNERS, {name: look for name, look in common.PHASES.items() if name != "idle"}):
        for (one, a), (other, b) in itertools.combinations(table.items(), 2):
            expect(a[1] != b[1] or abs(grey(a[0]) - grey(b[0])) > 0.25, f"{one} and {other} look alike in grey")
    markers = [marker for _, _, marker in common.PLANNERS.values()]
    expect(len(set(markers)) == len(markers), "two planners have the same marker")


def script(name: str, *arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run([sys.executable, SCRIPTS / name, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.splitlines()


def check_trouble(folder: pathlib.Path) -> None:
    """Every family says in one line what it lacks, and the scripts end with exit code 1."""
    empty, broken = folder / "empty", folder / "broken"
    for made in (empty, broken, broken / "matrix"):
        made.mkdir()
    for table in ("runs.csv", "matrix/runs.csv", "ratios.csv", "link_throughput.csv"):
        (broken / table).write_bytes(b"run_id\n\"\xff\n")
    for name in make.FAMILIES:
        for results in (empty, broken):
            options = common.arguments("").parse_args(["--in", str(results), "--out", str(folder / "none")])
            drawn, why = common.draw(importlib.import_module(name), options)
            expect(not drawn and why.startswith(f"{name}: {results}") and "\n" not in why, f"{name} of {results.name}: '{why}'")
    for arguments in (["workloads.py", "--in", str(empty)], ["workloads.py", "--in", str(folder / "nowhere")]):
        code, lines = script(*arguments)
        expect(code == 1 and len(lines) == 1 and str(folder) in lines[0], f"{arguments}: exit code {code}, {lines}")
    expect(not (folder / "none").exists(), "a figure without input was left behind")


def check_scripts(results: pathlib.Path, out: pathlib.Path) -> None:
    """The command line: one family by itself, and make.py; the same tables give the same bytes."""
    code, lines = script("link_throughput.py", "--in", str(results), "--out", str(out / "one"))
    expect((code, lines) == (0, []), f"link_throughput.py: exit code {code}, {lines}")
    code, lines = script("make.py", "--in", str(results), "--out", str(out / "all"), "--only", "link_throughput", "regret")
    expect((code, lines) == (0, []), f"make.py: exit code {code}, {lines}")
    captions = (out / "all" / "captions.csv").read_text(encoding="utf-8").splitlines()
    expect([line.split(",")[0] for line in captions] == ["figure", "link_throughput", "regret"], f"captions.csv: {captions}")
    for extension in ("pdf", "png", "svg"):
        one, other = (out / folder / f"link_throughput.{extension}" for folder in ("one", "all"))
        expect(one.read_bytes() == other.read_bytes(), f"link_throughput.{extension}: other bytes the second time")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        results, out = folder / "results", folder / "figures"
        small_results.write(pathlib.Path(sys.argv[1]).resolve(), results)
        for family in make.FAMILIES:
            check_family(family, results, out)
        check_ablation(results)
        check_utilisation(results)
        check_breakdown(results, folder)
        check_prediction(results)
        check_scaling(results)
        check_counts()
        check_looks()
        check_readme()
        check_scripts(results, folder)
        script("make.py", "--in", str(results), "--only", "prediction", "link_throughput", "--format", "png")
        check_package(results)
        check_trouble(folder)
    for problem in problems[:30]:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
