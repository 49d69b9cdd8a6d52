"""Ours against submitted: the section about what others measured on the chips that have a profile, for MLPerf Tiny.

Everything comes from submitted.csv, which `synergy-sim submitted` writes.
"""

import html
import pathlib

import pandas as pd
import tables

COLUMNS = ["round", "submitter", "system", "network", "profile", "used", "software", "submitted_ms", "ours_ms", "time_error_percent",
           "submitted_uj", "energy_error_at_submitted_time_percent"]
# What a row must not have been used for, so that its error says something.
UNSEEN = {"time_error_percent": ("no", "powers"), "energy_error_at_submitted_time_percent": ("no", "times")}
LABELS = {"time_error_percent": "time", "energy_error_at_submitted_time_percent": "energy, given the submitted time"}


def means(rows: pd.DataFrame) -> pd.DataFrame:
    """For each profile and its own or other software: mean size of the errors of rows that it was not made from, and how many."""
    found = []
    names = rows["profile"].str.split("@").str[0]
    for name in names.unique():
        for software in ("same", "other"):
            row: dict[str, object] = {"profile": name, "software": software}
            for column, used in UNSEEN.items():
                errors = rows.loc[(names == name) & (rows["software"] == software) & rows["used"].isin(used), column].dropna().abs()
                label = "time" if column.startswith("time") else "energy"
                row[f"{label}_error_mean_percent"] = errors.mean() if len(errors) else None
                row[f"{label}_row_count"] = len(errors)
            if row["time_row_count"] or row["energy_row_count"]:
                found.append(row)
    return pd.DataFrame(found)


def sentence(rows: pd.DataFrame) -> str:
    parts = []
    for software, words in (("same", "with the software that the profile was made with"), ("other", "with other software")):
        said = []
        for column, used in UNSEEN.items():
            errors = rows.loc[(rows["software"] == software) & rows["used"].isin(used), column].dropna().abs()
            if len(errors):
                said.append(f"{LABELS[column]} {errors.mean():.1f}\u00a0% ({len(errors)} rows)")
        if said:
            parts.append(f"{words}: {', '.join(said)}")
    return "; ".join(parts)


def section(results: pathlib.Path) -> str:
    file = results / "submitted.csv"
    if not file.is_file():
        return "<p>submitted.csv is not there: <code>synergy-sim submitted --format csv</code> writes it.</p>"
    rows = pd.read_csv(file)
    refused = rows[rows["problem"].notna()] if "problem" in rows else rows.iloc[:0]
    text = (f"<p>{len(rows)} results of MLPerf Tiny, closed division, on systems that have a profile here. Mean size of the error over rows "
            f"that the profile was <strong>not</strong> made from, {html.escape(sentence(rows))}.</p>")
    if len(refused):
        text += f"<p>{len(refused)} of them our profile cannot run; the last column says why.</p>"
    shown = [column for column in COLUMNS + (["problem"] if len(refused) else []) if column in rows]
    return (text + tables.sortable(means(rows), "Mean errors of rows that a profile was not made from, by profile and software.")
            + tables.sortable(rows[shown], "Every row: <code>used</code> says what of it the profile was made from."))
