#!/usr/bin/env python3
"""Do the JSON schema of sweep files and their loader accept and refuse the same files?

Usage: schema.py SYNERGY_SIM
"""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}; install python3-jsonschema and python3-yaml")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "scenarios" / "sweeps"
HEAD = {"schema_version": 1, "name": "s", "scenarios": ["w2"]}
MTU = "link.att_mtu"
PARTS = [  # what is added to HEAD (None: taken out), whether it is good
    ({}, True),
    ({"scenarios": "w2"}, True),
    ({"scenarios": None}, False),
    ({"scenarios": []}, False),
    ({"scenarios": 5}, False),
    ({"name": None}, False),
    ({"name": ""}, False),
    ({"schema_version": 2}, False),
    ({"planner": "synergy"}, False),
    ({"planners": "all"}, True),
    ({"planners": ["synergy", "ind_e2e"]}, True),
    ({"planners": []}, False),
    ({"policies": "paired"}, True),
    ({"policies": ["adaptive", "sequential"]}, True),
    ({"policies": ["fast"]}, False),
    ({"replications": 3}, True),
    ({"replications": 0}, False),
    ({"replications": "3 x"}, False),
    ({"set": {MTU: 65}}, True),
    ({"set": [MTU]}, False),
    ({"axes": {MTU: [23, 65]}}, True),
    ({"axes": {MTU: []}}, False),
    ({"axes": {MTU: 23}}, False),
    ({"axes": {MTU: [[23]]}}, False),
    ({"axes": {"m": {"path": MTU, "values": [23]}}}, True),
    ({"axes": {MTU: {"values": [23]}}}, True),
    ({"axes": {"m": {"path": MTU}}}, False),
    ({"axes": {"m": {"path": MTU, "from": 23, "to": 65, "step": 6}}}, True),
    ({"axes": {"i": {"path": "link.connection_interval", "from": "7.5 ms", "to": "15 ms", "step": "2.5 ms"}}}, True),
    ({"axes": {"m": {"path": MTU, "from": 23, "to": 65}}}, False),
    ({"axes": {"m": {"path": MTU, "from": "a", "to": 65, "step": 1}}}, False),
    ({"axes": {"m": {"path": MTU, "from": 23, "to": 65, "step": 6, "values": [23]}}}, False),
    ({"axes": {"m": {"settings": {"a": {MTU: 23}, "b": {"link.phy": "1M"}}}}}, True),
    ({"axes": {"m": {"settings": {}}}}, False),
    ({"axes": {"m": {"settings": {"a": 23}}}}, False),
    ({"axes": {"m": {"settings": {"a": {MTU: 23}}, "path": MTU}}}, False),
    ({"axes": {MTU: [23, 65], "link.phy": ["1M", "2M"]}, "zip": [[MTU, "link.phy"]]}, True),
    ({"axes": {MTU: [23, 65]}, "zip": [[MTU]]}, False),
    ({"axes": {MTU: [23, 65]}, "zip": [MTU]}, False),
    ({"axes": {MTU: [23, 65]}, "exclude": [{MTU: 23, "planner": "ind_e2e"}]}, True),
    ({"axes": {MTU: [23, 65]}, "exclude": [{MTU: [23]}]}, True),
    ({"axes": {MTU: [23, 65]}, "exclude": [{}]}, False),
    ({"axes": {MTU: [23, 65]}, "exclude": {MTU: 23}}, False),
    ({"groups": {"g": {"axes": {MTU: [23]}}}, "use": ["g"]}, True),
    ({"groups": {"g": {"planners": ["synergy"]}}}, False),
    ({"parts": [{"planners": "synergy"}, {}]}, True),
    ({"scenarios": None, "parts": [{"scenarios": "w2"}]}, True),
    ({"parts": []}, False),
    ({"parts": [{"name": "x"}]}, False),
    ({"tables": ["runs", "apps"]}, True),
    ({"tables": ["summary"]}, False),
]


def main():
    schema = json.loads((FOLDER / "sweep.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    wrong = 0
    for file in sorted(FOLDER.glob("*.yaml")):
        assert file.read_text().splitlines()[0] == "# yaml-language-server: $schema=sweep.schema.json", f"{file}: first line"
        for error in validator.iter_errors(yaml.safe_load(file.read_text())):
            wrong += 1
            print(f"{file.name}: {error.message}")
    with tempfile.TemporaryDirectory() as folder:
        for number, (part, is_good) in enumerate(PARTS):
            document = {key: value for key, value in {**HEAD, **part}.items() if value is not None}
            path = pathlib.Path(folder) / f"{number}.yaml"
            path.write_text(json.dumps(document))  # JSON is YAML
            done = subprocess.run([sys.argv[1], "validate", str(path)], capture_output=True, text=True)
            verdicts = {"loader": done.returncode == 0, "schema": validator.is_valid(document)}
            if set(verdicts.values()) != {is_good}:
                wrong += 1
                print(f"{part}: expected {is_good}, {verdicts} {done.stderr}")
    print(f"{len(PARTS)} files, {wrong} judged wrongly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
