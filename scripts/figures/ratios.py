"""The claims of the abstract from the pairs of ratios.csv: of the reproduction and of its variants. Needs pandas only."""

import dataclasses
import pathlib

import numpy as np
import pandas as pd


@dataclasses.dataclass(frozen=True)
class Claim:
    column: str  # of ratios.csv
    title: str
    topic: str  # the paragraph of the README that explains it
    paper: float
    change: bool  # -0.158 is -15.8 %; else a plain ratio


CLAIMS = [
    Claim("throughput_ratio", "Throughput", "Throughput", 23.0, False),
    Claim("latency_change_ratio", "Mean latency", "Latency", -0.739, True),
    Claim("power_change_ratio", "Mean power, each as fast as it can", "Power", -0.158, True),
    Claim("matched_power_change_ratio", "Mean power, both at the baseline's throughput", "Power", -0.158, True),
    Claim("energy_change_ratio", "Energy per inference", "Power", -0.158, True),
]
# Folder below variants/, what differs from the reproduction, which assumption that questions.
VARIANTS = [
    ("two_cameras", "a second camera, on the watch", "body"),
    ("body5_hetero", "a MAX78002 pendant added", "body"),
    ("interval_7.5", "connection interval 7.5 ms", "link"),
    ("interval_30", "connection interval 30 ms", "link"),
    ("interval_50", "connection interval 50 ms", "link"),
    ("phy_1m", "LE 1M", "link"),
    ("cpu_always_active", "CPUs never sleep", "sleep policy"),
    ("sensing_fresh", "every inference waits for a new sample", "sensing regime"),
]


def pairs(folder: pathlib.Path) -> pd.DataFrame:
    """All rows of the ratios.csv in the folder and one level below; empty if there is none."""
    files = [*folder.glob("ratios.csv"), *sorted(folder.glob("*/ratios.csv"))]
    return pd.concat([pd.read_csv(file) for file in files]) if files else pd.DataFrame()


def summary(rows: pd.DataFrame, claim: Claim) -> dict[str, float]:
    """Mean, geometric mean (of the ratios), median, least and most of a claim, as in claims.csv."""
    values = rows[claim.column].dropna() if claim.column in rows else pd.Series(dtype=float)
    if values.empty:
        return {"pairs": 0, "excluded": len(rows)}
    ratios = values + 1 if claim.change else values
    return {
        "mean": values.mean(),
        "geometric_mean": float(np.exp(np.log(ratios).mean())) - (1 if claim.change else 0),
        "median": values.median(),
        "least": values.min(),
        "most": values.max(),
        "pairs": len(values),
        "excluded": len(rows) - len(values),
    }


def variants(results: pathlib.Path) -> dict[str, tuple[str, str, pd.DataFrame]]:
    """By folder: label, assumption and pairs of every variant there is, and of every workload alone."""
    found = {}
    for folder, label, assumption in VARIANTS:
        rows = pairs(results / "variants" / folder)
        if not rows.empty:
            found[folder] = (label, assumption, rows)
    base = pd.read_csv(results / "ratios.csv") if (results / "ratios.csv").is_file() else pd.DataFrame()
    for workload in sorted(base["scenario"].unique()) if not base.empty else []:
        if base.loc[base["scenario"] == workload, "throughput_ratio"].notna().any():
            found[workload] = (f"{workload} alone", "workload", base[base["scenario"] == workload])
    return found
