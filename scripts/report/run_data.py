"""The data of every run among the results, for the page's section about one run: numbers, tables, bodies and timelines."""

import pathlib
import urllib.parse
from collections.abc import Iterator

import pandas as pd
import tables
import timeline
import yaml

# Table, its title on the page.
TABLES = {"apps": "Apps", "segments": "Segments of the models", "links": "Links", "units": "Units", "devices": "Devices",
          "phases": "Phases of an inference"}
# Folders below a result directory that scripts/reproduce makes from the same scenarios.
FOLDERS = [".", "matrix"]
DIGITS = 6  # significant; the page shows four

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def gather(results: pathlib.Path) -> dict:
    """What page.js reads: {"columns": {table: [[name, heading, kind]]}, "runs": {run_id: values}, "tables": {table: {run_id:
    rows}}, "bodies": {scenario: ...}, "traces": {run_id: ...}, "titles": {table: title}}; values and rows in the columns'
    order. A run that several folders have is taken from the first."""
    data: dict = {"columns": {}, "runs": {}, "tables": {}, "titles": TABLES}
    for folder in (results / name for name in FOLDERS):
        if not (folder / "runs.csv").is_file():
            continue
        runs = pd.read_csv(folder / "runs.csv", keep_default_na=False, na_values=[""])
        runs = runs[~runs["run_id"].isin(data["runs"])]
        data["runs"] |= {run_id: rows[0] for run_id, rows in rows_by_run(data, "runs", runs)}
        for name in TABLES:
            if (folder / f"{name}.csv").is_file():
                read = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])
                found = rows_by_run(data, name, read[read["run_id"].isin(runs["run_id"])])
                data["tables"].setdefault(name, {}).update(found)
    scenario = [name for name, _, _ in data["columns"]["runs"]].index("scenario")
    scenarios = dict.fromkeys(run[scenario] for run in data["runs"].values())
    data["bodies"] = {name: body for name in scenarios if (body := body_of(results, name))}
    files = [results / "trace.json", *sorted((results / "traces").glob("*.json"))]
    found = [trace for file in files if (trace := timeline.reduced(file))]
    data["traces"] = {trace["run"]: trace for trace in found}
    return data


def rows_by_run(data: dict, name: str, read: pd.DataFrame) -> Iterator[tuple[str, list]]:
    """Rows without run_id by run_id; the first table of a name says which columns there are."""
    if name not in data["columns"]:
        kinds = {column: tables.kind(read[column]) for column in read if column != "run_id"}
        data["columns"][name] = [[column, tables.heading(column), kind] for column, kind in kinds.items()]
    columns = data["columns"][name]
    read = read.reindex(columns=["run_id", *(column for column, _, _ in columns)])
    for run_id, rows in read.groupby("run_id", sort=False):
        cells = zip(*(map(cell, rows[column]) for column, _, _ in columns))
        yield str(run_id), [list(row) for row in cells]


def cell(value):
    """As JSON keeps it: short numbers, integers without a point, null for nothing."""
    if pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    number = float(f"{value:.{DIGITS}g}") if value != int(value) else int(value)
    return int(number) if number == int(number) else number


def body_of(results: pathlib.Path, scenario: str) -> dict | None:
    """Devices and apps of a scenario; None if its resolved form is not there."""
    names = [f"resolved-{urllib.parse.quote(scenario, safe='')}.yaml", f"resolved-{scenario}.yaml", "resolved.yaml"]
    file = next((results / name for name in names if (results / name).is_file()), None)
    if file is None:
        return None
    told = yaml.load(file.read_text(encoding="utf-8"), Loader)  # noqa: S506, a safe loader
    return {
        "name": told["body"]["name"],
        "devices": [[device["name"], str(device.get("accelerator", "no accelerator"))] for device in told["body"]["devices"]],
        "apps": [[app["name"], app["sensor"], app["interaction"]] for app in told["apps"]],
    }
