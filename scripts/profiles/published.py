"""The published MLPerf Tiny rows, and which of them say how fast CPUs infer."""
import collections
import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "device_profiles/published"
NETWORKS = ("ad", "ic", "kws", "vww")
# Submitters whose vww of round v1.1 takes half the time of v1.0 on the same boards, where the other networks moved by a tenth to
# a third. We guess that their compilers leave a part of that network out; nobody says so. The row then says nothing about operators.
SKIP_WORK = {"plumerai", "STMicroelectronics", "Skymizer", "Nuvoton"}
# Not CPUs that infer: gate arrays and accelerators. cTuning: Krai's rows once more.
NOT_CPUS = {"fpgaconvnet", "kai_jiang", "syntiant", "greenwaves-technologies", "cTuning"}
MICROCONTROLLERS = ("L4R5", "H7A3", "U575", "U585", "F746", "NRF5340", "RA6M4", "RX65N", "062", "M467", "G0B1", "D25", "D45")


def rows(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def microcontroller(system):
    """What the system runs on; U585 is a U575 with a crypto unit."""
    text = system.upper().replace("-", "_")
    found = next((m for m in MICROCONTROLLERS if m in text), None)
    return "U575" if found == "U585" else found


def cpu_times():
    """{(round, submitter, system): [(network, seconds), ...]} of CPUs, in the order of the file."""
    systems = collections.OrderedDict()
    for row in rows("mlperf_tiny_results.csv"):
        named = (row["round"], row["submitter"], row["system"])
        # Round v0.5: the reference without a tuned library. nx27v: one network with a vector unit.
        if row["division"] != "closed" or row["mode"] != "performance" or row["round"] == "v0.5":
            continue
        if row["submitter"] in NOT_CPUS or "nx27v" in row["system"]:
            continue
        if row["benchmark"] == "vww" and row["round"] == "v1.1" and row["submitter"] in SKIP_WORK:
            continue
        systems.setdefault(named, []).append((row["benchmark"], float(row["latency_ms"]) * 1e-3))
    return systems


def energies(named):
    """{network: (seconds, joules, watts)} of the rows with energy of a system, in the order of NETWORKS."""
    found = {}
    for row in rows("mlperf_tiny_results.csv"):
        if (row["round"], row["submitter"], row["system"]) == named and row["mode"] == "energy":
            found[row["benchmark"]] = (float(row["latency_ms"]) * 1e-3, float(row["median_energy_uj"]) * 1e-6,
                                       float(row["median_power_mw"]) * 1e-3)
    return {network: found[network] for network in NETWORKS if network in found}


def idle(named):
    """Watts between the windows of the traces: (median, least first percentile, most)."""
    traces = [row for row in rows("mlperf_tiny_traces.csv") if (row["round"], row["submitter"], row["system"]) == named]
    between = sorted(float(row["between_power_mw"]) * 1e-3 for row in traces)
    least = min(float(row["p01_power_mw"]) * 1e-3 for row in traces)
    middle = len(between) // 2
    median = between[middle] if len(between) % 2 else (between[middle - 1] + between[middle]) / 2
    return median, least, between[-1]


def source(named):
    """Where the rows of a system are from, for people."""
    row = next(r for r in rows("mlperf_tiny_results.csv") if (r["round"], r["submitter"], r["system"]) == named)
    return f"MLPerf Tiny {row['round']} closed, {row['submitter']} {row['system']} ({row['repo']} {row['commit']})"
