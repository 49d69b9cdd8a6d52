#!/usr/bin/env python3
"""A planner in a process of its own, for synergy-sim --planner-command. Python's standard library only.

    synergy-sim --planner-command "python3 scripts/examples/first_fit.py" run w2 --planner first_fit_py

Whole models only: each app on the accelerator that finishes it soonest, among those that have room for it. Where the body changes, an
app whose devices are all still there stays where it runs, so that its weights need not move (parameter `stay`). It reads a line of
JSON for each question and writes a line for each answer (scenarios/EXTENDING.md); messages of its own belong on stderr.
"""

import json
import sys

ABOUT = {
    "protocol": 1,
    "name": "first_fit_py",
    "description": "whole models, each where it is done soonest, by a process in Python",
    "policy": "adaptive",
    "parameters": [{"name": "slack", "type": "real", "default": 0.0, "low": 0.0, "high": 1.0,
                    "description": "share of each memory that is left empty"},
                   {"name": "stay", "type": "boolean", "default": True,
                    "description": "whether apps stay where they run"}],
}


def whole_model(table: dict, layers: int) -> dict | None:
    """What all layers cost on one accelerator; nothing if they do not fit an empty one."""
    return next((s for s in table["segments"] if s["first"] == 0 and s["last"] == layers - 1), None)


def whereabouts(running: dict | None) -> dict[str, tuple[str, str, str]]:
    """Source, device and target of each app that runs as a whole. They may be gone, and so may the app."""
    apps = running["apps"] if running else []
    return {app["app"]: (app["source"], app["segments"][0]["device"], app["target"]) for app in apps if len(app["segments"]) == 1}


def plan(problem: dict, parameters: dict, running: dict | None) -> dict:
    # What is left of every memory of every accelerator. A bound only: what lies beside what may need more, and the program checks.
    room = {d["name"]: [c["available"] * (1 - parameters["slack"]) for c in d["capacities"]]
            for d in problem["devices"] if d["accelerator"]}
    stays = whereabouts(running) if parameters["stay"] else {}
    considered, apps = 0, []
    for app in problem["apps"]:
        best = None
        source, old, target = stays.get(app["name"], ("", "", ""))
        sources, targets = ([end["device"] for end in app[ends]] for ends in ("sources", "targets"))
        for place in app["accelerators"]:
            considered += 1
            cost = whole_model(problem["tables"][place["table"]], app["layers"])
            device = place["device"]
            if cost is None or device in app["forbidden_devices"] or any(pin["device"] != device for pin in app["pinned_segments"]):
                continue
            if any(need > left for need, left in zip(cost["least_need"], room[device])):
                continue
            time = place["preprocess_ns"] + cost["load_ns"] + cost["infer_ns"] + cost["unload_ns"] + place["postprocess_ns"]
            if best is None or (device != old, time) < best[:2]:
                best = device != old, time, device, cost
        effort = {"candidates_considered": considered}
        if best is None:
            return {"reasons": [{"app": app["name"], "message": f"no accelerator has room for all of {app['model']}"}], "effort": effort}
        _, _, device, cost = best
        room[device] = [left - need for left, need in zip(room[device], cost["least_need"])]
        apps.append({"app": app["name"], "source": source if source in sources else sources[0],
                     "target": target if target in targets else targets[0],
                     "segments": [{"device": device, "first": 0, "last": app["layers"] - 1}]})
    return {"plan": {"apps": apps}, "effort": effort}


for line in sys.stdin:
    question = json.loads(line)
    answer = ABOUT if question["ask"] == "describe" else plan(question["problem"], question["parameters"], question["plan_in_force"])
    print(json.dumps(answer), flush=True)
