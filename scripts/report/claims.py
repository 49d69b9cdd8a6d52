"""The claim table: every claim of the paper's abstract beside ours, what is excluded, and what moves it."""

import html
import math
import pathlib
import re

import claim_text
import pandas as pd
import ratios
import readme_text
import tables

CLAIM_NAMES = {column: name for name, column in claim_text.CLAIMS.items()}  # of claims.csv, by column of ratios.csv
NOTABLE = 0.01  # what moves a claim by a smaller share is only counted


def shown(claim: ratios.Claim, value: float) -> str:
    return tables.percent(value) if claim.change else f"{value:.3g}×"


def verdict(claim: ratios.Claim, summary: dict[str, float]) -> tuple[str, str]:
    """Does the claim reproduce? By rule, the same for all claims: the side of "no difference" that the summaries are on."""
    ours = {"mean": summary["mean"], "geometric mean": summary["geometric_mean"], "median": summary["median"]}
    neutral = 0.0 if claim.change else 1.0
    same = [name for name, value in ours.items() if (value > neutral) == (claim.paper > neutral)]
    if not same:
        return "no", "Does not reproduce: all our summaries point the other way."
    if len(same) < len(ours):
        return "partly", f"Direction reproduces in the {' and the '.join(same)} only."
    low, high = min(ours.values()), max(ours.values())
    if low <= claim.paper <= high:
        names = sorted(ours, key=lambda name: ours[name])
        return "yes", (f"Direction reproduces; the paper's figure lies between our {names[0]} and our {names[-1]}.")
    nearest = min(ours, key=lambda name: abs(ours[name] - claim.paper))
    return "yes", f"Direction reproduces; size differs, nearest is our {nearest} ({shown(claim, ours[nearest])})."


def claim_table(results: pathlib.Path) -> str:
    pairs = pd.read_csv(results / "ratios.csv")
    told = claim_text.read(results)
    reasons = {topic: readme_text.inline(sentence(topic, text)) for topic, text in claim_text.topics(told).items()}
    means = claim_text.meanings(told)
    own = claim_text.of_definition(told, "paired")
    variants, moved = list(ratios.variants(results).values()), ratios.moved_numbers(results)
    rows = []
    for claim in ratios.CLAIMS:
        summary = ratios.summary(pairs, claim)
        if not summary["pairs"]:
            rows.append(f'<tr><th scope="row">{claim.title}</th><td colspan="8">no pair has a feasible plan</td></tr>')
            continue
        kind, text = verdict(claim, summary)
        rows.append(
            f'<tr class="claim"><th scope="row">{html.escape(claim.title)}</th><td class="number">{shown(claim, claim.paper)}</td>'
            + "".join(f'<td class="number">{shown(claim, summary[key])}</td>' for key in ("mean", "geometric_mean", "median"))
            + f'<td class="number">{from_table(claim, own, "{per_baseline_ratio}")}</td>'
            f'<td class="number">{shown(claim, summary["least"])} to {shown(claim, summary["most"])}</td>'
            f'<td class="number">{from_table(claim, own, "{order_median_ratio} ({order_min_ratio} to {order_max_ratio})")}</td>'
            f'<td class="number">{summary["pairs"]}</td></tr>'
            f'<tr class="why"><td colspan="9"><p><span class="verdict {kind}">{text}</span> '
            f'{html.escape(means.get(CLAIM_NAMES[claim.column], ""))} {reasons.get(claim.topic, "")}</p>'
            f"{sensitivity(variants, moved, claim, summary['geometric_mean'])}</td></tr>"
        )
    return (
        '<div class="wide" tabindex="0" role="region" aria-labelledby="claims-caption"><table class="claims">'
        '<caption id="claims-caption">The claims of the abstract against ours: Synergy relative to the seven baselines '
        f"(reconstructed), {describe(pairs)}</caption>"
        '<thead><tr><th scope="col">claim</th><th scope="col" class="number">paper (mean)</th>'
        + "".join(f'<th scope="col" class="number">our {name}</th>' for name in ("mean", "geometric mean", "median"))
        + '<th scope="col" class="number">our ratio per baseline</th><th scope="col" class="number">our range</th>'
        '<th scope="col" class="number">our geometric mean over the orders of devices: median (range)</th>'
        '<th scope="col" class="number">pairs</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{excluded(pairs)}"
        + "".join(f"<p>{reasons[topic]}</p>" for topic in ("The paper's three numbers", "Listing order") if topic in reasons)
    )


def from_table(claim: ratios.Claim, own: dict[str, claim_text.Row], pattern: str) -> str:
    """Values of the claim's row of claims.csv in a pattern that names their columns; empty where one is missing."""
    row = own.get(CLAIM_NAMES[claim.column], {})
    columns = re.findall(r"{(\w+)}", pattern)
    if not all(row.get(column) for column in columns):
        return ""
    return pattern.format(**{column: shown(claim, float(row[column])) for column in columns})


def sentence(topic: str, text: str) -> str:
    """A topic's text as a sentence of its own."""
    return f"Power is {text}" if topic == "Power" else text[:1].upper() + text[1:]


def definitions_table(results: pathlib.Path) -> str:
    """Every claim under every definition; empty if claims.csv is not there."""
    file = results / "claims.csv"
    if not file.is_file():
        return ""
    table = pd.read_csv(file).rename(columns={"excluded": "pairs_left_out"})  # which ones, in words; excluded_count: how many
    return tables.sortable(table, "Every claim under every definition (ours), with the pairs in which Synergy is better, and "
                           "the range of the geometric mean over the orders of the devices.")


def orders_tables(results: pathlib.Path) -> str:
    """How far the order of the devices moves claims and planners; empty if no order was tried."""
    captions = {"order_claims.csv": "The claims over the orders of the devices, by workload: as the body lists them (shipped), least, "
                                    "median, most.",
                "order_planners.csv": "The throughput of every planner over the orders of the devices, and how many plans it makes."}
    return "\n".join(tables.sortable(pd.read_csv(results / name), caption)
                     for name, caption in captions.items() if (results / name).is_file())


def describe(pairs: pd.DataFrame) -> str:
    count = pairs["throughput_ratio"].notna().sum()
    return f"{count} of {len(pairs)} pairs of workload and baseline; {len(pairs) - count} excluded."


def excluded(pairs: pd.DataFrame) -> str:
    gone = pairs[pairs["throughput_ratio"].isna()]
    if gone.empty:
        return "<p>No pair is excluded.</p>"
    items = []
    for (workload, why), group in gone.groupby(["scenario", gone["excluded_because"].fillna("").str.split(": ").str[-1]]):
        items.append(f"<li>{html.escape(workload)}: {html.escape(', '.join(group['baseline']))} ({html.escape(why)})</li>")
    return ("<p>Excluded, because a ratio to a planner without a feasible plan does not exist (the reasons stand in the table of "
            f"all runs):</p><ul>{''.join(items)}</ul>")


Variants = list[tuple[str, str, pd.DataFrame]]  # label, assumption, pairs


def sensitivity(variants: Variants, moved: list[ratios.Moved], claim: ratios.Claim, base: float) -> str:
    """What moves the claim's geometric mean, and how far: assumptions, then uncertain profile numbers; what turns it around."""
    # Everything the claim was tried with: what it is, and the geometric mean with it.
    tried = [(label, ratios.summary(rows, claim)) for label, _, rows in variants]
    tried = [(label, found["geometric_mean"]) for label, found in tried if found["pairs"]]
    for number in moved:
        swing = number.swing(claim)
        title = ratios.number_title(number.number)
        tried += [(f"{title} {getattr(number, bound)}", swing[bound]) for bound in ("low", "high") if swing]
    neutral = 0.0 if claim.change else 1.0
    turned = [f"{label} ({shown(claim, value)})" for label, value in tried if (value > neutral) != (base > neutral)]
    verdict_on_direction = f"Turned around by: {'; '.join(turned)}." if turned else "None of them turns its direction around."
    if not tried:
        verdict_on_direction = "Nothing else was tried."
    return (f"<p><strong>Assumptions that move it</strong> (geometric mean): {assumptions(variants, claim, base)}</p>"
            f"<p><strong>Uncertain profile numbers that move it</strong> (likewise): {profile_numbers(moved, claim)} "
            f"{html.escape(verdict_on_direction)}</p>")


def assumptions(variants: Variants, claim: ratios.Claim, base: float) -> str:
    """How far every assumption moves the claim, the widest first."""
    spans: dict[str, list[tuple[float, str]]] = {}
    for label, assumption, rows in variants:
        summary = ratios.summary(rows, claim)
        if summary["pairs"]:
            spans.setdefault(assumption, []).append((summary["geometric_mean"], label))

    def width(points: list[tuple[float, str]]) -> float:
        values = [math.log(value + 1 if claim.change else value) for value in [base, *(value for value, _ in points)]]
        return max(values) - min(values)

    parts = []
    for assumption, points in sorted(spans.items(), key=lambda item: -width(item[1])):
        low, high = min(points), max(points)
        values = f"{shown(claim, low[0])} ({low[1]})"
        if len(points) > 1:
            values += f" to {shown(claim, high[0])} ({high[1]})"
        parts.append(f"{assumption} {html.escape(values)}")
    return "; ".join(parts) + "." if parts else "no variant was run."


def profile_numbers(moved: list[ratios.Moved], claim: ratios.Claim) -> str:
    """The uncertain profile numbers that move the claim by 1 % or more, each alone from its low to its high."""
    if not moved:
        return "synergy-sim sensitivity was not run."
    far = sorted((number for number in moved if number.span(claim) >= NOTABLE), key=lambda number: -number.span(claim))
    parts = []
    for number in far:
        swing = number.swing(claim)
        ends = [f"{shown(claim, swing[bound])} ({getattr(number, bound)})" for bound in ("low", "high")]
        parts.append(html.escape(f"{ratios.number_title(number.number)} {' to '.join(ends)}"))
    workloads = sorted(moved[0].pairs["base"]["scenario"].unique())
    rest = f"{len(moved) - len(far)} of {len(moved)} numbers move it by less than {100 * NOTABLE:.0f} % ({', '.join(workloads)})."
    return f"{'; '.join(parts)}. {rest}" if parts else rest


def rankings_table(results: pathlib.Path) -> str:
    """Which planners swap when an uncertain number moves; empty if `synergy-sim sensitivity` has not run."""
    files = sorted((results / "sensitivity").glob("*/rankings.csv"))
    if not files:
        return ""
    rows = pd.concat([pd.read_csv(file) for file in files])
    swaps = rows[rows["changed"] == "y"]
    if swaps.empty:
        return "<p>No two planners swap by any metric when an uncertain profile number is moved.</p>"
    listed = swaps[["scenario", "metric", "number", "low_swapped", "high_swapped"]].fillna("")
    listed = listed.rename(columns={"low_swapped": "swapped at its low", "high_swapped": "swapped at its high"})
    return tables.sortable(listed, "Planners that swap in the ranking by a metric when an uncertain profile number is moved alone: "
                           f"{len(swaps)} of {len(rows)} rankings change. a > b: a is better now, and was not.")


def variants_table(results: pathlib.Path) -> str:
    """Every variant's claims in a row."""
    rows = [("as reproduced", "", pd.read_csv(results / "ratios.csv")), *ratios.variants(results).values()]
    listed = []
    means = {row["label"]: row["means"] for row in ratios.assumptions().values()}
    for label, assumption, pairs in rows:
        row = {"variant": label, "assumption": assumption or "base"}
        for claim in ratios.CLAIMS:
            summary = ratios.summary(pairs, claim)
            name = claim.title.lower()
            scale = 100 if claim.change else 1
            unit = "%" if claim.change else "ratio"
            row[f"{name}, geometric mean ({unit})"] = scale * summary.get("geometric_mean", math.nan)
            row[f"{name}, median ({unit})"] = scale * summary.get("median", math.nan)
        summary = ratios.summary(pairs, ratios.CLAIMS[0])
        row |= {"pairs": summary["pairs"], "excluded": summary["excluded"], "what it means": means.get(label, "")}
        listed.append(row)
    return tables.sortable(pd.DataFrame(listed), "The claims under other assumptions (ours).")
