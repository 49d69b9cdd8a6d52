#!/usr/bin/env python3
"""Writes a small result directory as scripts/reproduce does, with every kind of table the figures and the page read.

    small_results.py BINARY FOLDER

Real runs with short windows: w2 with a plan of every planner, w6 with none of the baselines.
"""

import pathlib
import subprocess
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
SHORT = ["--set", "measurement={warm_up: 1 s, window: 10 s}"]
ALL = ["--planner", "all", "--policy"]
APPS = ["{model: convnet5, sensor: camera, interaction: haptic}", "{model: kws, sensor: microphone, interaction: haptic}"]


def write(binary: pathlib.Path, folder: pathlib.Path) -> None:
    def call(*arguments: str) -> bytes:
        done = subprocess.run([binary, "-q", *arguments], capture_output=True, check=False)
        if done.returncode not in (0, 4):  # 4: no feasible plan, which is a result
            sys.exit(f"synergy-sim {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr.decode()}")
        return done.stdout

    def to(name: str, *arguments: str) -> None:
        call(*arguments, *SHORT, "--out", str(folder / name))

    to(".", "reproduce", "w2", "w6")
    to("matrix", "run", "w2", *ALL, "all")
    to("sensitivity/w2", "sensitivity", "w2")
    to("variants/phy_1m/w2", "reproduce", "w2", "--only-paired", "--set", "link.phy=1M")
    for size in (3, 4):
        to(f"scaling/devices/{size}", "run", "w2", *ALL, "paired", "--set", f"body=body{size}")
    for size in (1, 2):
        apps = f"apps=[{', '.join(APPS[:size])}]"
        to(f"scaling/apps/{size}", "run", "w6", *ALL, "paired", "--set", "name=apps", "--set", apps)
    for name, option in (("link_throughput.csv", "--validate"), ("link_currents.csv", "--validate-currents")):
        (folder / name).write_bytes(call("link", option, "--format", "csv"))
    call("suite", "--quick", "--family", "small,adversarial", "--out", str(folder / "suite"))
    call("attack", "--space", "two_apps", "--planner", "synergy,min_dev", "--against", "synergy,optimal", "--budget", "20", "--restarts", "2",
         "--findings", "1", "--out", str(folder / "attack"))
    # Whole scenarios: shorter, nothing would happen in them.
    subprocess.run([SCRIPTS / "dynamics", "--out", folder / "dynamics", binary], check=True, stdout=subprocess.DEVNULL)
    (folder / "submitted.csv").write_bytes(call("submitted", "--format", "csv"))
    call("run", "w2", "--planner", "synergy", "--trace", str(folder / "trace.json"), "--trace-duration", "0.5 s")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
