#!/usr/bin/env python3
"""Do the constants that a calibration states lie where the generator of the recordings knows them to be?

    recovery.py SYNERGY_SIM

For 100 seeds a recording of scripts/make-recording (noise, rounding, jitter, drift, missing samples, a window that is wrong) is calibrated. In
at least 95 of them time, energy and power of an inference and the idle power must ALL lie within the stated intervals; and the intervals must be
narrow enough to be of use, and the wrong window named.
"""

import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = 100
CALIBRATION = """\
schema_version: 1
device: {new: recorded, family: measured}
instrument: {name: PPK2, accuracy: 0.1 %}
rail: board
supply: "3.0 V"
profile:
  infers_on: accelerator
  weight_memory: "1 MiB"
  activation_memory: "1 MiB"
  cpu_clock: {value: "50 MHz", source: "made up", class: estimate}
  softmax: {value: "1 us/B", source: "made up", class: estimate}
  argmax: {value: "10 ns/B", source: "made up", class: estimate}
  operating_point:
    name: nominal
    clock: {value: "50 MHz", source: "made up", class: estimate}
    voltage: {value: "1.8 V", source: "made up", class: estimate}
    cpu_active: {value: "10 mW", source: "made up", class: estimate}
traces:
  - {file: kws.csv, format: ppk2, marker: {column: D3, high: infer, low: idle}, network: mlperf_kws, repeat: 10}
"""


def generator():
    loader = importlib.machinery.SourceFileLoader("make_recording", str(ROOT / "scripts" / "make-recording"))
    spec = importlib.util.spec_from_loader("make_recording", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def main() -> None:
    made = generator()
    problems = []
    held = {"time": 0, "energy": 0, "power": 0, "idle": 0, "all": 0}
    for seed in range(SEEDS):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            options = made.arguments().parse_args([str(folder / "kws.csv"), "--seed", str(seed), "--channel", "3", "--windows", "16",
                                                   "--active-ms", str(1.5 + 0.03 * seed), "--active-mw", str(12 + seed % 17)])
            made.write(options.file, options)
            true = made.truth(options)
            (folder / "kws.yaml").write_text(CALIBRATION, encoding="utf-8")
            ran = subprocess.run([sys.argv[1], "--quiet", "calibrate", "kws.yaml", "--out", "out"], cwd=folder, capture_output=True,
                                 text=True, check=False)
            if ran.returncode != 0:
                sys.exit(f"seed {seed}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")
            found = json.loads((folder / "out" / "calibration.json").read_text(encoding="utf-8"))
            points = {point["of"]: point for point in found["points"]}
            infer, idle = points["mlperf_kws infer"], points["idle"]
            pairs = {"time": (infer["time_s"], true["time_s"]), "energy": (infer["energy_j"], true["energy_j"]),
                     "power": (infer["power_w"], true["power_w"]), "idle": (idle["power_w"], true["idle_w"])}
            every = True
            for what, (interval, value) in pairs.items():
                inside = interval["low"] <= value <= interval["high"]
                held[what] += inside
                every = every and inside
                width = (interval["high"] - interval["low"]) / value
                if width > 0.03:
                    problems.append(f"seed {seed}: {what} is known to {width:.1%} only")
            held["all"] += every
            # Which may be for a gap in it, too.
            if not any(dropped["window"] == options.windows // 2 + 1 for dropped in found["dropped_windows"]):
                problems.append(f"seed {seed}: the wrong window is not among the dropped: {found['dropped_windows']}")
    print("within the intervals, of", SEEDS, "seeds:", held)
    if held["all"] < 95 or SEEDS != 100:
        problems.append(f"all four constants lie within their intervals for {held['all']} of {SEEDS} seeds: {held}")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
