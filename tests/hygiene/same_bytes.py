"""Do several builds of synergy-sim print the same bytes for the same scenario, and again on a second run?

    same_bytes.py [--scenario FILE] BINARY...

The second run of each build has another locale, time zone and working directory. Columns named wall_* hold the time
the run took on this machine; they alone may differ and are left out. Passes without a run while the scenario is absent.
"""

import argparse
import csv
import hashlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def without_wall_columns(table: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(table.decode("utf-8"), newline="")))
    if not rows or b"wall_" not in table:
        return table
    kept = [i for i, name in enumerate(rows[0]) if not name.startswith("wall_")]
    return "\n".join("\x1f".join(row[i] for i in kept) for row in rows).encode("utf-8")


def output(binary: pathlib.Path, scenario: pathlib.Path, **changes: str) -> bytes:
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(
            [binary, "run", scenario, "--format", "csv"],
            cwd=elsewhere if changes else ROOT,
            env={**os.environ, **changes},
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode != 0:
        sys.exit(f"{binary}: exit code {done.returncode} on {scenario}")
    if done.stdout.count(b"\n") < 2:
        sys.exit(f"{binary}: printed no rows for {scenario}")
    return without_wall_columns(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenario", type=pathlib.Path, default=ROOT / "scenarios" / "w1.yaml")
    parser.add_argument("binary", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    scenario = arguments.scenario.resolve()
    if not scenario.exists():
        print(f"nothing to compare: {scenario.name} does not exist")
        return
    seen: dict[bytes, str] = {}
    for binary in (path.resolve() for path in arguments.binary):
        for label, changes in (("", {}), (" again", {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kolkata"})):
            result = output(binary, scenario, **changes)
            seen.setdefault(result, f"{binary}{label}")
            print(f"{hashlib.sha256(result).hexdigest()[:16]}  {len(result)} bytes  {binary}{label}")
    if len(seen) > 1:
        sys.exit("different results: " + " and ".join(seen.values()))


if __name__ == "__main__":
    main()
