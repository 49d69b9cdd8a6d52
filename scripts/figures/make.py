#!/usr/bin/env python3
"""Draws every figure that the results allow, and captions.csv beside them."""

import csv
import functools
import importlib
import multiprocessing
import sys

import common

FAMILIES = ["workloads", "ablation", "scaling", "variants", "regret", "prediction", "breakdown", "utilisation",
            "link_throughput", "sensitivity", "suite", "attack", "dynamics"]


def draw(options, name: str) -> tuple[list[tuple[str, str]], str]:
    drawn, skipped = common.draw(importlib.import_module(name), options)
    return [(figure.name, figure.caption) for figure in drawn], skipped


def main() -> None:
    parser = common.arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=FAMILIES, default=FAMILIES, help="families to draw (default: all)")
    options = parser.parse_args()
    if not options.results.is_dir():
        sys.exit(f"{options.results} is no directory")
    drawn = []
    with multiprocessing.Pool() as pool:
        for figures, skipped in pool.imap(functools.partial(draw, options), options.only):
            drawn += figures
            if skipped:
                print(f"skipped {skipped}", file=sys.stderr)
    if not drawn:
        sys.exit("no figure could be drawn from " + str(options.results))
    out = options.out or options.results / "figures"
    with (out / "captions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["figure", "caption"])
        writer.writerows(drawn)
    print(f"drew {len(drawn)} figures into {out}")


if __name__ == "__main__":
    main()
