#!/usr/bin/env python3
"""Lists every CSV below a result directory in its datapackage.json: run by scripts/reproduce when all are written.

synergy-sim writes a datapackage.json into every folder that it fills. Their tables come into the one at the top with the folder
in path and name (matrix/runs), and so do the tables that scripts write. What is described nowhere is listed with the types of its
cells. May be run again at any time. Needs nothing but Python.
"""

import argparse
import csv
import json
import pathlib
import re
import sys

NAME = "datapackage.json"
FRAME = {
    "profile": "tabular-data-resource", "name": "", "path": "", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
}
UNITS = {"ms": "ms", "mw": "mW", "uj": "uJ", "inf_per_s": "inf/s", "kbps": "kbit/s", "ua": "uA", "percent": "%", "ratio": "ratio", "s": "s", "mj": "mJ"}
PUBLISHED = {
    "source": "where it was published", "stack": "profile of the Bluetooth stack", "radio": "profile of the radio", "phy": "PHY",
    "interval_ms": "connection interval", "event_ms": "event length", "att_mtu": "ATT MTU", "ll_payload": "payload of the link layer",
    "method": "how data was sent: notify, write and others", "published_kbps": "published throughput", "ours_kbps": "throughput of our model",
    "published_ua": "published mean current of an idle connection", "ours_ua": "mean current of our model",
    "deviation_percent": "ours / published - 1", "note": "what explains the deviation",
}
DYNAMICS = {
    "availability_ratio": "share of app-time with at least half of the app's steady rate",
    "recover_mean_s": "from a change to 95 % of the new steady throughput, mean; empty if there was none",
}
# Tables that scripts write: keys and columns. Columns that runs.csv has too are described there.
SCRIPTS = {
    "link_throughput.csv": ([], PUBLISHED),
    "link_currents.csv": ([], PUBLISHED),
    "what_moves.csv": (["kind", "assumption", "label", "claim"], {
        "kind": "base, assumption, workload or number", "assumption": "which one it questions; of a number its name", "label": "what differs",
        "claim": "claim, as in claims.csv", "geometric_mean_ratio": "geometric mean of the pairs", "mean_ratio": "arithmetic mean of the pairs",
        "median_ratio": "median of the pairs", "pair_count": "pairs of workload and baseline that count",
        "excluded_count": "pairs without a feasible plan", "means": "what a setting means that does not explain itself"}),
    "submitted.csv": (["round", "submitter", "system", "network"], {
        "round": "round of MLPerf Tiny", "submitter": "who submitted it", "system": "the submitter's name of it", "network": "network of the suite",
        "profile": "our profile that stands for the system", "used": "what the profile took from this submission: times, powers, all or no",
        "software": "same as the profile was made with, or other", "submitted_ms": "one inference as submitted", "ours_ms": "ours",
        "time_error_percent": "ours / submitted - 1", "submitted_uj": "energy of one inference as submitted", "ours_uj": "ours, by our time",
        "energy_error_percent": "ours / submitted - 1", "energy_error_at_submitted_time_percent": "the same with our power x the submitted time",
        "problem": "why the profile cannot run the network"}),
    "dynamics/claims.csv": (["scenario", "planner"], {**DYNAMICS, "synergy_ratio": "Synergy's throughput over the planner's"}),
    "dynamics/triggers.csv": (["scenario", "trigger"], {
        **DYNAMICS, "trigger": "when plans are made again (scenarios/README.md, replanning), or a bound",
        "regret_ratio": "1 - throughput / throughput under clairvoyant_free", "replan_count": "plans that came into force after the first",
        "reconfiguration_energy_mj": "of planning, messages, weights and links, on all devices"}),
    "figures/captions.csv": (["figure"], {"figure": "name of the figure's files", "caption": "what it shows"}),
    "figures/prediction.csv": (["scenario", "planner", "policy"], {}),
}


def header_and_rows(path: pathlib.Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return (rows[0], rows[1:]) if rows else ([], [])


def type_of(cells: list[str]) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "string"
    if all(re.fullmatch(r"-?\d+", cell) for cell in filled):
        return "integer"
    return "number" if all(re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", cell) for cell in filled) else "string"


def described(path: pathlib.Path, relative: str, runs: dict[str, dict]) -> dict:
    """The resource of a table that no datapackage.json describes."""
    header, rows = header_and_rows(path)
    keys, texts = SCRIPTS.get(relative, ([], {}))
    fields = []
    for i, column in enumerate(header):
        field = {"name": column, "type": type_of([row[i] for row in rows])}
        unit = next((unit for suffix, unit in UNITS.items() if column.endswith("_" + suffix)), "")
        if column in runs and column not in texts:
            field = {name: value for name, value in runs[column].items() if name != "constraints"}
        else:
            if unit:
                field["unit"] = unit
            if column in texts:
                field["description"] = texts[column]
        if column in keys:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict = {"fields": fields, "missingValues": [""]}
    if keys:
        schema["primaryKey"] = keys
    return FRAME | {"name": relative.removesuffix(".csv").lower(), "path": relative, "schema": schema}


def moved(resource: dict, folder: str) -> dict:
    """A resource of a folder's package as the package at the top has it."""
    schema = dict(resource["schema"])
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [key | {"reference": key["reference"] | {"resource": f"{folder}/{key['reference']['resource']}".lower()}}
                                 for key in schema["foreignKeys"]]
    return resource | {"name": f"{folder}/{resource['name']}".lower(), "path": f"{folder}/{resource['path']}", "schema": schema}


def refresh(results: pathlib.Path) -> dict:
    """The package of all tables below the folder, those of the folder itself first, then by path."""
    top = json.loads((results / NAME).read_text(encoding="utf-8"))
    there = {file.relative_to(results).as_posix() for file in results.rglob("*.csv")}
    found = {r["path"]: r for r in top["resources"] if r["path"] in there and "/" not in r["path"] and r["path"] not in SCRIPTS}
    for file in sorted(results.rglob(NAME)):
        folder = file.parent.relative_to(results).as_posix()
        if folder != ".":
            package = json.loads(file.read_text(encoding="utf-8"))
            found |= {r["path"]: r for r in (moved(one, folder) for one in package["resources"]) if r["path"] in there}
    runs = {field["name"]: field for field in found.get("runs.csv", {"schema": {"fields": []}})["schema"]["fields"]}
    for relative in sorted(there - set(found)):
        found[relative] = described(results / relative, relative, runs)
    top["resources"] = sorted(found.values(), key=lambda r: (r["path"].count("/"), r["path"]) if "/" in r["path"] else (0, ""))
    return top


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR",
                        help="result directory of scripts/reproduce (default: results)")
    options = parser.parse_args()
    if not (options.results / NAME).is_file():
        sys.exit(f"{options.results / NAME} is not there: scripts/reproduce writes it")
    package = refresh(options.results)
    (options.results / NAME).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(f"described {len(package['resources'])} tables in {options.results / NAME}")


if __name__ == "__main__":
    main()
