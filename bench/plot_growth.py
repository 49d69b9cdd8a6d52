#!/usr/bin/python3
"""Plots how planning time grows with apps, devices and layers.

Usage: plot_growth.py RESULT.json FIGURE.svg
RESULT.json comes from: bench/growth --json RESULT.json
or from: planner_bench --benchmark_filter='^(apps|devices|layers)/' --benchmark_out=RESULT.json
Needs matplotlib (Debian python3-matplotlib).
"""
import json
import statistics
import sys

TO_MS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}


def points(benchmarks, family):
    """(argument, ms of processor time, candidates considered) of "family/name:argument", ascending; the medians of repetitions."""
    found = {}
    for b in benchmarks:
        name = b["name"].split("/")
        if name[0] == family and b.get("run_type", "iteration") == "iteration" and not b.get("error_occurred"):
            argument = int(name[1].split(":")[-1])
            found.setdefault(argument, []).append((b["cpu_time"] * TO_MS[b["time_unit"]], b["considered"]))
    return [(argument, *(statistics.median(values) for values in zip(*runs))) for argument, runs in sorted(found.items())]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        import matplotlib
    except ImportError:
        sys.exit("plot_growth.py: needs matplotlib; on Debian: apt install python3-matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    with open(sys.argv[1], encoding="utf-8") as file:
        benchmarks = json.load(file)["benchmarks"]
    figure, axes = pyplot.subplots(1, 3, figsize=(11, 3.4))
    for axis, family in zip(axes, ("apps", "devices", "layers")):
        rows = points(benchmarks, family)
        if not rows:
            sys.exit(f"plot_growth.py: no results of {family}/ in {sys.argv[1]}")
        x, ms, considered = zip(*rows)
        axis.plot(x, ms, "o-", label="planning, ms")
        axis.plot(x, considered, "s--", label="candidates considered")
        axis.set_yscale("log")
        axis.set_xlabel(family)
        axis.grid(True, which="major", alpha=0.3)
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(sys.argv[2])


if __name__ == "__main__":
    main()
