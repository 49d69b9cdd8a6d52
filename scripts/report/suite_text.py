#!/usr/bin/env python3
"""Writes what the documents say about the suite from a result directory of `synergy-sim suite`, between two marks.

    suite_text.py --in DIR       writes the blocks, and keeps the scorecard that it says them from beside the suite
    suite_text.py --outside DIR  likewise, from a result directory of scripts/examples/outside_scorecard.sh
    suite_text.py --check        do the documents say what the kept tables say? Exit code 1 if not

README.md has all planners over all families; scenarios/suite/README.md has Synergy by family, and what is proven;
scenarios/EXTENDING.md has planners from outside beside them.
"""

import argparse
import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUITE = ROOT / "scenarios" / "suite"
OUTSIDE = "outside_scorecard.csv"
BEGIN, END = "<!-- scripts/report/suite_text.py writes from here -->\n", "<!-- to here -->\n"


def rows(file: pathlib.Path) -> list:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(header: list, lines: list, numbers: int) -> str:
    """A Markdown table, its last `numbers` columns to the right, but for those whose header ends in "where"."""
    marks = ["---:" if i >= len(header) - numbers and header[i] != "where" else "---" for i in range(len(header))]
    return "".join("| " + " | ".join(line) + " |\n" for line in [header, marks, *lines])


def times_best(regret: str) -> str:
    if not regret:
        return ""
    ratio = 1 + float(regret)
    return f"{ratio:.{3 if ratio < 1.1 else 2 if ratio < 10 else 1 if ratio < 100 else 0}f}x"


def of_planners(scores: list) -> str:
    total = [score for score in scores if score["family"] == "all"]
    total.sort(key=lambda score: (-int(score["solved_count"]), float(score["regret_geometric_mean_ratio"] or 0)))
    return table(["planner", "solved", "best known reached", "value over best known, mean", "worst", "where", "throughput over Synergy's"],
                 [[f"`{s['planner']}`", f"{s['solved_count']} of {s['instance_count']}", s["best_count"],
                   times_best(s["regret_geometric_mean_ratio"]), times_best(s["regret_worst_ratio"]), s["worst_instance"],
                   f"{float(s['throughput_ratio']):.2f}x" if s["throughput_ratio"] else ""] for s in total], 6)


def of_synergy(scores: list) -> str:
    return table(["family", "solved", "best known reached", "value over best known, mean", "worst", "where"],
                 [[s["family"], f"{s['solved_count']} of {s['instance_count']}", s["best_count"],
                   times_best(s["regret_geometric_mean_ratio"]), times_best(s["regret_worst_ratio"]), s["worst_instance"]]
                  for s in scores if s["planner"] == "synergy"], 5)


def of_proofs(known: list) -> str:
    families = sorted({row["instance"].split("/")[0] for row in known})
    lines = []
    for family in [*families, "all"]:
        own = [row for row in known if family in ("all", row["instance"].split("/")[0])]
        proven = sum(row["proven"] == "y" for row in own)
        bounded = sum(row["proven"] == "n" and row["bound_objective_value"] != "" for row in own)
        lines.append([family, str(len(own)), str(proven), str(bounded), str(len(own) - proven - bounded)])
    return table(["family", "instances", "proven", "with a bound", "open"], lines, 4)


def blocks() -> dict:
    scores = rows(SUITE / "scorecard.csv")
    return {ROOT / "README.md": of_planners(scores),
            ROOT / "scenarios" / "EXTENDING.md": of_planners(rows(SUITE / OUTSIDE)),
            SUITE / "README.md": of_synergy(scores) + "\n" + of_proofs(rows(SUITE / "best_known.csv"))}


def with_block(document: str, block: str) -> str:
    begin = document.index(BEGIN) + len(BEGIN)
    return document[:begin] + "\n" + block + "\n" + document[document.index(END, begin):]


def keep_scores(folder: pathlib.Path, name: str) -> None:
    """The scorecard without times of this machine."""
    scores = rows(folder / "scorecard.csv")
    columns = [column for column in scores[0] if not column.startswith("wall_")]
    with (SUITE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(scores)


def keep(folder: pathlib.Path) -> None:
    keep_scores(folder, "scorecard.csv")
    (SUITE / "leaderboard.md").write_text("# Leaderboard\n\n" + (folder / "leaderboard.md").read_text(encoding="utf-8"), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="folder", type=pathlib.Path)
    parser.add_argument("--outside", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if arguments.folder:
        keep(arguments.folder)
    if arguments.outside:
        keep_scores(arguments.outside, OUTSIDE)
    stale = []
    for path, block in blocks().items():
        document = path.read_text(encoding="utf-8")
        written = with_block(document, block)
        if written == document:
            continue
        stale.append(path)
        if not arguments.check:
            path.write_text(written, encoding="utf-8")
    board = (SUITE / "leaderboard.md").read_text(encoding="utf-8")
    if of_planners(rows(SUITE / "scorecard.csv")).splitlines()[2:] != board.splitlines()[4:]:
        stale.append(SUITE / "leaderboard.md")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'does not say what the kept tables say' if arguments.check else 'written'}")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
