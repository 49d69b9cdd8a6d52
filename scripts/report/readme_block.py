#!/usr/bin/env python3
"""Writes what the README says about the claims from a result directory of scripts/reproduce, between two marks.

    readme_block.py --in DIR   writes the block, and keeps the tables that it says it from in readme_results/
    readme_block.py --check    does the README say what the kept tables say? Exit code 1 if not
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


def block(folder: pathlib.Path) -> str:
    """The part of the README between the marks."""
    results = claim_text.read(folder)
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


def with_block(readme: str, text: str) -> str:
    found = re.search(re.escape(BEGIN) + ".*?" + re.escape(END), readme, re.DOTALL)
    if not found:
        raise ValueError(f"the README has no lines '{BEGIN.strip()}' and '{END.strip()}'")
    return readme[: found.start()] + BEGIN + "\n" + text + "\n" + END + readme[found.end() :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    readme = readme_text.README.read_text(encoding="utf-8")
    if options.check:
        if with_block(readme, block(KEPT)) != readme:
            sys.exit("README.md does not say what scripts/report/readme_results says: scripts/report/readme_block.py --in results writes it")
        return
    missing = [name for name in claim_text.TABLES if not (options.results / name).is_file()]
    if missing:
        sys.exit(f"{options.results} lacks {', '.join(missing)}: scripts/reproduce writes it")
    KEPT.mkdir(exist_ok=True)
    for name in claim_text.TABLES:
        shutil.copyfile(options.results / name, KEPT / name)
    readme_text.README.write_text(with_block(readme, block(KEPT)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
