#!/usr/bin/env python3
"""Do the JSON schema of sweep files and their loader accept and refuse the same files?

Usage: schema.py SYNERGY_SIM
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import judged

FOLDER = judged.SCENARIOS / "sweeps"
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
    ({"parts": [{"name": "x"}]}, True),
    ({"parts": [{"nome": "x"}]}, False),
    ({"parts": [{"name": ""}]}, False),
    ({"folder": "{scenario}"}, True),
    ({"folder": ""}, False),
    ({"folder": "{scenario}", "compare": True}, True),
    ({"folder": "{scenario}", "compare": "perhaps"}, False),
    ({"parts": [{"folder": "a"}, {"folder": "b/{scenario}"}]}, True),
    ({"about": {"anything": ["goes", {"here": 1}]}}, True),
    ({"parts": [{"about": {}}]}, False),
    ({"tables": ["runs", "apps"]}, True),
    ({"tables": ["summary"]}, False),
]


def main():
    schema = FOLDER / "sweep.schema.json"
    wrong = judged.shipped(schema, sorted([*FOLDER.glob("*.yaml"), *(judged.SCENARIOS / "studies").glob("*.yaml")]))
    return 1 if wrong + judged.parts(sys.argv[1], schema, HEAD, PARTS) else 0


if __name__ == "__main__":
    sys.exit(main())
