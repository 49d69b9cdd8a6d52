#!/usr/bin/env python3
"""Do YAML 1.1 readers get names back from files the program writes as the texts they were?

Usage: yaml_readers.py SYNERGY_SIM

Skipped (77) without python3-yaml, which reads YAML 1.1: there `no`, `on` and `12:30` are no texts.
"""
import pathlib
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    sys.exit(77)

NAMES = ["no", "No", "NO", "yes", "on", "off", "y", "N", "true", "False", "null", "Null", "~", "nan", ".nan", ".inf",
         "-.Inf", "1", "-1", "1_000", "0x1F", "0b1", "010", "1e3", "12:30", "190:20:30", "2026-11-29",
         "2026-11-29 10:00:00", "=", "<<", "-", "?", "a: b", "a #b", "#a", "[a]", "{a", "&a", "*a", "!a", "%a", "@a",
         "`a", "'a'", '"a"', "a\\b", " a ", "a\nb", "a\tb", "µW", "\x7f", "\x80", "\x85", "\x9f", "\u2028", "\ufeff",
         "\ufffe", "\U0001f600", "..", "---"]


def quoted(text):
    """Text in double quotes, every character that is not a plain letter as an escape."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def scenario(name):
    return f"""schema_version: 1
name: {quoted(name)}
body:
  devices:
    - {{name: {quoted(name)}, accelerator: max78000, radio: nrf52840, sensors: [microphone_sph0645], interactions: [haptic_lra]}}
apps:
  - {{name: {quoted(name)}, model: kws, sensor: microphone, interaction: haptic, source_device: {quoted(name)}}}
planner: {{name: ind_e2e, memory_oblivious: true}}
measurement: {{warm_up: 10 ms, window: 100 ms}}
"""


def main(binary):
    failures = []
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            mine = pathlib.Path(folder) / "mine.yaml"
            mine.write_text(scenario(name), encoding="utf-8")

            def call(*arguments):
                done = subprocess.run([binary, *arguments], cwd=folder, capture_output=True, text=True, check=False)
                if done.returncode != 0:
                    failures.append(f"{name!r}: {' '.join(arguments)}: {done.stderr}")
                return done.returncode == 0

            def check(what, found):
                if found != name or not isinstance(found, str):
                    failures.append(f"{name!r}: {what} reads back as {found!r}")

            if not call("run", "mine.yaml", "--out", "out") or not call("plan", "mine.yaml", "--out", "plan.yaml"):
                continue
            resolved = yaml.safe_load((pathlib.Path(folder) / "out/resolved.yaml").read_bytes())
            check("the scenario's name", resolved["name"])
            check("the device", resolved["body"]["devices"][0]["name"])
            check("the app", resolved["apps"][0]["name"])
            check("the source", resolved["apps"][0]["source_device"])
            plan = yaml.safe_load((pathlib.Path(folder) / "plan.yaml").read_bytes())
            check("the plan's app", plan["apps"][0]["app"])
            check("the plan's device", plan["apps"][0]["segments"][0]["device"])
            call("run", "out/resolved.yaml", "--plan", "plan.yaml")
    print("\n".join(failures) or f"{len(NAMES)} names come back")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
