"""The first rounds of a run, from a trace of `synergy-sim run --trace`, as the little that the page draws."""

import json
import pathlib

ROUNDS = 12  # inferences of every app that are shown


def reduced(trace: pathlib.Path) -> dict | None:
    """Lanes, apps and bars; None if there is no trace. A bar: lane, begin_us, length_us, app, inference, what, phases."""
    if not trace.is_file():
        return None
    told = json.loads(trace.read_text(encoding="utf-8"))
    events = told["traceEvents"]
    names = {(e["pid"], e.get("tid")): e["args"]["name"] for e in events if e["name"] in ("process_name", "thread_name")}
    visits = [e for e in events if e["ph"] == "X" and e["cat"] != "phase" and e["args"]["inference"] <= ROUNDS]
    phases = [e for e in events if e["ph"] == "X" and e["cat"] == "phase" and e["args"]["inference"] <= ROUNDS]
    if not visits:
        return None
    lanes = sorted({(e["pid"], e["tid"]) for e in visits})
    apps = list(dict.fromkeys(e["args"]["app"] for e in sorted(visits, key=lambda e: (e["args"]["inference"], e["ts"]))))
    inside: dict[tuple, list] = {}
    for e in phases:
        key = (e["pid"], e["tid"], e["args"]["app"], e["args"]["inference"], e["args"]["stage"])
        inside.setdefault(key, []).append([e["ts"], e["dur"], e["name"]])
    bars = []
    for e in visits:
        a = e["args"]
        what = {"transfer": f"{a.get('bytes')} B from {a.get('from')} to {a.get('to')}",
                "compute": f"layers {a.get('layers', ['', ''])[0]} to {a.get('layers', ['', ''])[1]}"}.get(e["cat"], e["cat"])
        key = (e["pid"], e["tid"], a["app"], a["inference"], a["stage"])
        bars.append([lanes.index((e["pid"], e["tid"])), round(e["ts"], 3), round(e["dur"], 3), apps.index(a["app"]), a["inference"], what,
                     inside.get(key, []), a["queued_us"]])
    label = [names[(pid, None)] + " " + names[(pid, tid)] if names[(pid, None)] != "links" else names[(pid, tid)] + " link"
             for pid, tid in lanes]
    return {"run": told["otherData"]["run_id"], "lanes": label, "bars": bars, "apps": apps}
