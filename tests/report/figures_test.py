#!/usr/bin/env python3
"""Are the figures there, readable and labelled, and does a missing input end in one clear line?

    figures_test.py BINARY

Draws every family from a small real result directory. Skipped (exit code 77) without matplotlib and pandas.
"""

import importlib
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import small_results

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "figures"
sys.path[:0] = [str(SCRIPTS), str(SCRIPTS.parent / "report")]
try:
    import common
    import figure_contents
    import make
    from common import np, plt
    from figure_contents import expect, problems
except ImportError as error:
    print(f"skipped: {error} (Debian: python3-matplotlib, python3-pandas)")
    sys.exit(77)

COUNTS = ("devices", "apps")  # that need no unit
# What can be below zero, and how far: a change never below -100 %, an error of a prediction neither.
SIGNED = {"change": -105, "relative error": -105, "deviation": -1e9, "throughput lost": -1e9}


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
    """The figures of README and of the reproduction's page are there and small, and none is there that they do not show."""
    root, shown = SCRIPTS.parents[1], []
    for page in (root / "README.md", root / "scenarios" / "REPRODUCTION.md"):
        names = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
        shown += [(page.parent / name).resolve() for name in names]
    there = sorted((SCRIPTS / "readme").glob("*.png"))
    expect(sorted(shown) == there and len(there) == 4, f"the pages show {shown}")
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
    figures = figure_contents.figures_of(family_name, results)
    with plt.rc_context(common.STYLE):
        for figure in figures:
            check_axes(figure.name, figure.drawing)
            check_texts(figure.name, figure.drawing)
            expect(len(figure.caption) > 40 and figure.caption.endswith("."), f"{figure.name}: caption '{figure.caption}'")
            common.save(figure, out, ["png", "pdf"])
            check_files(figure.name, out)
    expect(len(figures) > 0, f"{family_name}: no figure")


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
        figure_contents.check(results, folder)
        check_looks()
        check_readme()
        check_scripts(results, folder)
        script("make.py", "--in", str(results), "--only", "prediction", "link_throughput", "--format", "png")
        figure_contents.check_package(results)
        check_trouble(folder)
    for problem in problems[:30]:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
