#!/usr/bin/env python3
"""Do the JSON schemas of scenarios, bodies and plans and their loaders accept and refuse the same files?

Usage: schema.py SYNERGY_SIM
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import judged

APP = {"model": "kws", "sensor": "microphone", "interaction": "haptic"}
DEVICE = {"name": "watch", "accelerator": "max78000", "radio": "nrf52840",
          "sensors": ["microphone_sph0645"], "interactions": ["haptic_lra"]}
SCENARIO = {"schema_version": 1, "name": "s", "body": "body4", "apps": [APP]}
BODY = {"schema_version": 1, "name": "b", "devices": [DEVICE]}
SEGMENT = {"device": "earbud", "first": 0, "last": 8}
PLANNED = {"app": "kws", "source": "earbud", "segments": [SEGMENT], "target": "watch"}
SIMPLENET = {"app": "simplenet", "source": "glasses", "segments": [{"device": "glasses", "first": 0, "last": 13}], "target": "glasses"}
WIDENET = {"app": "widenet", "source": "glasses", "segments": [{"device": "watch", "first": 0, "last": 13}], "target": "glasses"}
PLAN = {"schema_version": 1, "scenario": "w2", "apps": [PLANNED, SIMPLENET, WIDENET]}


def app(**changes):
    return {"apps": [{key: value for key, value in {**APP, **changes}.items() if value is not None}]}


def device(**changes):
    return {"devices": [{key: value for key, value in {**DEVICE, **changes}.items() if value is not None}]}


def planned(**changes):
    return {"apps": [{key: value for key, value in {**PLANNED, **changes}.items() if value is not None}, SIMPLENET, WIDENET]}


SCENARIOS = [
    ({}, True),
    ({"schema_version": None}, False),
    ({"schema_version": 2}, False),
    ({"name": None}, False),
    ({"name": ""}, False),
    ({"no_such_key": 1}, False),
    ({"body": None}, False),
    ({"body": 4}, False),
    ({"body": {"devices": [DEVICE]}}, True),
    ({"body": {"devices": []}}, False),
    ({"body": {"devices": [{**DEVICE, "colour": "red"}]}}, False),
    ({"apps": None}, False),
    ({"apps": []}, False),
    ({"apps": APP}, False),
    (app(model=None), False),
    (app(sensor=None), False),
    (app(interaction=None), False),
    (app(name="voice"), True),
    (app(name=""), False),
    (app(device="watch"), False),
    (app(result_bytes="84 B"), True),
    (app(result_bytes=84), False),
    (app(result_bytes="84 ms"), False),
    (app(sensing="fresh"), True),
    (app(sensing="stale"), False),
    (app(rate="5 Hz"), True),
    (app(rate="5 s"), False),
    (app(deadline="40 ms"), True),
    (app(deadline="40"), False),
    (app(source_device="earbud"), True),
    (app(source_device=3), False),
    (app(latency_limit="1 s"), True),
    (app(latency_limit="1 W"), False),
    (app(forbidden_devices=["ring"]), True),
    (app(forbidden_devices="ring"), False),
    (app(pinned_segments=[{"device": "watch", "first": 0, "last": 3}]), True),
    (app(pinned_segments=[{"device": "watch", "first": 0}]), False),
    (app(pinned_segments=[{"device": "watch", "first": -1, "last": 3}]), False),
    ({"device_order": ["ring", "watch", "glasses", "earbud"]}, True),
    ({"device_order": "ring"}, False),
    ({"device_order": ["ring", "ring", "glasses", "earbud"]}, False),
    ({"link": {"phy": "1M"}}, True),
    ({"link": "1M"}, False),
    ({"planner": "synergy"}, True),
    ({"planner": []}, False),
    ({"objective": "energy"}, True),
    ({"objective": "beauty"}, False),
    ({"objective": {"round_per_ms": 1, "energy_per_mj": 0.5}}, True),
    ({"objective": {}}, False),
    ({"objective": {"round_per_ms": -1}}, False),
    ({"objective": {"round": 1}}, False),
    ({"battery_life_floor": 10}, False),
    ({"battery_life_floor": "10 W"}, False),
    ({"knowledge": {"accelerator": "+20 %", "link": "-30 %", "seed": 1}}, True),
    ({"knowledge": {"seed": 1}}, False),
    ({"knowledge": {"link": 0.3}}, False),
    ({"knowledge": {"link": "30 %", "radio": "30 %"}}, False),
    ({"policy": "inter_app"}, True),
    ({"policy": "fast"}, False),
    ({"turn_inferences": 3}, True),
    ({"turn_inferences": 0}, False),
    ({"load": {"regime": "saturated"}}, True),
    ({"load": {"regime": "often"}}, False),
    ({"load": {"regime": "saturated", "queue": 3}}, False),
    ({"load": {"queue_limit": -1}}, False),
    ({"load": {"drop": "drop_all"}}, False),
    ({"measurement": {"warm_up": "1 s", "window": "2 s"}}, True),
    ({"measurement": {"window": 2}}, False),
    ({"measurement": {"length": "2 s"}}, False),
    ({"cpu_sleep": "always_active"}, True),
    ({"cpu_sleep": True}, False),
    ({"residency": "reload"}, True),
    ({"residency": "gone"}, False),
    ({"multi_tensor_cuts": True}, True),
    ({"multi_tensor_cuts": "often"}, False),
    ({"seed": 7}, True),
    ({"seed": -7}, False),
    ({"replications": 3}, True),
    ({"replications": 0}, False),
    ({"replications": 2.5}, False),
]

BODIES = [
    ({}, True),
    ({"name": None}, False),
    ({"devices": []}, False),
    ({"apps": [APP], "devices": None}, False),
    (device(name=None), False),
    (device(radio=None), False),
    (device(accelerator=None), True),
    (device(accelerator=78000), False),
    (device(sensors=None), True),
    (device(sensors="microphone_sph0645"), False),
    (device(interactions=[]), True),
    (device(interactions=[1]), False),
    (device(battery="1.2 Wh"), True),
    (device(battery="1.2 W"), False),
    (device(battery=1.2), False),
    (device(arm="left"), False),
    ({"devices": [DEVICE, {**DEVICE, "name": "ring"}], "path_loss": [{"between": ["watch", "ring"], "loss_db": 60}]}, True),
    ({"devices": [DEVICE, {**DEVICE, "name": "ring"}], "path_loss": [{"between": ["watch"], "loss_db": 60}]}, False),
    ({"devices": [DEVICE, {**DEVICE, "name": "ring"}], "path_loss": [{"between": ["watch", "ring"]}]}, False),
    ({"devices": [DEVICE, {**DEVICE, "name": "ring"}], "path_loss": [{"between": ["watch", "ring"], "loss_db": -1}]}, False),
]

PLANS = [
    ({}, True),
    ({"schema_version": None}, False),
    ({"apps": None}, False),
    ({"note": "mine"}, False),
    ({"deployment": ["simplenet", "kws", "widenet"]}, True),
    ({"deployment": "kws"}, False),
    (planned(source=None), False),
    (planned(target=None), False),
    (planned(segments=None), False),
    (planned(segments=[]), False),
    (planned(segments=[{"device": "earbud", "first": 0}]), False),
    (planned(segments=[{"device": "earbud", "first": 0, "last": "8"}]), False),
    (planned(segments=[{**SEGMENT, "layers": 9}]), False),
    (planned(segments=[{"device": "earbud", "first": 0, "last": 3}, {"device": "ring", "first": 4, "last": 8}]), True),
    (planned(device="earbud"), False),
]


LINKS = {  # of each kind: a `link` section, whether it is good
    "ble_stacks": [
        ({}, True),
        ({"kind": "ble"}, True),
        ({"stack": "nimble"}, True),
        ({"stack": ""}, False),
        ({"phy": "1M"}, True),
        ({"phy": "3M"}, False),
        ({"connection_interval": "30 ms"}, True),
        ({"connection_interval": 30}, False),
        ({"event_length": "5 ms"}, True),
        ({"att_mtu": 23}, True),
        ({"att_mtu": 22}, False),
        ({"ll_payload": 252}, False),
        ({"encrypted": False}, True),
        ({"encrypted": "perhaps"}, False),
        ({"scheduling": "nordic_central"}, True),
        ({"scheduling": "fair"}, False),
        ({"supervision_timeout": "2 s"}, True),
        ({"reestablish_after": "2 W"}, False),
        ({"wifi": "esp32"}, False),
        ({"loss": {}}, False),
        ({"loss": {"model": "none"}}, True),
        ({"loss": {"model": "none", "per": 0.1}}, False),
        ({"loss": {"model": "fixed", "per": 0.1}}, True),
        ({"loss": {"model": "fixed", "per": "10 %"}}, True),
        ({"loss": {"model": "fixed"}}, False),
        ({"loss": {"model": "fixed", "per_forward": 0.1, "per_backward": 0}}, True),
        ({"loss": {"model": "fixed", "per_forward": 0.1}}, False),
        ({"loss": {"model": "fixed", "per": 0.1, "per_forward": 0.1}}, False),
        ({"loss": {"model": "received_power"}}, True),
        ({"loss": {"model": "received_power", "path_loss_db": 80, "coherence_time": "20 ms"}}, True),
        ({"loss": {"model": "received_power", "path_loss_db": 201}}, False),
        ({"loss": {"model": "received_power", "per": 0.1}}, False),
        ({"loss": {"model": "bad luck"}}, False),
    ],
    "wifi": [
        ({"kind": "wifi_tcp"}, True),
        ({"kind": "wifi_tcp", "wifi": "esp32"}, True),
        ({"kind": "wifi_tcp", "wifi": []}, False),
        ({"kind": "wifi_tcp", "stack": "nimble"}, False),
        ({"wifi": "esp32"}, False),
    ],
    "generic_links": [
        ({"kind": "generic", "profile": "uwb"}, True),
        ({"kind": "generic"}, False),
        ({"kind": "generic", "profile": "uwb", "packet_error_rate": 0.5}, True),
        ({"kind": "generic", "profile": "uwb", "packet_error_rate": "1 s"}, False),
        ({"kind": "generic", "profile": "uwb", "phy": "1M"}, False),
    ],
}


def links(program):
    """As judged.parts(), but the schema is that of the section alone."""
    wrong = 0
    for folder, sections in LINKS.items():
        validator = judged.validator_of(judged.SCENARIOS.parent / "device_profiles" / folder / "link.schema.json")
        with tempfile.TemporaryDirectory() as place:
            path = pathlib.Path(place) / "s.yaml"
            for section, is_good in sections:
                path.write_text(json.dumps({**SCENARIO, "link": section}), encoding="utf-8")
                done = subprocess.run([program, "validate", str(path)], capture_output=True, text=True, check=False)
                verdicts = {"loader": done.returncode == 0, "schema": validator.is_valid(section)}
                if set(verdicts.values()) != {is_good}:
                    wrong += 1
                    print(f"link {section}: expected {is_good}, {verdicts} {done.stderr}")
    return wrong


def main():
    program = sys.argv[1]
    folder = judged.SCENARIOS
    scenario, body, plan = (folder / f"{kind}.schema.json" for kind in ("scenario", "body", "plan"))
    wrong = judged.shipped(scenario, sorted([*folder.glob("*.yaml"), *folder.glob("suite/*/*.yaml")]))
    wrong += judged.shipped(body, sorted((folder / "bodies").glob("*.yaml")))
    wrong += judged.parts(program, scenario, SCENARIO, SCENARIOS)
    wrong += judged.parts(program, body, BODY, BODIES)
    wrong += judged.parts(program, plan, PLAN, PLANS)
    wrong += links(program)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
