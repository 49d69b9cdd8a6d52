#!/usr/bin/env python3
"""Writes what_moves.csv into a result directory: every claim under every other assumption and uncertain number, each alone."""

import argparse
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "figures"))

import claim_text  # noqa: E402
import pandas as pd  # noqa: E402
import ratios  # noqa: E402

SMALL = 0.01  # a number that moves no claim by this share is left out


def what_moves(results: pathlib.Path) -> pd.DataFrame:
    """Kind (base, assumption, workload, number), label and pairs of everything tried; a row per claim of each."""
    means = {row["label"]: row["means"] for row in ratios.assumptions().values()}
    tried = [("base", "", "as reproduced", pd.read_csv(results / "ratios.csv"))]
    for label, assumption, pairs in ratios.variants(results).values():
        tried.append(("workload" if assumption == "workload" else "assumption", assumption, label, pairs))
    for number in ratios.moved_numbers(results):
        if max(number.span(claim) for claim in ratios.CLAIMS) >= SMALL:
            title = ratios.number_title(number.number)
            tried += [("number", number.number, f"{title} {getattr(number, bound)}", number.pairs[bound])
                      for bound in ("low", "high") if getattr(number, bound) != number.value]
    names = dict(zip((claim.column for claim in ratios.CLAIMS), claim_text.CLAIMS))
    rows = []
    for kind, assumption, label, pairs in tried:
        for claim in ratios.CLAIMS:
            found = ratios.summary(pairs, claim)
            rows.append({"kind": kind, "assumption": assumption, "label": label, "claim": names[claim.column],
                         "geometric_mean_ratio": found.get("geometric_mean"), "mean_ratio": found.get("mean"),
                         "median_ratio": found.get("median"), "pair_count": found["pairs"], "excluded_count": found["excluded"],
                         "means": means.get(label, "")})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR",
                        help="result directory of scripts/reproduce (default: results)")
    results = parser.parse_args().results
    if not (results / "ratios.csv").is_file():
        sys.exit(f"{results / 'ratios.csv'} is not there: scripts/reproduce writes it")
    what_moves(results).to_csv(results / "what_moves.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
