#!/usr/bin/env python3
"""Do the tables of a result directory keep what datapackage.json, list metrics and the README promise?

    csv_contract.py BINARY           keys, types and units of every table, the dictionary, and the same bytes elsewhere
    csv_contract.py --pandas BINARY  does pandas read every table, without options, with the types declared?

The second is skipped (exit code 77) without python3-pandas.
"""

import csv
import io
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[-+][0-9]+)?")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
PANDAS_TYPES = {"integer": "iu", "number": "iuf", "string": "O"}
# Random arrivals, with replications; and a model that does not fit, hence without a plan.
POISSON = """schema_version: 1
name: "queues, mostly"
replications: 2
load: {regime: poisson, queue_limit: 2}
measurement: {warm_up: 0.2 s, window: 1 s}
body: body4
apps:
  - {model: kws, sensor: microphone, interaction: haptic, rate: 12 Hz, deadline: 40 ms}
  - {model: convnet5, sensor: camera, interaction: display, rate: 20 Hz}
"""
TOO_LARGE = """schema_version: 1
name: too_large
body: {devices: [{name: wrist, accelerator: max78000, radio: nrf52840, sensors: [camera_hm01b0], interactions: [haptic_lra]}]}
apps: [{model: mobilenetv2, sensor: camera, interaction: haptic}]
"""
# Factors of every type; points that fail, and points that have no plan.
SWEEP = """schema_version: 1
name: factors
scenarios: [poisson.yaml, too_large.yaml]
planners: [min_dev, synergy]
replications: 2
set: {measurement: {warm_up: 0.2 s, window: 0.5 s}}
axes:
  interval: {path: link.connection_interval, values: [7.5 ms, 0.03 s]}
  link.att_mtu: [5, 65]
  encrypted: {path: link.encrypted, values: [true, false]}
  room: {settings: {"near, seen": {link.loss: {model: fixed, per: 0}}, far: {link.loss: {model: fixed, per: 0.1}}}}
tables: [apps, devices, units, links, segments, phases]
"""
problems: list[str] = []


def expect(good: bool, problem: str) -> None:
    if not good:
        problems.append(problem)


def call(binary: pathlib.Path, folder: pathlib.Path, *arguments: str, code: int = 0, **environment: str) -> str:
    done = subprocess.run([binary, *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, check=False)
    if done.returncode != code:
        sys.exit(f"synergy-sim {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def write_results(binary: pathlib.Path, folder: pathlib.Path, **environment: str) -> list[pathlib.Path]:
    """Result directories with every kind of row: links, losses, random arrivals, runs without a plan, claims, moved numbers, sweeps, a suite."""
    short = ["--set", "measurement={warm_up: 0.2 s, window: 1 s}", "-q"]
    (folder / "poisson.yaml").write_text(POISSON, encoding="utf-8")
    (folder / "too_large.yaml").write_text(TOO_LARGE, encoding="utf-8")
    call(binary, folder, "run", "w2_lossy", "too_large.yaml", "--planner", "min_dev", *short, "--out", "runs", code=4, **environment)
    call(binary, folder, "run", "poisson.yaml", "--planner", "min_dev", "--planner", "max_dev", "-q", "--out", "poisson", **environment)
    call(binary, folder, "reproduce", "w1", *short, "--out", "claims", **environment)
    call(binary, folder, "sensitivity", "w1", *short, "--out", "sensitivity", **environment)
    (folder / "sweep.yaml").write_text(SWEEP, encoding="utf-8")
    call(binary, folder, "sweep", "sweep.yaml", "-q", "--out", "sweep", code=6, **environment)
    call(binary, folder, "suite", "--family", "small", "--quick", "--planner", "synergy,max_dev", "-q", "--out", "suite", **environment)
    return [folder / name for name in ("runs", "poisson", "claims", "sensitivity", "sweep", "suite")]


def rows_of(resource: dict, folder: pathlib.Path) -> tuple[list[str], list[list[str]]]:
    raw = (folder / resource["path"]).read_bytes()
    where = f"{folder.name}/{resource['path']}"
    expect(b"\r" not in raw and raw.endswith(b"\n"), f"{where}: lines must end with LF")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
    expect(all(len(row) == len(rows[0]) for row in rows), f"{where}: rows of different length")
    return rows[0], rows[1:]


def check_cell(cell: str, field: dict, where: str) -> None:
    if cell == "":
        expect(not field.get("constraints", {}).get("required"), f"{where}: an empty key")
    elif field["type"] == "integer":
        expect(bool(INTEGER.fullmatch(cell)), f"{where}: '{cell}' is no integer")
    elif field["type"] == "number":
        # The shortest digits that read back: Python's are the same ones.
        shortest = bool(NUMBER.fullmatch(cell)) and len(cell) <= len(repr(float(cell)))
        expect(shortest, f"{where}: '{cell}' is no number in its shortest form")


def check_directory(folder: pathlib.Path) -> dict[tuple[str, str], dict]:
    """Checks the tables against their schemas; the fields by (table, column)."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    expect({r["path"] for r in package["resources"]} == {f.name for f in folder.glob("*.csv")}, f"{folder.name}: not every table is described")
    fields, run_ids = {}, set()
    for resource in package["resources"]:
        schema = resource["schema"]
        header, rows = rows_of(resource, folder)
        where = f"{folder.name}/{resource['path']}"
        expect(header == [f["name"] for f in schema["fields"]], f"{where}: the header is not that of the schema")
        for field in schema["fields"]:
            fields[resource["name"], field["name"]] = field
        for number, row in enumerate(rows, 2):
            for cell, field in zip(row, schema["fields"]):
                check_cell(cell, field, f"{where}:{number}: {field['name']}")
        keys = [tuple(row[header.index(key)] for key in schema["primaryKey"]) for row in rows]
        expect(len(set(keys)) == len(keys), f"{where}: two rows have the same key")
        if resource["name"] == "runs":
            run_ids = {row[0] for row in rows}
        for foreign in schema.get("foreignKeys", []):
            expect(foreign["reference"] == {"resource": "runs", "fields": "run_id"}, f"{where}: an unknown reference")
            expect({row[header.index(foreign["fields"])] for row in rows} <= run_ids, f"{where}: a run that runs.csv has not")
    return fields


def check_dictionary(binary: pathlib.Path, folder: pathlib.Path, fields: dict[tuple[str, str], dict]) -> None:
    listed = {(row["table"], row["column"]): row for row in csv.DictReader(io.StringIO(call(binary, folder, "list", "metrics", "--format", "csv")))}
    for name, field in fields.items():
        if name[1].startswith("x_"):  # a factor: what it is depends on the sweep
            continue
        row = listed.get(name)
        expect(row is not None, f"list metrics: {name} is missing")
        if row is not None:
            expect(row["type"].replace("text", "string") == field["type"], f"list metrics: type of {name}")
            expect(row["unit"] == field.get("unit", ""), f"list metrics: unit of {name}")
            expect(row["definition"] == field["description"], f"list metrics: definition of {name}")
    markdown = call(binary, folder, "list", "metrics", "--format", "markdown").splitlines()
    expect(len(markdown) == len(listed) + 2 and all(len(re.findall(r"(?<!\\)\|", line)) == 8 for line in markdown), "list metrics --format markdown: not a table")


def comma_locale(folder: pathlib.Path) -> dict[str, str]:
    """A locale with commas for points: the machine's, or one made for this test."""
    environment = {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"}
    if shutil.which("localedef"):
        made = folder / "locales"
        made.mkdir()
        done = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", made / "de_DE.UTF-8"], capture_output=True, check=False)
        if done.returncode == 0:
            environment["LOCPATH"] = str(made)
    return environment


def bytes_of(folder: pathlib.Path) -> dict[str, bytes]:
    """Every file without what may differ: the manifest, the journal (points as they finish), and the wall_* columns, which come last."""
    files = {}
    for path in sorted(folder.iterdir()):
        text = path.read_bytes()
        if path.name in ("runs.csv", "suite.csv", "scorecard.csv"):
            wall = sum(name.startswith(b"wall_") for name in text.split(b"\n", 1)[0].split(b","))
            text = b"\n".join(line.rsplit(b",", wall)[0] for line in text.splitlines())
        if path.name not in ("manifest.json", "points.journal"):
            files[path.name] = text
    return files


def check_contract(binary: pathlib.Path, folder: pathlib.Path) -> None:
    directories = write_results(binary, folder)
    fields: dict[tuple[str, str], dict] = {}
    for directory in directories:
        fields.update(check_directory(directory))
    check_dictionary(binary, folder, fields)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    for here, there in zip(directories, write_results(binary, elsewhere, **comma_locale(folder))):
        expect(bytes_of(here) == bytes_of(there), f"{here.name}: other bytes in another locale and time zone")


def check_pandas(binary: pathlib.Path, folder: pathlib.Path) -> None:
    try:
        import pandas
    except ImportError:
        print("skipped: install python3-pandas")
        sys.exit(77)
    for directory in write_results(binary, folder):
        package = json.loads((directory / "datapackage.json").read_text(encoding="utf-8"))
        for resource in package["resources"]:
            table = pandas.read_csv(directory / resource["path"])
            _, rows = rows_of(resource, directory)
            expect(len(table) == len(rows), f"{directory.name}/{resource['path']}: pandas reads {len(table)} of {len(rows)} rows")
            for position, field in enumerate(resource["schema"]["fields"]):
                column = table[field["name"]]
                cells = [row[position] for row in rows]
                # pandas knows no empty integers, and takes a column without any value for numbers.
                allowed = PANDAS_TYPES[field["type"]] + ("f" if "" in cells else "")
                where = f"{directory.name}/{resource['path']}: {field['name']}"
                expect(column.dtype.kind in allowed or not any(cells), f"{where}: {field['type']} read as {column.dtype}")
                expect(int(column.isna().sum()) == cells.count(""), f"{where}: a value read as missing")
                if field["type"] == "number":
                    # Its fast parser may be wrong in the last digit, and keeps 17 decimals, zeros at the front included.
                    same = all(math.isclose(float(cell), value, rel_tol=1e-14, abs_tol=1e-16) for cell, value in zip(cells, column) if cell != "")
                    expect(same, f"{where}: other values")


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = pathlib.Path(sys.argv[-1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        check = check_pandas if sys.argv[1] == "--pandas" else check_contract
        check(binary, pathlib.Path(folder))
    for problem in problems[:20]:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
