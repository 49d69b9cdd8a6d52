#!/usr/bin/env python3
"""Draws the figures that README.md and scenarios/REPRODUCTION.md show: small PNGs, by default in the folder readme beside this script."""

import argparse
import importlib
import pathlib
import sys

import common
from common import plt
from PIL import Image  # matplotlib needs it too

FIGURES = {"workloads": "workloads", "ablation": "ablation", "breakdown": "breakdown_time", "dynamics": "dynamics_ring_off"}  # by family
COLOURS = 128  # half of the bytes, and no difference to the eye


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent / "readme", metavar="DIR")
    parser.add_argument("--only", nargs="+", choices=list(FIGURES), default=[name for name in FIGURES if name != "dynamics"],
                        help="families to draw (default: those of scripts/reproduce; dynamics needs scripts/dynamics)")
    options = parser.parse_args()
    with plt.rc_context({**common.STYLE, "savefig.dpi": 110}):
        for family in options.only:
            name = FIGURES[family]
            try:
                drawn = {figure.name: figure for figure in importlib.import_module(family).figures(options.results)}
            except common.Skip as why:
                sys.exit(f"{family}: {why}")
            common.save(drawn[name], options.out, ["png"])
            path = options.out / f"{name}.png"
            with Image.open(path) as picture:
                small = picture.convert("RGB").quantize(COLOURS)
            small.save(path, optimize=True)


if __name__ == "__main__":
    main()
