#!/usr/bin/env python3
"""Writes what the documents say about the claims from a result directory of scripts/reproduce, between two marks.

    readme_block.py --in DIR   writes the blocks, and keeps the tables that it says them from in readme_results/
    readme_block.py --check    do the documents say what the kept tables say? Exit code 1 if not

README.md has the claims in short, scenarios/REPRODUCTION.md everything there is to say about them.
"""

import argparse
import pathlib
import re
import shutil
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
WIDTH = 130
KEPT = HERE / "readme_results"
BEGIN, END = "<!-- scripts/report/readme_block.py writes from here -->\n", "<!-- to here -->\n"

import claim_text  # noqa: E402
import readme_text  # noqa: E402


def wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) + "\n"


def bullet(topic: str, text: str) -> str:
    # A verb continues the topic's sentence; anything else follows a colon.
    return wrapped(f"* **{topic}** is {text}" if topic == "Power" else f"* **{topic}**: {text}", "  ")


def short_block(results: claim_text.Results) -> str:
    """The claims in the geometric mean."""
    first = claim_text.of_definition(results, "paired")
    rows = []
    for claim, row in first.items():
        all_pairs, better, same, _ = claim_text.counted(row)
        rows.append([claim, claim_text.shown(claim, claim_text.value(row, "paper_ratio")),
                     claim_text.shown(claim, claim_text.value(row, "geometric_mean_ratio")),
                     f"{better} of {all_pairs}" + (f", {same} same" if same else "")])
    return claim_text.table(["synergy against the baselines", "paper", "ours, geometric mean", "better in"], rows)


def full_block(results: claim_text.Results) -> str:
    """The claims, what each row means, and what moves them."""
    first = claim_text.of_definition(results, "paired")[claim_text.THROUGHPUT]
    workloads = claim_text.joined(sorted({row["scenario"] for row in results.ratios}))
    excluded = f"; {first['excluded_count']} more are excluded, {first['excluded']}" if first["excluded"] else ""
    definitions = len(claim_text.definitions(results)) > 1
    parts = [
        wrapped("The paper's abstract claims, against 7 baselines on 8 models, on average 23.0x throughput, -73.9 % latency, -15.8 % "
                f"power. Ours, over {workloads} and seven baselines: {first['pair_count']} pairs{excluded}."),
        claim_text.claim_rows(results),
        wrapped(f"In every row: {claim_text.condition(results, 'paired')}. *Per baseline* is, for each baseline, the ratio of the means "
                "over its workloads, and of these the geometric mean. What each row says:"),
        "".join(wrapped(f"* {claim}: {text[:1].lower()}{text[1:]}", "  ") for claim, text in claim_text.meanings(results).items()),
        *(["The same under other definitions:\n", claim_text.definition_rows(results)] if definitions else []),
        "Nothing was tuned to meet a claim. What to know when reading it:\n",
        "".join(bullet(topic, text) for topic, text in claim_text.topics(results).items()),
    ]
    moved = claim_text.assumption_rows(results)
    if moved:
        parts += ["Geometric means under every other assumption, each alone:\n", moved]
    return "\n".join(parts)


# Each document that has a block, and what that says.
BLOCKS = {readme_text.README: short_block, readme_text.REPRODUCTION: full_block}


def with_block(document: str, text: str) -> str:
    found = re.search(re.escape(BEGIN) + ".*?" + re.escape(END), document, re.DOTALL)
    if not found:
        raise ValueError(f"the document has no lines '{BEGIN.strip()}' and '{END.strip()}'")
    return document[: found.start()] + BEGIN + "\n" + text + "\n" + END + document[found.end() :]


def written(folder: pathlib.Path) -> dict[pathlib.Path, str]:
    """Every document as it should be by the tables of `folder`."""
    results = claim_text.read(folder)
    return {path: with_block(path.read_text(encoding="utf-8"), block(results)) for path, block in BLOCKS.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        stale = [path.name for path, text in written(KEPT).items() if path.read_text(encoding="utf-8") != text]
        if stale:
            sys.exit(f"{', '.join(stale)}: not what scripts/report/readme_results says: scripts/report/readme_block.py --in results writes it")
        return
    missing = [name for name in claim_text.TABLES if not (options.results / name).is_file()]
    if missing:
        sys.exit(f"{options.results} lacks {', '.join(missing)}: scripts/reproduce writes it")
    KEPT.mkdir(exist_ok=True)
    for name in claim_text.TABLES:
        shutil.copyfile(options.results / name, KEPT / name)
    for path, text in written(KEPT).items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
