#!/usr/bin/env python3
"""Does a command that SIGINT or SIGTERM ends leave a folder that can be believed?

    signals.py SYNERGY_SIM

Of every command that writes a folder: over the complete results of one call another is started, and gets a signal at
a random moment of its life. What is there then is one of three: the old results as they were, the new ones whole, or a
folder that says that it is not complete, which the gate refuses. Whatever it is, the same command then makes of it what
a command that nothing disturbed makes. And does one that may not write so much say so? (Of sweep tests/sweep/kill.py asks more.)
"""
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parents[2]
SPACE = """schema_version: 1
name: tiny
set: {measurement: {warm_up: 1 s, window: 2 s}}
apps: {count: 2, models: [convnet5, simplenet], sensors: [camera], interactions: [haptic, display]}
devices: {count: 2, accelerators: [max78000, none], sensors: [camera_hm01b0], interactions: [haptic_lra, display_ls013b4dn04]}
"""
SHORT = ["--set", "measurement={warm_up: 1 s, window: 20 s}"]
ATTACK = ["attack", "--space", "space.yaml", "--restarts", "6", "--findings", "1", "--planner", "max_dev", "--against", "synergy",
          "--overwrite", "-j", "2"]
EXAMPLE = str(ROOT / "device_profiles" / "examples" / "npu.yaml")
# Command: an old call, a new one, and what says that a folder is complete.
COMMANDS = {
    "run": (["run", "w1", *SHORT], ["run", "w2", "--planner", "all", "--policy", "all", *SHORT], "manifest.json"),
    "sweep": (["sweep", "old.yaml", "--overwrite"], ["sweep", "new.yaml", "--overwrite", "-j", "2"], "manifest.json"),
    "suite": (["suite", "--quick", "--family", "small", "--planner", "min_dev"],
              ["suite", "--quick", "--family", "small", "--planner", "synergy", "--planner", "ind_e2e", "-j", "2"], "manifest.json"),
    "attack": ([*ATTACK, "--budget", "12"], [*ATTACK, "--budget", "60"], "manifest.json"),
    "calibrate": (["calibrate", EXAMPLE], ["calibrate", EXAMPLE, "--allow-rate"], "calibration.json"),
}
SWEEP = """schema_version: 1
name: {name}
scenarios: w2
planners: [synergy, min_dev]
set: {{measurement: {{warm_up: 0 s, window: {window}}}}}
axes: {{link.att_mtu: [23, 123, 247]}}
"""
TRIALS = 8
ALLOWED = (0, 130, -signal.SIGINT, -signal.SIGTERM)


def command(words, out):
    return [PROGRAM, "-q", *words, "--out", out]


def content(folder):
    """What the files say, without the machine and the time."""
    found = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if not file.is_file() or name in ("manifest.json", ".in_use", "unfinished.txt", "points.journal") or name.endswith(".part"):
            continue
        text = file.read_text(encoding="utf-8")
        if name.endswith(".csv"):
            lines = [line.split(",") for line in text.splitlines()]
            wall = {i for i, column in enumerate(lines[0]) if column.startswith("wall_")}
            text = "\n".join(",".join(cell for i, cell in enumerate(line) if i not in wall) for line in lines)
        found[name] = text
    return found


def main():
    dice = random.Random(1)
    problems = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "space.yaml").write_text(SPACE, encoding="utf-8")
        (folder / "old.yaml").write_text(SWEEP.format(name="old", window="2 s"), encoding="utf-8")
        (folder / "new.yaml").write_text(SWEEP.format(name="new", window="200 s"), encoding="utf-8")

        def finish(words):
            done = subprocess.run(command(words, "out"), cwd=folder, capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, f"{' '.join(words)}: exit code {done.returncode}: {done.stderr}"

        def made(words, name):
            shutil.rmtree(folder / "out", ignore_errors=True)
            finish(words)
            return (folder / "out").rename(folder / name)

        for called, (old_words, new_words, last) in COMMANDS.items():
            began = time.monotonic()
            made(new_words, "new")
            duration = time.monotonic() - began
            new = content(folder / "new")
            old = content(made(old_words, "old"))
            became = {"old": 0, "new": 0, "unfinished": 0}
            for trial in range(TRIALS):
                shutil.rmtree(folder / "out", ignore_errors=True)
                shutil.copytree(folder / "old", folder / "out")
                process = subprocess.Popen(command(new_words, "out"), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                time.sleep(duration * dice.uniform(0, 1))
                process.send_signal([signal.SIGINT, signal.SIGTERM][trial % 2])
                said = process.communicate(timeout=120)[1]
                if process.returncode not in ALLOWED:
                    problems.append(f"{called}: exit code {process.returncode}: {said}")
                there = content(folder / "out")
                if not (folder / "out" / last).exists():
                    became["unfinished"] += 1
                elif there == new:
                    became["new"] += 1
                elif there == old:
                    became["old"] += 1
                else:
                    different = [name for name in sorted(set(old) | set(there)) if old.get(name) != there.get(name)]
                    problems.append(f"{called}, trial {trial}: neither the old results nor the new ones: {different}")
                finish(new_words)
                if content(folder / "out") != new:
                    problems.append(f"{called}, trial {trial}: the same command again makes something else")
                if leftover := list((folder / "out").glob("*.part")):
                    problems.append(f"{called}, trial {trial}: {leftover} is left")
            # A limit on files' sizes is a disk that is full, and no end without a word.
            shutil.rmtree(folder / "out", ignore_errors=True)
            full = subprocess.run(command(new_words, "out"), cwd=folder, capture_output=True, text=True, timeout=120,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)))
            if full.returncode != 8 or "File too large" not in full.stderr:
                problems.append(f"{called} with a limit on files' sizes: exit code {full.returncode}: {full.stderr}")
            if (folder / "out" / last).exists():
                problems.append(f"{called} with a limit on files' sizes: a folder that counts as complete")
            print(f"{called}: {TRIALS} signals within {duration:.2f} s left {became}")
            for out in ("new", "old"):
                shutil.rmtree(folder / out)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
