"""The claims of the abstract from the pairs of ratios.csv: of the reproduction and of its variants. Needs pandas and yaml."""

import dataclasses
import pathlib

import numpy as np
import pandas as pd
import yaml

VARIANTS = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "studies" / "variants.yaml"

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


def assumptions() -> dict[str, dict[str, str]]:
    """By name of its folder, every other assumption of scenarios/studies/variants.yaml: assumption, label and means; of one that
    the sensitivity analysis has looked at, number and bound, too."""
    return yaml.safe_load(VARIANTS.read_text(encoding="utf-8"))["about"]


def variants(results: pathlib.Path) -> dict[str, tuple[str, str, pd.DataFrame]]:
    """By folder: label, assumption and pairs of every variant there is, and of every workload alone."""
    found = {}
    moved = {number.number: number for number in moved_numbers(results)}
    for folder, row in assumptions().items():
        if "number" in row:
            rows = moved[row["number"]].pairs[row["bound"]] if row["number"] in moved else pd.DataFrame()
        else:
            rows = pairs(results / "variants" / folder)
        if not rows.empty:
            found[folder] = (row["label"], row["assumption"], rows)
    base = pd.read_csv(results / "ratios.csv") if (results / "ratios.csv").is_file() else pd.DataFrame()
    for workload in sorted(base["scenario"].unique()) if not base.empty else []:
        if base.loc[base["scenario"] == workload, "throughput_ratio"].notna().any():
            found[workload] = (f"{workload} alone", "workload", base[base["scenario"] == workload])
    return found


SPELLING = {"max78000": "MAX78000", "max78002": "MAX78002", "nrf52840": "nRF52840", "nrf52832": "nRF52832",
            "cc2340r5": "CC2340R5", "cpu": "CPU", "nordic": "Nordic", "s132": "stack", "ti": "TI", "guard": "guard time"}
PARTS = ("microphone", "camera", "display", "haptic", "speaker", "imu", "ppg")  # a body has one model of each


def number_title(number: str) -> str:
    """nrf52840.controller_cpu -> nRF52840 controller CPU; microphone_sph0645.streaming -> microphone streaming;
    max78000.measured_power.kws -> MAX78000 measured power kws"""
    profile, key = number.split(".", 1)
    kind, *model = profile.split("_")
    return " ".join(SPELLING.get(word, word) for word in [kind, *([] if kind in PARTS else model), *key.replace(".", "_").split("_")])


def amount(text: str) -> str:
    """790 uW -> 790 µW"""
    return str(text).replace(" u", " µ")


@dataclasses.dataclass(frozen=True)
class Moved:
    """An uncertain profile number, and the pairs of all workloads with it at its low and at its high."""

    number: str  # "max78000.input_load", see number_title
    value: str  # "64 mW"
    low: str
    high: str
    pairs: dict[str, pd.DataFrame]  # by "base", "low", "high"

    def swing(self, claim: Claim) -> dict[str, float]:
        """The claim's geometric mean at base, low and high; empty if no pair counts."""
        found = {at: summary(rows, claim) for at, rows in self.pairs.items()}
        return {at: f["geometric_mean"] for at, f in found.items()} if all(f["pairs"] for f in found.values()) else {}

    def span(self, claim: Claim) -> float:
        """How far it moves the claim, as a share of the ratio at base; 0 if no pair counts."""
        swing = {at: value + 1 if claim.change else value for at, value in self.swing(claim).items()}
        return (max(swing.values()) - min(swing.values())) / swing["base"] if swing else 0.0


def moved_numbers(results: pathlib.Path) -> list[Moved]:
    """Every number that `synergy-sim sensitivity` moved in any of the workloads below sensitivity/."""
    folders = [file.parent for file in sorted((results / "sensitivity").glob("*/sensitivity_ratios.csv"))]
    if not folders:
        return []
    base = pd.concat([pd.read_csv(folder / "ratios.csv") for folder in folders])
    bounds = pd.concat([pd.read_csv(folder / "sensitivity_ratios.csv") for folder in folders])
    numbers = pd.concat([pd.read_csv(folder / "moved_numbers.csv") for folder in folders]).drop_duplicates("number")
    found = []
    for row in numbers.fillna({"low": numbers["value"], "high": numbers["value"]}).itertuples():
        pairs = {"base": base}
        for bound in ("low", "high"):
            at = bounds[bounds["number"].eq(row.number) & bounds["bound"].eq(bound)]
            # A workload whose profiles lack the number is as it was.
            pairs[bound] = pd.concat([at, base[~base["scenario"].isin(at["scenario"])]])
        found.append(Moved(row.number, *(amount(text) for text in (row.value, row.low, row.high)), pairs))
    return found
