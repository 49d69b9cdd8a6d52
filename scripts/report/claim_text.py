"""What there is to say about the claims, in Markdown, every number of it from result tables. Needs no package.

Reads claims.csv, ratios.csv, order_claims.csv, order_planners.csv and what_moves.csv of a result directory of
scripts/reproduce; what a missing table would say is left out.
"""

import csv
import dataclasses
import math
import pathlib

TABLES = ["claims.csv", "ratios.csv", "order_claims.csv", "order_planners.csv", "what_moves.csv"]
THROUGHPUT, LATENCY = "throughput ratio", "latency change"
AS_FAST, MATCHED, ENERGY = "power change, each as fast as it can", "power change at matched load", "energy per inference change"
CLAIMS = {THROUGHPUT: "throughput_ratio", LATENCY: "latency_change_ratio", AS_FAST: "power_change_ratio",
          MATCHED: "matched_power_change_ratio", ENERGY: "energy_change_ratio"}  # and their column in ratios.csv
SUMMARIES = {"mean_ratio": "arithmetic mean", "geometric_mean_ratio": "geometric mean", "per_baseline_ratio": "ratio per baseline",
             "median_ratio": "median"}
SAME = 1e-3  # closer to no difference counts as none, as in claims.csv
NEAR = 0.05  # as near as this to a figure of the paper, as a share of the ratio, counts as meeting it
FAR = 0.05  # a profile number that moves the throughput ratio by this share is named

Row = dict[str, str]


@dataclasses.dataclass
class Results:
    """The tables, each a list of rows; empty if there is none."""

    claims: list[Row]
    ratios: list[Row]
    order_claims: list[Row]
    order_planners: list[Row]
    what_moves: list[Row]


def read(folder: pathlib.Path) -> Results:
    def rows(name: str) -> list[Row]:
        file = folder / name
        if not file.is_file():
            return []
        with file.open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    return Results(*(rows(name) for name in TABLES))


def is_change(claim: str) -> bool:
    return claim != THROUGHPUT


def value(row: Row, column: str) -> float:
    return float(row[column]) if row.get(column) else math.nan


def shown(claim: str, number: float) -> str:
    """17.3x, or -15.8 %"""
    if math.isnan(number):
        return "-"
    return f"{100 * number:+.1f} %" if is_change(claim) else f"{digits(number)}x"


def digits(number: float) -> str:
    """Three significant digits, zeros too: 3.00, 17.3, 511."""
    return f"{number:.{max(0, 2 - math.floor(math.log10(abs(number))))}f}" if number else "0"


def distance(claim: str, ours: float, paper: float) -> float:
    """How far two figures lie apart as ratios: the absolute logarithm."""
    ours, paper = (figure + 1 if is_change(claim) else figure for figure in (ours, paper))
    return abs(math.log(ours / paper))


def joined(parts: list[str], last: str = " and ") -> str:
    return last.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def pair(row: Row) -> str:
    return f"{row['scenario']} `{row['baseline']}`"


def of_definition(results: Results, definition: str) -> dict[str, Row]:
    return {row["claim"]: row for row in results.claims if row["definition"] == definition}


def definitions(results: Results) -> list[str]:
    return list(dict.fromkeys(row["definition"] for row in results.claims))


def definition_name(definition: str) -> str:
    """How a sentence names it: "as paired", "both under adaptive", "with sensing latest"."""
    if definition.startswith("both_"):
        return f"both under {definition.removeprefix('both_')}"
    if definition.startswith("sensing_"):
        return f"as paired, sensing {definition.removeprefix('sensing_')}"
    return "as paired"


def counted(row: Row) -> tuple[int, int, int, int]:
    """Pairs: all, those in which Synergy is better, the same, worse."""
    all_pairs, better, same = (int(row[column]) for column in ("pair_count", "better_count", "equal_count"))
    return all_pairs, better, same, all_pairs - better - same


def worse_pairs(results: Results, claim: str) -> list[Row]:
    """The pairs in which Synergy is worse, the worst first."""
    sign = 1 if is_change(claim) else -1
    neutral = 0 if is_change(claim) else 1
    column = CLAIMS[claim]
    found = [row for row in results.ratios if row[column] and sign * (value(row, column) - neutral) > SAME]
    return sorted(found, key=lambda row: -sign * value(row, column))


def table(head: list[str], rows: list[list[str]]) -> str:
    numeric = [all(row[column][:1] in "+-0123456789" for row in rows) for column in range(len(head))]
    lines = [head, ["---:" if right else "---" for right in numeric], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def claim_rows(results: Results) -> str:
    """The claim table."""
    rows = []
    for claim, row in of_definition(results, "paired").items():
        all_pairs, better, same, _ = counted(row)
        orders = "-"
        if row.get("order_count"):
            orders = joined([shown(claim, value(row, f"order_{end}_ratio")) for end in ("min", "median", "max")], ", ")
        rows.append([claim, shown(claim, value(row, "paper_ratio")), *(shown(claim, value(row, key)) for key in SUMMARIES),
                     f"{shown(claim, value(row, 'min_ratio'))} to {shown(claim, value(row, 'max_ratio'))}",
                     f"{better} of {all_pairs}" + (f", {same} same" if same else ""), row["excluded_count"], orders])
    return table(["claim", "paper", "mean", "geometric mean", "per baseline", "median", "range", "better in", "excluded",
                  "geometric mean over device orders: least, median, most"], rows)


def meanings(results: Results) -> dict[str, str]:
    """By claim, one sentence for its row of the claim table."""
    return {claim: row["meaning"].split("; ")[0] + "." for claim, row in of_definition(results, "paired").items()}


def condition(results: Results, definition: str) -> str:
    """Under which conditions a definition compares, half a sentence."""
    return of_definition(results, definition)[THROUGHPUT]["meaning"].split("; ", 1)[1].rstrip(".")


def definition_rows(results: Results) -> str:
    """The claims under every definition, a row each, and what it means."""
    rows = []
    for definition in definitions(results):
        claims = of_definition(results, definition)
        cells = [definition.replace("_", " ", 1)]
        for claim in (THROUGHPUT, LATENCY, MATCHED):
            cells.append(", ".join(shown(claim, value(claims[claim], key))
                                   for key in ("mean_ratio", "geometric_mean_ratio", "per_baseline_ratio")))
        cells += [claims[THROUGHPUT]["pair_count"], claims[THROUGHPUT]["excluded_count"], condition(results, definition)]
        rows.append(cells)
    return table(["definition", "throughput: mean, geometric, per baseline", "latency, likewise", "power at matched load, likewise",
                  "pairs", "excluded", "what is compared"], rows)


def nearest(results: Results) -> str:
    """Which definitions come nearest to the paper's three numbers, and whether one gives all."""
    found = []  # by definition, kind of mean and power: the three distances and the three values
    for definition in definitions(results):
        claims = of_definition(results, definition)
        for summary, name in SUMMARIES.items():
            for power in (AS_FAST, MATCHED, ENERGY):
                rows = [claims[claim] for claim in (THROUGHPUT, LATENCY, power)]
                values = [value(row, summary) for row in rows]
                if any(math.isnan(number) for number in values):
                    continue
                far = [distance(row["claim"], number, value(row, "paper_ratio")) for row, number in zip(rows, values)]
                found.append((far, [row["claim"] for row in rows], values, f"{name}, {definition_name(definition)}"))
    if not found:
        return ""
    best = []
    for which, what in enumerate(("throughput", "latency", "power")):
        far, names, values, how = min(found, key=lambda one: one[0][which])
        paper = {THROUGHPUT: 23.0, LATENCY: -0.739}.get(names[which], -0.158)
        extra = f", {names[which]}" if what == "power" else ""
        verb = "" if best else "comes "
        best.append(f"to {shown(names[which], paper)} {what} {verb}the {how}{extra} ({shown(names[which], values[which])})")
    together = min(found, key=lambda one: sum(one[0]))
    all_three = joined([shown(name, number) for name, number in zip(together[1], together[2])])
    meets = [one for one in found if max(one[0]) <= NEAR]
    verdict = (f"One definition gives all three numbers of the paper within {100 * NEAR:.0f} %." if meets else
               f"No single definition gives the paper's three numbers (each within {100 * NEAR:.0f} %).")
    return f"{verdict} Nearest {'; '.join(best)}. Nearest to all three at once is the {together[3]}, {together[1][2]}: {all_three}."


def topics(results: Results) -> dict[str, str]:
    """Sentences that explain the claims, by topic; a topic without results is not there."""
    claims = of_definition(results, "paired")
    said = {}
    if int(claims.get(THROUGHPUT, {}).get("pair_count") or 0):
        said = {"Throughput": throughput(results, claims[THROUGHPUT]), "Latency": latency(results, claims[LATENCY]),
                "Power": power(results, claims)}
        said["The paper's three numbers"] = nearest(results)
        said["Listing order"] = listing_order(results, claims)
        said["What moves it"] = what_moves(results)
    return {topic: text for topic, text in said.items() if text}


def throughput(results: Results, row: Row) -> str:
    cutting = ("max_dev", "pri_max_dev")
    counts = [r for r in results.ratios if r["throughput_ratio"]]
    all_pairs, better, same, worse = counted(row)
    text = f"Synergy is faster in {better} of {all_pairs} pairs" + (f", the same in {same}" if same else "")
    text += f", slower in {worse}" if worse else ""
    text += f". The arithmetic mean is {shown(THROUGHPUT, value(row, 'mean_ratio'))}"
    rest = [value(r, "throughput_ratio") for r in counts if r["baseline"] not in cutting]
    if rest and len(rest) < len(counts):
        most = max(counts, key=lambda r: value(r, "throughput_ratio"))
        text += (f"; without `max_dev` and `pri_max_dev`, which cut a model as often as they can and send every cut tensor over "
                 f"Bluetooth, it is {shown(THROUGHPUT, sum(rest) / len(rest))} (the largest ratio, "
                 f"{shown(THROUGHPUT, value(most, 'throughput_ratio'))}, is that of {pair(most)})")
    return (f"{text}. The geometric mean ({shown(THROUGHPUT, value(row, 'geometric_mean_ratio'))}) and the median "
            f"({shown(THROUGHPUT, value(row, 'median_ratio'))}) are the fairer summary.")


def latency(results: Results, row: Row) -> str:
    all_pairs, better, same, worse = counted(row)
    text = f"Synergy's mean latency is lower in {better} of {all_pairs} pairs" + (f", the same in {same}" if same else "")
    if not worse:
        return text + "."
    listed = [f"{pair(r)} {shown(LATENCY, value(r, CLAIMS[LATENCY]))} at {shown(THROUGHPUT, value(r, 'throughput_ratio'))} the throughput"
              for r in worse_pairs(results, LATENCY)]
    return (f"{text}, higher in {worse}: {joined(listed)}. Synergy keeps several inferences in flight, so that each waits for "
            "others; such pairs pull the arithmetic mean up.")


def power(results: Results, claims: dict[str, Row]) -> str:
    fast, matched, energy = claims[AS_FAST], claims[MATCHED], claims[ENERGY]
    text = (f"not defined in the abstract. As fast as it can, at {shown(THROUGHPUT, value(claims[THROUGHPUT], 'geometric_mean_ratio'))} "
            f"the throughput, the body draws {shown(AS_FAST, value(fast, 'geometric_mean_ratio'))} (geometric mean); it draws more in "
            f"{counted(fast)[3]} of {fast['pair_count']} pairs.")
    all_pairs, better, same, worse = counted(matched)
    if all_pairs:
        text += (f" At the same work (`periodic`, both at the baseline's throughput) it draws less in {better} of {all_pairs} pairs, "
                 f"the same to 0.1 % in {same} and more in {worse}")
        listed = [f"{pair(r)} {shown(MATCHED, value(r, CLAIMS[MATCHED]))}" for r in worse_pairs(results, MATCHED)]
        text += (f" ({joined(listed)})" if listed else "") + f": {shown(MATCHED, value(matched, 'geometric_mean_ratio'))} in the geometric mean."
    all_pairs, better, _, _ = counted(energy)
    return (f"{text} Energy per inference falls in {better} of {all_pairs} pairs "
            f"({shown(ENERGY, value(energy, 'geometric_mean_ratio'))}), as idle power is shared by more inferences.")


def listing_order(results: Results, claims: dict[str, Row]) -> str:
    rows = {(r["scenario"], r["claim"]): r for r in results.order_claims if r["summary"] == "geometric_mean" and r["order_count"]}
    whole = rows.get(("all", THROUGHPUT))
    if not whole:
        return ""
    row = claims[THROUGHPUT]
    parts = [f"{scenario} {shown(THROUGHPUT, value(r, 'min_ratio'))} to {shown(THROUGHPUT, value(r, 'max_ratio'))} "
             f"({shown(THROUGHPUT, value(r, 'shipped_ratio'))} as shipped)"
             for (scenario, claim), r in rows.items() if claim == THROUGHPUT and scenario != "all"]
    baselines = [r for r in results.order_planners if r["planner"] != "synergy" and r["min_throughput_inf_per_s"]]
    text = (f"the baselines take the first listed device that will do, so the order of the body's device list moves the claim. Over "
            f"{whole['order_count']} orders the throughput ratio (geometric mean) is {shown(THROUGHPUT, value(row, 'order_min_ratio'))} "
            f"to {shown(THROUGHPUT, value(row, 'order_max_ratio'))}, median {shown(THROUGHPUT, value(row, 'order_median_ratio'))}, and "
            f"{shown(THROUGHPUT, value(whole, 'shipped_ratio'))} as shipped; {', '.join(parts)}.")
    if baselines:
        far = max(baselines, key=lambda r: value(r, "max_throughput_inf_per_s") / value(r, "min_throughput_inf_per_s"))
        text += (f" The farthest moves {pair({**far, 'baseline': far['planner']})}: {digits(value(far, 'min_throughput_inf_per_s'))} to "
                 f"{digits(value(far, 'max_throughput_inf_per_s'))} inferences/s.")
    moved = [f"{r['scenario']} ({value(r, 'min_throughput_inf_per_s'):.4g} to {value(r, 'max_throughput_inf_per_s'):.4g} inferences/s)"
             for r in results.order_planners if r["planner"] == "synergy"
             and value(r, "max_throughput_inf_per_s") > (1 + SAME) * value(r, "min_throughput_inf_per_s")]
    still = "Synergy itself moves on no workload by 0.1 %."
    return f"{text} " + (f"Synergy itself moves on {joined(moved)}." if moved else still)


def moved_rows(results: Results, kind: str, claim: str) -> list[Row]:
    return [r for r in results.what_moves if r["kind"] == kind and r["claim"] == claim and r["geometric_mean_ratio"]]


def what_moves(results: Results) -> str:
    base = next(iter(moved_rows(results, "base", THROUGHPUT)), None)
    assumptions = moved_rows(results, "assumption", THROUGHPUT)
    if base is None or not assumptions:
        return ""
    whole = value(base, "geometric_mean_ratio")

    def far(row: Row) -> float:
        return distance(THROUGHPUT, value(row, "geometric_mean_ratio"), whole)

    furthest = [f"{r['label']} ({shown(THROUGHPUT, value(r, 'geometric_mean_ratio'))})" for r in sorted(assumptions, key=far)[::-1][:3]]
    text = (f"each assumption alone, everything else as shipped, in the table below. Of {len(assumptions)}, three move the geometric mean "
            f"of {shown(THROUGHPUT, whole)} most: {joined(furthest)}.")
    numbers = [r for r in moved_rows(results, "number", THROUGHPUT) if far(r) >= FAR]
    listed = [f"{r['label']} ({shown(THROUGHPUT, value(r, 'geometric_mean_ratio'))})" for r in sorted(numbers, key=far)[::-1]]
    if moved_rows(results, "number", THROUGHPUT):
        text += (f" Uncertain profile numbers that move it by {100 * FAR:.0f} % or more, each alone: {joined(listed)}." if listed else
                 f" No uncertain profile number moves it by {100 * FAR:.0f} %.")
    return text + turned(results)


def turned(results: Results) -> str:
    """Who turns the direction of a claim around, of all assumptions and numbers."""
    found = []
    for claim in CLAIMS:
        neutral = 0 if is_change(claim) else 1
        base = next(iter(moved_rows(results, "base", claim)), None)
        for row in [*moved_rows(results, "assumption", claim), *moved_rows(results, "number", claim)]:
            now, before = value(row, "geometric_mean_ratio"), value(base, "geometric_mean_ratio") if base else math.nan
            if (now > neutral) != (before > neutral):
                found.append(f"{row['label']} turns {claim} ({shown(claim, now)})")
    return f" Directions change: {'; '.join(found)}." if found else " None of them alone turns the direction of a claim around."


def assumption_rows(results: Results) -> str:
    """What moves the claims: a row per assumption, with what it means."""
    labels = list(dict.fromkeys(r["label"] for r in results.what_moves if r["kind"] in ("base", "assumption")))
    if len(labels) < 2:
        return ""
    by_key = {(r["label"], r["claim"]): r for r in results.what_moves if r["kind"] in ("base", "assumption")}
    rows = []
    for label in labels:
        first = by_key[label, THROUGHPUT]
        rows.append([label, *(shown(claim, value(by_key[label, claim], "geometric_mean_ratio")) for claim in CLAIMS),
                     first["pair_count"], first["excluded_count"], first["means"]])
    return table(["assumption", *CLAIMS, "pairs", "excluded", "what it means"], rows)
