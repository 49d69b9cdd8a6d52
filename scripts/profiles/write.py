"""Profiles and tables of residuals as text."""
import published

KINDS = ("conv", "pointwise", "depthwise", "linear")
# Kinds whose time is taken to be that of moving their tensors: no network tells them apart.
MOVED = ("pool", "elementwise", "activation", "copy")


def number(value, unit, factor=1.0):
    """Four digits are more than any of the measurements has."""
    return f'"{float(f"{value * factor:.4g}"):.10g} {unit}"'.replace(' "', '"')


def ratio(value):
    return number(value, "%", 100)


def sourced(value, low, high, unit, factor, source, what, indent="    "):
    lines = [f"{indent}  value: {number(value, unit, factor)}"]
    if low is not None:
        lines.append(f"{indent}  low: {number(min(low, value), unit, factor)}")
        lines.append(f"{indent}  high: {number(max(high, value), unit, factor)}")
    return "\n".join(lines + [f'{indent}  source: "{source}"', f"{indent}  class: {what}"]) + "\n"


def law(kind, per_mac, per_byte):
    text = f"  - operator: {kind}\n"
    for key, part in (("per_mac", per_mac), ("per_byte", per_byte)):
        if part:
            text += f"    {key}:\n" + part
    return text


def laws(result, rows):
    fit = f"fit to {rows}: non-negative least squares of the relative errors, drawn to the weights common to other microcontrollers; low, high: the fits without one network each"
    values, bounds = result["law"], result["bounds"]
    byte = sourced(values[4], *bounds[4], "ns/B", 1e9, fit, "derived")
    text = "laws:\n"
    for i, kind in enumerate(KINDS):
        mac = sourced(values[i], *bounds[i], "ns/MAC", 1e9, fit, "derived") if values[i] > 0 else None
        text += law(kind, mac, byte)
    conv = sourced(values[0], bounds[0][0], 3 * bounds[0][1], "ns/MAC", 1e9, "that of conv; no network of the fit has one. high: three times, zeros that stretch the input computed", "estimate")
    text += law("transposed", conv, byte)
    moved = "as the tensors of the other operators: the networks of the fit hardly tell it apart"
    for kind in MOVED:
        text += law(kind, None, sourced(values[4], bounds[4][0] / 2, bounds[4][1] * 2, "ns/B", 1e9, moved, "estimate"))
    return text


def stated_clock(system, mhz):
    return f"system description of the submission, {system}, by the manufacturer (mlcommons/tiny_results_v1.0 abb8e49): {mhz} MHz"


def cpu(system, mhz):
    """Numbers of the CPU for an app's own work, from the same cycle counts as in max78000.yaml."""
    text = f'cpu_clock:\n  value: "{mhz} MHz"\n  source: "{stated_clock(system, mhz)}"\n  class: vendor_file\n'
    for key, value, low, high, what in (
        ("softmax", 40, 15, 120, "40 cycles an output (a comparison, a power of two by shifts, an addition, a division); low: 15, a table of powers; high: 120, single-precision exponentials"),
        ("argmax", 6, 2, 12, "6 cycles a channel (load, compare, two conditional moves, loop); low: 2, four channels at a time; high: 12, flash wait states"),
    ):
        text += f"{key}:\n" + sourced(value / mhz, low / mhz, high / mhz, "ns/B", 1e3, f"estimate, no measurement found: {what}; x {mhz} MHz", "estimate", "")
    return text


def point(name, system, mhz, voltage, named):
    source = published.source(named)
    watts = [w for _, _, w in published.energies(named).values()]
    waiting, least, most = published.idle(named)
    most = min(most, *watts)  # one trace is higher between its windows than another is within
    text = f"  - name: {name}\n"
    text += f'    clock:\n      value: "{mhz} MHz"\n      source: "{stated_clock(system, mhz)}"\n      class: vendor_file\n'
    text += f'    voltage:\n      value: "{voltage} V"\n      source: "{source}: supply of the energy monitor"\n      class: measured\n'
    text += "    idle:\n" + sourced(waiting, least, most, "mW", 1e3, f"{source}: trace between the windows, median of the networks; the CPU is awake and waits. low: least mean of the lowest hundredth of a trace, high: most", "measured")
    text += "    infer:\n" + sourced(sum(watts) / len(watts), min(watts), max(watts), "mW", 1e3, f"{source}: mean of the networks' active powers; low, high: least and most", "measured")
    text += "    cpu_active:\n" + sourced(min(watts), waiting, min(watts), "mW", 1e3, f"{source}: the least of the networks' active powers; low: as idle", "measured")
    return text


def calibrated(system, result):
    text = "calibrated:\n  networks: [" + ", ".join(f"mlperf_{row['network']}" for row in result["rows"]) + "]\n"
    text += f"  macs: [{min(result['macs'])}, {max(result['macs'])}]\n"
    text += f'  clock: ["{system["clock_mhz"]} MHz", "{system["clock_mhz"]} MHz"]\n'
    text += "  operators: [conv, pointwise, depthwise, linear, pool, elementwise]\n  residuals:\n"
    for of in ("time", "energy"):
        r = result[of]
        text += f"    - {{of: {of}, left_out: network, " + ", ".join(f"{key}: {ratio(r[key])}" for key in ("mean", "rms", "worst", "within_5", "within_10")) + f", points: {r['points']}}}\n"
    return text


def profile(system, result):
    rows = published.source(system["rows"])
    text = "# yaml-language-server: $schema=measured.schema.json\n"
    text += f"# {system['what']}\n# Written by scripts/fit-profiles; how and how well: measured.md, RESIDUALS.md.\n"
    text += f"# Memory: {system['memory_source']}.\n# Rail: {system['rail_source']}.\n"
    text += f"schema_version: 1\nkind: accelerator\nfamily: measured\nname: {system['name']}\ninfers_on: cpu\nrail: soc\ntimes: laws\n"
    text += f'weight_memory: "{system["flash"]}"\nactivation_memory: "{system["ram"]}"\n'
    text += f'flash:\n  value: "{system["flash"]}"\n  source: "{system["flash_source"]}"\n  class: vendor_file\n'
    text += laws(result, rows) + cpu(system["rows"][2], system["clock_mhz"])
    text += f"operating_point: {system['point']}\noperating_points:\n"
    text += point(system["point"], system["rows"][2], system["clock_mhz"], system["voltage"], system["rows"])
    for other in system["points"]:
        text += point(other["name"], system["rows"][2], system["clock_mhz"], other["voltage"], other["rows"])
    return text + calibrated(system, result)


def residual_table(results, rate, common, powers):
    text = "# How far the fitted profiles are from what was measured\n\n"
    text += "Written by `scripts/fit-profiles` from `published/mlperf_tiny_results.csv`; a test compares. *Left out*: a law that never saw this\n"
    text += "network on this system (what operators weigh against each other it knows from other microcontrollers), and the mean power of the other\n"
    text += "networks x the measured time. *Fit*: the law as shipped. Errors are shares of the measured.\n\n"
    text += "| profile | network | time ms | fit ms | error | left out ms | error | energy uJ | left out uJ | error |\n|---|---|---|---|---|---|---|---|---|---|\n"
    for name, result in results.items():
        for r in result["rows"]:
            text += f"| {name} | mlperf_{r['network']} | {r['time'] * 1e3:.3f} | {r['fit'] * 1e3:.3f} | {r['fit'] / r['time'] - 1:+.1%} | {r['left_out'] * 1e3:.3f} | {r['left_out'] / r['time'] - 1:+.1%} |"
            text += f" {r['energy'] * 1e6:.1f} | {r['energy_left_out'] * 1e6:.1f} | {r['energy_left_out'] / r['energy'] - 1:+.1%} |\n" if "energy" in r else " | | |\n"
    text += "\n| profile | of | mean | root mean square | worst | within 5 % | within 10 % | points |\n|---|---|---|---|---|---|---|---|\n"
    summary = [(name, of, result[of]) for name, result in results.items() for of in ("time", "energy")]
    summary += [("all CPUs of the file", "time by one rate", rate), ("all CPUs of the file", "time by laws", common)]
    for name, of, r in summary:
        text += f"| {name} | {of}, left out | {r['mean']:.1%} | {r['rms']:.1%} | {r['worst']:.1%} | {r['within_5']:.0%} | {r['within_10']:.0%} | {r['points']} |\n"
    text += "\n## Powers\n\n"
    text += "What inferring draws differs between networks: least on `ad`, which is nothing but fully connected, on all three chips; most on `ic`,\n"
    text += "nearly all dense convolutions, or on `kws`. A power for all networks misses that, by most where the spread is largest: on the H7A3, whose\n"
    text += "`ad` draws a tenth less than its `kws`. *One power for all*: mean error of the power of a network left out by\n"
    text += "the mean of the others, as shipped. *In proportion*: the same times what the network draws on the other chips, relative to the same others.\n"
    text += "Measured powers of one chip are not moved by those of another in the profiles, so the second column is what is known to be left.\n\n"
    return text + powers


ANY_PROFILE = """schema_version: 1
kind: accelerator
family: measured
name: any
infers_on: cpu
rail: soc
times: rate
weight_memory: "64 MiB"
activation_memory: "64 MiB"
rate: {value: "1 ns/MAC", source: none, class: estimate}
cpu_clock: {value: "1 GHz", source: none, class: estimate}
softmax: {value: "1 ns/B", source: none, class: estimate}
argmax: {value: "1 ns/B", source: none, class: estimate}
operating_point: any
operating_points:
  - name: any
    clock: {value: "1 GHz", source: none, class: estimate}
    voltage: {value: "1 V", source: none, class: estimate}
    idle: {value: "1 mW", source: none, class: estimate}
    infer: {value: "1 mW", source: none, class: estimate}
    cpu_active: {value: "1 mW", source: none, class: estimate}
"""
