#!/usr/bin/env python3
"""Do the tables of random worlds agree with themselves and with what must hold whatever the simulator does?

    worlds.py PROGRAM [--runs N] [--seed N]

Draws scenarios (generate.py), runs each with some planners and policies, and checks every run from its tables
alone, by arithmetic that shares nothing with the program: conservation of inferences, energy that closes over
devices, parts and phases, the utilisation law, Little's law, order of percentiles, bounds. Of every tenth world
also that the same command gives the same bytes, as does simulating event by event, and relations between worlds:
other names of devices, a device that can do nothing, a window in two parts, faster links, more memory, times and
speeds scaled together, replications of one seed. A world that is refused is a fault as well: the generator draws valid ones.
"""
import argparse
import copy
import csv
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import generate

sys.dont_write_bytecode = True
PLANNERS = ["synergy", "refine", "random", "min_dev", "max_dev", "ind_e2e", "optimal"]
TABLES = ["runs", "apps", "devices", "units", "links", "phases", "segments"]


class Faults(list):
    def check(self, holds, where, what):
        if not holds:
            self.append(f"{where}: {what}")


def number(row, column):
    """None for an empty cell."""
    return float(row[column]) if row[column] != "" else None


def near(a, b, relative=1e-9, absolute=1e-9):
    return abs(a - b) <= relative * max(abs(a), abs(b)) + absolute


def table(folder, name):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seconds(text):
    value, unit = text.split()
    return float(value) * {"s": 1.0, "ms": 1e-3}[unit]


def call(program, folder, out, options, files):
    command = [program, "-q", "run", *files, "--out", out, "--set", "planner={name: synergy}", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 4):
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr[:2000]}")
    return folder / out


def check_percentiles(faults, where, row, columns):
    values = [number(row, column) for column in columns]
    if None in values:
        faults.check(values.count(None) == len(values), where, f"some of {columns} are empty")
        return
    for (low_name, low), (high_name, high) in zip(list(zip(columns, values)), list(zip(columns, values))[1:]):
        faults.check(low <= high * (1 + 1e-12), where, f"{low_name} {low} > {high_name} {high}")


def check_apps(faults, where, run, apps, window_s, epochs):
    completed = 0.0
    # Where a body changes, inferences are lost with devices, with apps that are stopped and with old plans, too.
    lost = sum(int(epoch[column] or 0) for epoch in epochs for column in epoch
               if column.startswith("dropped_") and column not in ("dropped_queue_full_count", "dropped_link_lost_count"))
    missing = 0
    for app in apps:
        at = f"{where} {app['app']}"
        counts = {c: int(app[c]) for c in ("generated_count", "completed_count", "dropped_queue_full_count",
                                          "dropped_link_lost_count", "in_flight_count", "waiting_count")}
        generated = counts.pop("generated_count")
        missing += generated - sum(counts.values())
        faults.check(generated == sum(counts.values()) or (epochs and generated > sum(counts.values())), at,
                     f"{generated} asked for, but {counts}")
        latency = ["latency_p50_ms", "latency_p95_ms", "latency_p99_ms", "latency_max_ms"]
        check_percentiles(faults, at, app, latency)
        check_percentiles(faults, at, app, ["latency_mean_ms", "latency_max_ms"])
        check_percentiles(faults, at, app, ["response_time_mean_ms", "response_time_max_ms"])
        rate = number(app, "throughput_inf_per_s")
        in_window = rate * window_s
        completed += in_window
        faults.check(near(in_window, round(in_window), absolute=1e-6), at, f"{in_window} inferences in the window")
        faults.check(round(in_window) <= int(app["completed_count"]), at, "more in the window than in all")
        response = number(app, "response_time_mean_ms")
        if run["regime"] in ("rounds", "saturated") and response is not None and not epochs:
            # Little's law: whoever completed in the window was in flight for its response time, of which all lies
            # between the first of these admissions and the end of the window, and no more are ever in flight.
            span_s = window_s + number(app, "response_time_max_ms") / 1e3
            faults.check(in_window * response / 1e3 <= int(app["window_count"]) * span_s * (1 + 1e-9), at,
                         "more in flight than the policy allows, by Little's law")
    faults.check(missing == lost, where, f"{missing} inferences are nowhere, {lost} were lost to changes")
    total = number(run, "throughput_inf_per_s")
    faults.check(near(total, completed / window_s), where, f"{total} inf/s, of all apps {completed / window_s}")
    faults.check(round(completed) == int(run["latency_count"]), where, f"{completed} completed, latency_count differs")
    if completed > 0:
        mean = sum(number(a, "latency_mean_ms") * number(a, "throughput_inf_per_s") for a in apps
                   if number(a, "latency_mean_ms") is not None) / total
        faults.check(near(mean, number(run, "latency_mean_ms"), 1e-6), where, "latency_mean_ms is not that of the apps")
    rates = [number(a, "throughput_inf_per_s") for a in apps]
    if sum(rates) > 0:
        jain = sum(rates) ** 2 / (len(rates) * sum(r * r for r in rates))
        faults.check(near(jain, number(run, "fairness_jain_ratio")), where, f"Jain's index is {jain}")


PARTS = ["cpu_idle_mw", "cpu_active_mw", "accelerator_idle_mw", "accelerator_active_mw", "sensors_idle_mw",
         "sensors_active_mw", "actuators_idle_mw", "actuators_active_mw", "radio_sleep_mw", "radio_links_mw",
         "radio_transfers_mw"]


def check_energy(faults, where, run, devices, phases, window_s, dynamics):
    power = number(run, "power_mean_mw")
    static, dynamic = number(run, "power_static_mw"), number(run, "power_dynamic_mw")
    faults.check(near(power, static + dynamic), where, f"power {power}, static {static} + dynamic {dynamic}")
    faults.check(dynamic >= -1e-9 and static >= 0, where, "a negative power")
    total = sum(number(d, "power_mean_mw") for d in devices)
    faults.check(near(power, total), where, f"power {power}, of the devices {total}")
    switched_mw = 0.0
    for device in devices:
        parts = [number(device, part) or 0.0 for part in PARTS]
        at = f"{where} {device['device']}"
        beside = number(device, "power_mean_mw") - sum(parts)
        faults.check(near(beside, 0, absolute=1e-9 * (1 + power)) or (dynamics and beside > 0), at, "power is not the sum of its parts")
        switched_mw += max(beside, 0.0)
        faults.check(min(parts) >= -1e-9, at, f"a negative part: {parts}")
        faults.check((number(device, "cpu_busy_ratio") or 0) <= 1 + 1e-9, at, "CPU busy for longer than the window")
    if dynamics:
        most = number(dynamics[0], "reconfiguration_energy_mj") / window_s
        faults.check(switched_mw <= most * (1 + 1e-6) + 1e-9 * (1 + power), where,
                     f"{switched_mw} mW are in no part, new plans took {most} mW")
    count = int(run["latency_count"])
    per_inference = number(run, "energy_per_inference_uj")
    if count > 0:
        faults.check(near(per_inference * count, power * window_s * 1e3, 1e-6), where, "energy per inference")
    return sum(number(p, "energy_uj") for p in phases), dynamic * window_s * 1e3


def check_units(faults, where, units, phases, window_s):
    served = {}
    longest = {}
    for phase in phases:
        mean = number(phase, "service_mean_ms")
        if mean is None:
            continue
        served[phase["unit"]] = served.get(phase["unit"], 0.0) + int(phase["count"]) * mean
        longest[phase["unit"]] = longest.get(phase["unit"], 0.0) + mean
    for unit in units:
        at = f"{where} {unit['unit']}"
        busy = number(unit, "busy_ratio")
        faults.check(-1e-12 <= busy <= 1 + 1e-9, at, f"busy_ratio {busy}")
        if unit["kind"] != "actuator":
            continue
        # Utilisation law: busy time is what was served, but for what the window's ends cut.
        busy_ms = busy * window_s * 1e3
        faults.check(abs(busy_ms - served.get(unit["unit"], 0.0)) <= 2 * longest.get(unit["unit"], 0.0) + 1e-6 or
                     unit["unit"] not in served, at, f"busy {busy_ms} ms, served {served.get(unit['unit'])} ms")


def check_links(faults, where, links, lossless):
    for link in links:
        at = f"{where} {link['link']}"
        faults.check(number(link, "busy_ratio") <= 1 + 1e-9, at, f"busy_ratio {link['busy_ratio']}")
        packets, again = int(link["packet_count"] or 0), int(link["retransmission_count"] or 0)
        faults.check(again <= packets, at, f"{again} of {packets} packets sent again")
        if lossless:
            faults.check(again == 0 and int(link["loss_count"] or 0) == 0, at, "losses on a link without loss")


def check_folder(faults, folder, worlds):
    """Every run of a result folder; how many had a result."""
    tables = {name: {} for name in TABLES}
    for name in TABLES:
        for row in table(folder, name):
            tables[name].setdefault(row["run_id"], []).append(row)
    changing = {name: {} for name in ("epochs", "dynamics")}
    for name in changing:
        for row in table(folder, name) if (folder / f"{name}.csv").exists() else []:
            changing[name].setdefault(row["run_id"], []).append(row)
    checked = 0
    for run_id, (run,) in tables["runs"].items():
        if run["status"] in ("infeasible", "nothing_completed"):
            continue
        faults.check(run["status"] == "ok", run_id, f"status {run['status']}: {run['reasons']}")
        world = worlds[run["scenario"]]
        window_s = seconds(world["measurement"]["window"])
        of = {name: tables[name].get(run_id, []) for name in TABLES}
        check_percentiles(faults, run_id, run, ["latency_p50_ms", "latency_p95_ms", "latency_p99_ms", "latency_max_ms"])
        check_apps(faults, run_id, run, of["apps"], window_s, changing["epochs"].get(run_id, []))
        phases_uj, dynamic_uj = check_energy(faults, run_id, run, of["devices"], of["phases"], window_s,
                                             changing["dynamics"].get(run_id, []))
        # Phases count what ended in the window, power what was spent in it: they differ by what the ends cut.
        spent = sum((number(a, "energy_dynamic_per_inference_uj") or 0) * int(a["in_flight_count"] or 0) * 2
                    for a in of["apps"])
        faults.check(phases_uj <= dynamic_uj * 1.5 + spent + 1e3, run_id, f"phases {phases_uj} uJ of {dynamic_uj} uJ")
        check_units(faults, run_id, of["units"], of["phases"], window_s)
        # Who goes away takes its links along, whatever they are like.
        goes_away = any("device" in line and isinstance(line["do"], str) for line in world.get("timeline", []))
        check_links(faults, run_id, of["links"], "loss" not in world["link"] and
                    "packet_error_rate" not in world["link"] and not goes_away)
        bound = number(run, "bound_plan_throughput_inf_per_s")
        begun_before = sum(int(a["window_count"] or 0) for a in of["apps"]) + len(of["apps"]) * 10
        if bound is not None and "knowledge" not in world and "timeline" not in world:
            most = bound * window_s * (1 + 1e-9) + begun_before
            faults.check(int(run["latency_count"]) <= most, run_id, "more inferences than the plan's bound")
        checked += 1
    return checked


def without_wall(folder, name):
    rows = table(folder, name)
    return [{k: v for k, v in row.items() if not k.startswith("wall_")} for row in rows]


def write(folder, world):
    name = f"{world['name']}.yaml"
    (folder / name).write_text(json.dumps(world), encoding="utf-8")
    return name


def one_run(program, folder, world, planner, name, options=()):
    """The first row of runs.csv of the world under one planner."""
    world = dict(world, name=name, replications=1)
    out = call(program, folder, f"out-{name}", ["--planner", planner, *options], [write(folder, world)])
    return table(out, "runs")[0]


def objective(row):
    """None unless proven."""
    return number(row, "objective_value") if row["bound_proven"] == "y" else None


def relations(faults, program, folder, world):
    base = one_run(program, folder, world, "optimal", "base")
    # What is planned does not depend on names; what is drawn does, since streams are named after devices.
    planned = [c for c in base if c.startswith(("predicted_", "bound_", "objective_")) and not c.endswith("_unit")]

    renamed = copy.deepcopy(world)
    text = json.dumps(renamed)
    for i in range(len(world["body"]["devices"])):
        text = text.replace(f'"d{i}"', f'"worn{i}"')
    other = one_run(program, folder, json.loads(text), "optimal", "renamed")
    for column in ["app_count", "link_count", "slot_count", *planned]:
        faults.check(base[column] == other[column], world["name"], f"other names of devices change {column}")

    idle = copy.deepcopy(world)
    idle["body"]["devices"].append({"name": "idler", "radio": "nrf52840"})
    if "path_loss" in idle["body"]:
        idle["body"]["path_loss"] += [{"between": [d["name"], "idler"], "loss_db": 84} for d in world["body"]["devices"]]
    other = one_run(program, folder, idle, "optimal", "idle")
    if objective(base) is not None and objective(other) is not None and world.get("objective") != "energy":
        faults.check(objective(other) <= objective(base) * (1 + 1e-9), world["name"],
                     f"a device that can do nothing makes the optimum worse: {objective(base)} to {objective(other)}")

    if "kind" not in world["link"] and "loss" not in world["link"] and "more_links" not in world:
        slow, fast = copy.deepcopy(world), copy.deepcopy(world)
        slow["link"]["phy"], fast["link"]["phy"] = "1M", "2M"
        slow_row = one_run(program, folder, slow, "optimal", "slow")
        fast_row = one_run(program, folder, fast, "optimal", "fast")
        if objective(slow_row) is not None and objective(fast_row) is not None:
            faults.check(objective(fast_row) <= objective(slow_row) * (1 + 1e-9), world["name"],
                         f"a faster link makes the optimum worse: {objective(slow_row)} to {objective(fast_row)}")

    first, second = copy.deepcopy(world), copy.deepcopy(world)
    warm_up, window = seconds(world["measurement"]["warm_up"]), seconds(world["measurement"]["window"])
    first["measurement"] = {"warm_up": f"{warm_up} s", "window": f"{window / 2} s"}
    second["measurement"] = {"warm_up": f"{warm_up + window / 2} s", "window": f"{window / 2} s"}
    parts = [one_run(program, folder, half, "synergy", name) for half, name in ((first, "half1"), (second, "half2"))]
    whole = one_run(program, folder, world, "synergy", "whole")
    if all(row["status"] == "ok" for row in [*parts, whole]):
        total = sum(int(row["latency_count"]) for row in parts)
        faults.check(total == int(whole["latency_count"]), world["name"],
                     f"{whole['latency_count']} in the window, {total} in its halves")
        power = sum(number(row, "power_mean_mw") for row in parts) / 2
        # A transfer over an edge takes all its events from where it ends: on a full link more than the idle ones that are left.
        full = any(number(link, "busy_ratio") > 0.9 for link in table(folder / "out-whole", "links"))
        faults.check(near(power, number(whole, "power_mean_mw"), 1e-3 if full else 1e-6), world["name"],
                     "power of a window in two parts")


MEMORY = ["words_per_processor", "words_of_quadrant_head", "bias_bytes_per_quadrant"]
TIMES = {"ns": 2, "us": 2, "ms": 2, "s": 2, "min": 2, "h": 2, "ns/B": 2, "us/B": 2, "ns/MAC": 2, "ps/MAC": 2,
         "Hz": 0.5, "kHz": 0.5, "MHz": 0.5, "GHz": 0.5, "kB/s": 0.5, "MB/s": 0.5, "kbit/s": 0.5, "Mbit/s": 0.5}


def scaled_times(text):
    """Every time twice as long, every rate and clock half: by the units of quoted numbers, outside of sources."""
    def scaled(match):
        factor = TIMES.get(match[2])
        return match[0] if factor is None else f'"{float(match[1]) * factor!r} {match[2]}"'

    return "\n".join(line if "source:" in line else re.sub(r'"(-?[0-9.]+(?:e[+-]?[0-9]+)?) ([A-Za-z/]+)"', scaled, line)
                     for line in text.splitlines()) + "\n"


def from_text(program, folder, text, planner, name):
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return table(call(program, folder, f"out-{name}", ["--planner", planner], [f"{name}.yaml"]), "runs")[0]


def relations_of_profiles(faults, program, folder, world):
    """By the whole scenario as the program writes it, with every number of every profile in it."""
    base = one_run(program, folder, world, "optimal", "written")
    text = (folder / "out-written" / "resolved.yaml").read_text(encoding="utf-8")
    if any(key in text for key in MEMORY):
        larger = re.sub(rf"({'|'.join(MEMORY)}): (\d+)", lambda m: f"{m[1]}: {2 * int(m[2])}", text)
        other = from_text(program, folder, larger, "optimal", "memory")
        if objective(base) is not None and objective(other) is not None:
            faults.check(objective(other) <= objective(base) * (1 + 1e-9), world["name"],
                         f"more memory makes the optimum worse: {objective(base)} to {objective(other)}")
        faults.check(base["status"] == "infeasible" or other["status"] != "infeasible", world["name"],
                     "more memory makes it infeasible")
    drawn = world["load"]["regime"] == "poisson" or "loss" in world["link"] or "packet_error_rate" in world["link"]
    # Links of standards have intervals of their own, which do not scale.
    if len(world["body"]["devices"]) > 1 or drawn:
        return
    before = from_text(program, folder, text, "synergy", "times1")
    after = from_text(program, folder, scaled_times(text), "synergy", "times2")
    faults.check(before["status"] == after["status"], world["name"], "times and speeds scaled together change the status")
    if before["status"] == after["status"] == "ok":
        counts = int(before["latency_count"]), int(after["latency_count"])
        faults.check(abs(counts[0] - counts[1]) <= 1 + 1e-3 * counts[0], world["name"],
                     f"{counts[0]} inferences, {counts[1]} with times and speeds scaled together")


def replications(faults, program, folder, world):
    """What a replication draws depends on its number, not on how many there are."""
    world = dict(world, name="replicated")
    few, many = (table(call(program, folder, f"out-{count}", ["--planner", "synergy"], [write(folder, dict(world, replications=count))]), "runs")
                 for count in (1, 3))
    for row in few, many:
        for cells in row:
            for column in [c for c in cells if c.startswith("wall_")]:
                del cells[column]
    faults.check(few[0] == many[0], world["name"], "the first of three replications is not the only one of one")


def same_again(faults, program, folder, world, options):
    name = write(folder, dict(world, name="again"))
    outs = [call(program, folder, out, [*options, *more], [name])
            for out, more in (("again1", []), ("again2", []), ("again3", ["--steady", "off"]))]
    for name in TABLES:
        for other, what in ((outs[1], "again"), (outs[2], "event by event")):
            faults.check(without_wall(outs[0], name) == without_wall(other, name), world["name"],
                         f"{name}.csv is not the same {what}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--runs", type=int, default=500, help="stop when so many runs are checked")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    faults = Faults()
    checked = worlds = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        while checked < options.runs and len(faults) < 20:
            rng = random.Random(f"{options.seed}/{worlds}")
            batch = {}
            for i in range(10):
                world = generate.scenario(rng, f"w{worlds + i}")
                batch[world["name"]] = world
            chosen = []
            for planner in rng.sample(PLANNERS, 4):
                chosen += ["--planner", planner]
            if rng.random() < 0.3:
                chosen += ["--policy", rng.choice(["sequential", "inter_app", "inter_run", "adaptive"])]
            files = [write(folder, world) for world in batch.values()]
            try:
                checked += check_folder(faults, call(program, folder, f"out{worlds}", chosen, files), batch)
                picked = batch[f"w{worlds + rng.randrange(10)}"]
                same_again(faults, program, folder, picked, chosen)
                # By turns: all of them on every tenth world would take longer than everything else.
                if "timeline" not in picked:
                    (relations if worlds % 20 == 0 else relations_of_profiles)(faults, program, folder, picked)
                if worlds % 20 != 0:
                    replications(faults, program, folder, picked)
            except AssertionError as error:
                faults.append(str(error))
            worlds += 10
    for fault in faults:
        print(fault)
    print(f"{worlds} worlds of seed {options.seed}, {checked} runs checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
