#!/usr/bin/env python3
"""What scripts/reproduce runs for every other assumption of variants.csv: a line per variant and workload.

    variants.py OUT WORKLOAD...     prints VARIANT, WORKLOAD and its --set arguments, all separated by tabs

The settings of variants.csv are those of --set, separated by "; ", and four more:
    apps.*.KEY=VALUE       of every app
    apps.MODEL.KEY=VALUE   of the apps of a model; a workload without it stays as it is
    stack.KEY=VALUE        a key of the Bluetooth stack's profile: a copy with this value is written below OUT
    number.PATH=low|high   nothing is run: scripts/figures/ratios.py takes what `synergy-sim sensitivity` found
A stack key that the profile lacks leaves the variant out, and says so.
"""

import csv
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "scripts" / "variants.csv"
STACK = ROOT / "device_profiles" / "ble_stacks" / "nordic_s132.yaml"  # the default


def variants() -> list[dict[str, str]]:
    """The rows of variants.csv."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settings(row: dict[str, str]) -> list[tuple[str, str]]:
    """Path and value of every setting of a row."""
    return [tuple(part.split("=", 1)) for part in row["settings"].split("; ")]


def stack_with(keys: dict[str, str], file: pathlib.Path) -> list[str]:
    """Writes a copy of the stack's profile with other values; the keys that the profile lacks, and then no copy."""
    profile = yaml.safe_load(STACK.read_text(encoding="utf-8"))
    unknown = [key for key in keys if key not in profile]
    if not unknown:
        for key, value in keys.items():
            profile[key]["value"] = value
            profile[key]["source"] = f"set for a comparison; as shipped: {profile[key]['source']}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(profile, sort_keys=False), encoding="utf-8")
    return unknown


def arguments(row: dict[str, str], apps: list[str], stack: pathlib.Path) -> list[str]:
    """The --set arguments of a workload with apps of these models."""
    found = []
    for path, value in settings(row):
        kind, *rest = path.split(".")
        if kind == "apps":
            model, key = rest[0], ".".join(rest[1:])
            found += [f"apps.{app}.{key}={value}" for app, name in enumerate(apps) if model in ("*", name)]
        elif kind != "stack":
            found.append(f"{path}={value}")
    if any(path.startswith("stack.") for path, _ in settings(row)):
        found.append(f"link.stack={stack}")
    return found


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out, workloads = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    models = {}
    for workload in workloads:
        scenario = yaml.safe_load((ROOT / "scenarios" / f"{workload}.yaml").read_text(encoding="utf-8"))
        models[workload] = [app["model"] for app in scenario["apps"]]
    for row in variants():
        if any(path.startswith("number.") for path, _ in settings(row)):
            continue
        stack = out / row["variant"] / "stack.yaml"
        keys = {path.split(".", 1)[1]: value for path, value in settings(row) if path.startswith("stack.")}
        unknown = stack_with(keys, stack) if keys else []
        if unknown:
            print(f"left out: {row['label']}: the stack's profile has no {', '.join(unknown)}", file=sys.stderr)
            continue
        for workload, apps in models.items():
            print("\t".join([row["variant"], workload, *arguments(row, apps, stack)]))


if __name__ == "__main__":
    main()
