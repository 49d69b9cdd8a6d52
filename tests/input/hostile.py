#!/usr/bin/env python3
"""Does every kind of input file end in a result or an error, in time that grows with its size?

Usage: hostile.py SYNERGY_SIM

Every file here has tens of thousands of whatever its kind has many of, or is nested or long beyond reason. None may
take more than some seconds of processor time, or make the program crash; errors are a hundred lines at most.
"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

MANY = 60_000
SECONDS = 20  # of processor time; sanitizers are slow, and what grows with the square of MANY takes minutes

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEVICE = {"name": "watch", "accelerator": "max78000", "radio": "nrf52840",
          "sensors": ["microphone_sph0645"], "interactions": ["haptic_lra"]}
APP = {"model": "kws", "sensor": "microphone", "interaction": "haptic"}
SCENARIO = {"schema_version": 1, "name": "s", "body": {"devices": [DEVICE]}, "apps": [APP]}
BODY = {"schema_version": 1, "name": "b", "devices": [DEVICE]}
LAYER = {"operator": "conv2d", "out_channels": 4, "kernel": 3, "padding": 1}
MODEL = {"schema_version": 1, "name": "m", "input": {"channels": 3, "height": 8, "width": 8}, "layers": [{"name": "a", **LAYER}]}
PLAN = {"schema_version": 1, "scenario": "w1", "apps": []}
SWEEP = {"schema_version": 1, "name": "s", "scenarios": ["w1"], "axes": {"seed": [1]}}
NUMBER = {"value": "1 ms", "source": "x", "class": "estimate"}
SENSOR = {"schema_version": 1, "kind": "sensor", "name": "s", "type": "camera"}

keys = {f"key_number_{i}": i for i in range(MANY)}
nested = {"a": 1}
for _ in range(150):
    nested = {"a": [nested]}

CASES = [
    ("scenario with many unknown keys", {**SCENARIO, **keys}),
    ("scenario with many devices", {**SCENARIO, "body": {"devices": [{"name": f"d{i}", "radio": "nrf52840"} for i in range(MANY)]}}),
    ("scenario with many bad devices", {**SCENARIO, "body": {"devices": [{"name": f"d{i}", "radio": f"r{i}"} for i in range(60)]},
                                        "apps": [{"model": f"m{i}", "sensor": "x"} for i in range(250)]}),
    ("scenario with many apps", {**SCENARIO, "apps": [{"model": "kws"}] * MANY}),
    ("scenario with many pinned segments", {**SCENARIO, "apps": [{**APP, "pinned_segments": [{"device": "watch", "first": 0, "last": 1}] * 40_000}]}),
    ("scenario with many contradicting pins",
     {**SCENARIO, "body": {"devices": [DEVICE, {**DEVICE, "name": "ring"}]},
      "apps": [{**APP, "pinned_segments": [{"device": ["watch", "ring"][i % 2], "first": 0, "last": 1} for i in range(40_000)]}]}),
    ("scenario with many forbidden devices", {**SCENARIO, "apps": [{**APP, "forbidden_devices": ["watch"] * MANY}]}),
    ("scenario with many unknown devices", {**SCENARIO, "apps": [{**APP, "forbidden_devices": [f"d{i}" for i in range(MANY)]}]}),
    ("scenario with many path losses", {**SCENARIO, "body": {"devices": [DEVICE], "path_loss": [{"between": ["watch", "x"], "loss_db": 1}] * 30_000}}),
    ("scenario with many planner parameters", {**SCENARIO, "planner": {"name": "synergy", **keys}}),
    ("scenario with many device names in order", {**SCENARIO, "device_order": ["watch"] * MANY}),
    ("scenario with many definitions", {**SCENARIO, "definitions": {"sensors": [SENSOR] * 30_000}}),
    ("scenario with a long name", {**SCENARIO, "name": "x" * 3_000_000, "no_such_key": "x" * 500_000}),
    ("scenario with deep nesting", {**SCENARIO, "load": nested}),
    ("body with many unknown keys", {**BODY, **keys}),
    ("body with many floors", {**SCENARIO, "battery_life_floor": {f"d{i}": "1 h" for i in range(MANY)}}),
    ("model with many layers", {**MODEL, "layers": [{"name": f"l{i}", **LAYER} for i in range(30_000)]}),
    ("model with many unknown inputs", {**MODEL, "layers": [{"name": f"l{i}", "inputs": [f"x{i}"], "operator": "none"} for i in range(30_000)]}),
    ("model with many inputs", {**MODEL, "layers": [{"name": "a", "inputs": ["input"] * MANY, "operator": "none"}]}),
    ("model with many outputs", {**MODEL, "outputs": ["a"] * MANY}),
    ("model with many unknown keys", {**MODEL, **keys}),
    ("plan with many apps", {**PLAN, "apps": [{"app": f"a{i}", "source": "x", "segments": [], "target": "y"} for i in range(30_000)]}),
    ("plan with many segments", {**PLAN, "apps": [{"app": "kws", "source": "watch", "target": "watch",
                                                 "segments": [{"device": "watch", "first": 0, "last": 1}] * 40_000}]}),
    ("sweep with many scenarios", {**SWEEP, "scenarios": ["w1"] * MANY}),
    ("sweep with many axes", {**SWEEP, "axes": {f"apps.{i}.rate": ["1 Hz"] for i in range(MANY)}}),
    ("sweep with many values", {**SWEEP, "axes": {"seed": list(range(MANY))}}),
    ("profile with many unknown keys", {**SENSOR, **keys}),
]


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))


def main(binary):
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in CASES:
            file = pathlib.Path(folder) / "hostile.yaml"
            file.write_text(json.dumps(content), encoding="utf-8")
            command = ["run", "w1", "--plan", str(file)] if name.startswith("plan") else ["validate", str(file)]
            done = subprocess.run([binary, "--data", str(ROOT), *command], capture_output=True, text=True, check=False,
                                  cwd=folder, preexec_fn=limit)
            lines = len(done.stderr.splitlines())
            if done.returncode < 0 or done.returncode > 7 or lines > 102 or len(done.stderr) > 4_000_000:
                failures.append(f"{name}: exit code {done.returncode}, {lines} lines: {done.stderr[:300]}")
    print("\n".join(failures) or f"{len(CASES)} hostile files end")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
