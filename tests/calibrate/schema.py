#!/usr/bin/env python3
"""Do the JSON schema of calibration files and their loader accept and refuse the same files?

Usage: schema.py SYNERGY_SIM
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import judged

FOLDER = judged.SCENARIOS.parent / "device_profiles"
TRACE = {"file": "a.csv", "format": "ppk2", "marker": {"column": "D0", "high": "infer"}, "network": "kws"}
CSV = {"file": "a.csv", "format": "csv", "state": "idle", "columns": {"time": {"name": "t", "unit": "s"}, "power": {"name": "p", "unit": "mW"}}}
RUNNER = {"file": "a.bin", "format": "energyrunner", "network": "kws", "edges": "a.json", "first_window": "4 mJ"}
ROW = {"network": "kws", "phase": "infer", "time": "2.0 ms", "energy": "31 uJ", "source": "page 3"}
LINK = {"name": "ble", "rows": [{"bytes": 100, "time": "1 ms", "source": "x"}]}
HEAD = {"schema_version": 1, "device": "max78000", "rail": "board", "supply": "3 V", "traces": [TRACE]}


def without(mapping: dict, key: str) -> dict:
    return {name: value for name, value in mapping.items() if name != key}


def traces(trace: dict) -> dict:
    return {"traces": [trace]}


PARTS = [  # what is added to HEAD (None: taken out), whether it is good
    ({}, True),
    ({"schema_version": 2}, False),
    ({"device": {"new": "x", "family": "measured"}}, True),
    ({"device": {"new": "x"}}, False),
    ({"device": {"new": "x", "family": "max7800x"}}, False),
    ({"device": None}, False),
    ({"rail": None}, False),
    ({"rail": "usb"}, False),
    ({"supply": "3 mA"}, False),
    ({"seed": 5}, True),
    ({"seed": -5}, False),
    ({"instrument": {"name": "PPK2", "firmware": "1.2", "date": "2026-03-01", "accuracy": "1 %"}}, True),
    ({"instrument": {"firmware": "1.2"}}, False),
    ({"traces": None}, False),
    ({"traces": []}, False),
    ({"traces": {}}, False),
    ({"colour": "red"}, False),
    (traces({**TRACE, "rail": "board", "repeat": 10}), True),
    (traces({**TRACE, "repeat": 0}), False),
    (traces({**TRACE, "format": "ppk3"}), False),
    (traces(without(TRACE, "format")), False),
    (traces(without(TRACE, "marker")), False),
    (traces({**TRACE, "state": "idle"}), False),
    (traces({**without(TRACE, "marker"), "state": "idle", "window": "50 ms"}), True),
    (traces({**TRACE, "marker": {"column": "D0"}}), False),
    (traces({**TRACE, "marker": {"column": "D0", "low": "idle"}}), True),
    (traces({**TRACE, "marker": {"column": "D0", "low": "cpu_actve"}}), False),
    (traces({**TRACE, "marker": {"column": "D0", "high": "infr"}}), False),
    (traces({**TRACE, "marker": {"column": "D0", "high": "infer", "above": 1.5}}), True),
    (traces({**TRACE, "marker": {"column": "D0", "high": "infer", "above": "x"}}), False),
    (traces(CSV), True),
    (traces({**CSV, "state": "cpu_asleep"}), True),
    (traces({**CSV, "state": "infer"}), False),
    (traces(without(CSV, "columns")), False),
    (traces({**CSV, "columns": {"time": {"name": "t", "unit": "s"}}}), False),
    (traces({**CSV, "columns": {"time": {"name": "t", "unit": "h"}, "power": {"name": "p", "unit": "mW"}}}), False),
    (traces({**CSV, "columns": {"time": {"name": "t", "unit": "s"}, "power": {"name": "p", "unit": "mA"}}}), False),
    (traces({**CSV, "columns": {"time": {"name": "t", "unit": "s"}, "power": {"name": "p"}}}), False),
    (traces({**CSV, "columns": {**CSV["columns"], "energy": {"name": "e", "unit": "J"}}}), False),
    (traces({**CSV, "format": "otii"}), True),
    (traces({**CSV, "format": "joulescope"}), False),
    (traces(without({**CSV, "format": "joulescope"}, "columns")), True),
    (traces(RUNNER), True),
    (traces(without(RUNNER, "edges")), False),
    (traces(without(RUNNER, "first_window")), False),
    (traces(without(RUNNER, "network")), False),
    (traces({**RUNNER, "marker": {"column": "D0", "high": "infer"}}), False),
    (traces({"file": "results.json", "format": "mlperf_v1.3", "network": "kws"}), True),
    ({"rows": [ROW]}, True),
    ({"traces": None, "rows": [ROW]}, True),
    ({"rows": [without(ROW, "source")]}, False),
    ({"rows": [without(ROW, "phase")]}, False),
    ({"rows": [{**ROW, "state": "idle"}]}, False),
    ({"rows": [{**ROW, "time": "2 mW"}]}, False),
    ({"rows": [{**ROW, "phase": "sleep"}]}, False),
    ({"rows": [{"state": "idle", "power": "2 mW", "source": "x"}]}, True),
    ({"rows": [{"state": "idle", "source": "x"}]}, False),
    ({"rows": [{"state": "infer", "power": "2 mW", "source": "x"}]}, False),
    ({"links": [LINK]}, True),
    ({"links": [{**LINK, "rows": []}]}, False),
    ({"links": [{"name": "ble"}]}, False),
    ({"links": [without(LINK, "name")]}, False),
    ({"links": [{**LINK, "rows": [{"bytes": 100, "rate": "1.2 Mbit/s", "source": "x"}]}]}, True),
    ({"links": [{**LINK, "rows": [{"bytes": 100, "time": "1 ms", "rate": "1 Mbit/s", "source": "x"}]}]}, False),
]


def main():
    schema = FOLDER / "calibration.schema.json"
    wrong = judged.shipped(schema, [FOLDER / "examples" / "npu.yaml"])
    return 1 if wrong + judged.parts(sys.argv[1], schema, HEAD, PARTS) else 0


if __name__ == "__main__":
    sys.exit(main())
