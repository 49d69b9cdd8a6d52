#!/usr/bin/env python3
"""Does a report of names that look like a program run none of it?

    injection_test.py SYNERGY_SIM

Scenarios, devices and apps of which every name tries to get out of where it stands: out of HTML, attributes, scripts,
JSON in scripts, CSV. The page is loaded in a headless Chromium, and what is left of it must show no sign that any name
has run. Skips, with exit code 77, without Chromium or Python's pandas.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parents[2]
RUN = "document.documentElement.dataset.taken='yes'"
NAMES = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"\"><img src=x onerror=\"{RUN}\">",
    f"'><svg onload=\"{RUN}\">",
    f"\\\";{RUN};//",
    f"-->{RUN}<!--",
    "\u202egnp.exe\u2066",
    f"${{{RUN}}}",
    f"\n</td></tr>\n<script>{RUN}</script>\r\n",
    "=HYPERLINK(\"x\"),a;b\t'c'\x1b[2J",
]


def scenario(number):
    name = NAMES.__getitem__
    at = number * 3
    devices = [
        {"name": name((at + i) % len(NAMES)) + str(i), "accelerator": "max78000", "radio": "nrf52840",
         "sensors": ["microphone_sph0645", "camera_hm01b0"], "interactions": ["haptic_lra"]} for i in range(3)]
    apps = [{"name": name((at + 3 + i) % len(NAMES)), "model": model, "sensor": sensor, "interaction": "haptic"}
            for i, (model, sensor) in enumerate([("kws", "microphone"), ("simplenet", "camera")])]
    return {"schema_version": 1, "name": name(number % len(NAMES)) + f" {number}", "body": {"name": name((at + 5) % len(NAMES)), "devices": devices},
            "apps": apps, "measurement": {"warm_up": "1 s", "window": "3 s"}}


def main():
    chromium = shutil.which("chromium")
    python = next((p for p in ("python3", "/usr/bin/python3")
                   if subprocess.run([p, "-c", "import pandas, yaml, matplotlib"], capture_output=True).returncode == 0), None)
    if chromium is None or python is None:
        print("skipped: no Chromium, or no Python with pandas")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        files = []
        for i in range(3):
            files.append(f"{i}.yaml")
            (folder / files[-1]).write_text(json.dumps(scenario(i)), encoding="utf-8")
        subprocess.run([PROGRAM, "-q", "reproduce", *files, "--out", "results"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([PROGRAM, "-q", "run", files[0], "--planner", "synergy", "--trace", "results/trace.json"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([python, ROOT / "scripts" / "report" / "report.py", "--in", folder / "results", "--run",
                        f"{scenario(0)['name']}/synergy/adaptive/0"], check=True, stdout=subprocess.DEVNULL)
        page = folder / "results" / "report.html"
        text = page.read_text(encoding="utf-8")
        shown = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom",
                                f"--user-data-dir={folder / 'profile'}", page.as_uri()], capture_output=True, text=True, timeout=120).stdout
        problems = []
        if "onerror" not in text and "onload" not in text:
            problems.append("the names are not on the page: nothing was tested")
        if "<h1" not in shown:
            problems.append("Chromium shows no page")
        if 'data-taken="yes"' in shown:
            problems.append("a name was run as a script")
        print("\n".join(problems) or "no name was run")
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
