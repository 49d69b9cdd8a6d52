"""Draws the throughput of every planner over the connection interval, from the table of the sweep."""
import csv

import matplotlib

matplotlib.use("Agg")  # draws into a file, needs no screen
import matplotlib.pyplot as plt

with open("intervals/runs.csv", encoding="utf-8", newline="") as table:
    rows = list(csv.DictReader(table))
for planner in sorted({row["planner"] for row in rows}):
    points = sorted((float(row["x_interval_ms"]), float(row["throughput_inf_per_s"])) for row in rows if row["planner"] == planner)
    plt.plot(*zip(*points), marker="o", label=planner)
    print(planner, " ".join(f"{throughput:.1f}" for _, throughput in points))
plt.xscale("log")
plt.yscale("log")
plt.xlabel("connection interval (ms)")
plt.ylabel("throughput (inferences/s)")
plt.legend()
plt.savefig("intervals.png", dpi=120)
