#!/usr/bin/env python3
"""Writes report.html into a result directory of scripts/reproduce: one file that needs no network.

It takes the tables and the figures that are there and says which are missing. Sentences and claims come from the tables.
"""

import argparse
import base64
import html
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "figures"))

import claim_text  # noqa: E402
import claims  # noqa: E402
import pandas as pd  # noqa: E402
import ratios  # noqa: E402
import readme_text  # noqa: E402
import run_data  # noqa: E402
import submitted  # noqa: E402
import suite_section  # noqa: E402
import tables  # noqa: E402
import timeline  # noqa: E402

RUN_COLUMNS = ["scenario", "planner", "policy", "status", "throughput_inf_per_s", "latency_mean_ms", "latency_p95_ms",
               "response_time_mean_ms", "sample_age_mean_ms", "power_mean_mw", "energy_per_inference_uj", "bottleneck_unit", "bottleneck_busy_ratio",
               "predicted_throughput_inf_per_s", "plan"]
SCRIPTS = ["page.js", "body.js", "timeline.js", "run.js"]  # in this order
DPI = 160  # of the PNGs
ALT = "Figure {name}: {caption}"


def provenance(results: pathlib.Path) -> str:
    told = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    commit = told.get("git_commit", "")[:12] + (" with local changes" if told.get("git_dirty") else "")
    return html.escape(f"{told['tool']} {told['version']}, commit {commit}, {told['compiler']}, run {told['utc_time']}.")


def summary(results: pathlib.Path) -> str:
    pairs = pd.read_csv(results / "ratios.csv")
    throughput, latency, power, matched, energy = (ratios.summary(pairs, claim) for claim in ratios.CLAIMS)
    if not throughput["pairs"]:
        return "<p>No workload has a feasible plan with Synergy and with a baseline.</p>"
    percent = tables.percent
    less = int((pairs["matched_power_change_ratio"] < -claim_text.SAME).sum())
    return (
        f"<p>Over {throughput['pairs']} pairs of workload and baseline, Synergy's plan and parallelisation give "
        f"<strong>{throughput['mean']:.1f}×</strong> the throughput on arithmetic average (paper: 23.0×), "
        f"{throughput['geometric_mean']:.1f}× in the geometric mean and {throughput['median']:.1f}× in the median. "
        f"The mean latency changes by <strong>{percent(latency['mean'])}</strong> (paper: {percent(-0.739)}; median "
        f"{percent(latency['median'])}).</p>"
        f"<p>The abstract does not say which power falls by 15.8 %. Run as fast as it can, our body draws "
        f"{percent(power['mean'])}; at the same work the mean change is <strong>{percent(matched['mean'])}</strong>, and it draws less "
        f"in {less} of {matched['pairs']} pairs; the energy of an inference changes by {percent(energy['mean'])}.</p>"
    )


def origin() -> str:
    head, *rows = readme_text.table_rows(readme_text.section("Paper, reconstruction, ours", readme_text.CHOICES))
    body = "".join(f"<tr><td>{item}</td><td>{source}</td></tr>" for item, source in rows)
    choices = readme_text.section("Paper, reconstruction, ours", readme_text.CHOICES).split("Choices of ours that matter", 1)[-1]
    items = "".join(f"<li>{readme_text.inline(item)}</li>" for item in choices.split("\n* ")[1:])
    return (f'<div class="wide" tabindex="0" role="region" aria-labelledby="origin-caption"><table><caption id="origin-caption">Where '
            f'what comes from</caption><thead><tr><th scope="col">{head[0]}</th><th scope="col">{head[1]}</th></tr></thead>'
            f"<tbody>{body}</tbody></table></div><p>Choices of ours that matter:</p><ul>{items}</ul>")


def drawn_width(image: pathlib.Path) -> float:
    """CSS pixels at which its letters have the size they were drawn for."""
    data = image.read_bytes()
    if image.suffix == ".svg":
        return float(re.search(rb'<svg[^>]*? width="([\d.]+)pt"', data)[1]) * 96 / 72
    return int.from_bytes(data[16:20], "big") * 96 / DPI


def figures(results: pathlib.Path) -> str:
    listed = results / "figures" / "captions.csv"
    if not listed.is_file():
        return "<p>No figures were drawn: scripts/figures/make.py draws them.</p>"
    parts = []
    for name, caption in pd.read_csv(listed).itertuples(index=False):
        image = results / "figures" / f"{name}.svg"
        kind = "svg+xml"
        if not image.is_file():
            image, kind = image.with_suffix(".png"), "png"
        if not image.is_file():
            continue
        data = base64.b64encode(image.read_bytes()).decode()
        alt = html.escape(ALT.format(name=name.replace("_", " "), caption=caption))
        parts.append(f'<figure id="figure-{tables.slug(name)}"><div class="picture" tabindex="0" role="region" '
                     f'aria-label="{html.escape(name.replace("_", " "))}"><img alt="{alt}" style="--drawn:{drawn_width(image):.0f}px" src="data:image/{kind};base64,{data}"></div>'
                     f"<figcaption>{html.escape(caption)}</figcaption></figure>")
    return "\n".join(parts)


def all_tables(results: pathlib.Path) -> str:
    runs = pd.read_csv(results / "runs.csv")
    parts = [tables.sortable(runs[[c for c in RUN_COLUMNS if c in runs]],
                             "All runs of the reproduction: each planner under its own policy.")]
    infeasible = runs[runs["status"] != "ok"]
    if not infeasible.empty:
        reasons = infeasible[["scenario", "planner", "status", "reasons"]]
        parts.append(tables.sortable(reasons.assign(reasons=reasons["reasons"].str.split("; ").str[0]),
                                     "Runs without a result, with the first of their reasons."))
    parts.append(tables.sortable(pd.read_csv(results / "ratios.csv"), "Synergy against each baseline on each workload."))
    parts.append(claims.definitions_table(results))
    parts.append(claims.orders_tables(results))
    parts.append(claims.variants_table(results))
    parts.append(claims.rankings_table(results))
    matrix = results / "matrix" / "runs.csv"
    if matrix.is_file():
        cells = pd.read_csv(matrix)
        parts.append(tables.sortable(cells[[c for c in RUN_COLUMNS[:RUN_COLUMNS.index("bottleneck_unit")] if c in cells]], "Every planner under every policy."))
    for name, caption in (("dynamics/claims.csv", "Bodies that change: Synergy and the baselines, all of which plan again whenever something changes."),
                          ("dynamics/triggers.csv", "Bodies that change: Synergy under every trigger of replanning and both bounds."),
                          ("link_throughput.csv", "Bluetooth LE: published throughput and ours."),
                          ("link_currents.csv", "Bluetooth LE: published mean current of an idle connection and ours.")):
        if (results / name).is_file():
            parts.append(tables.sortable(pd.read_csv(results / name), caption))
    return "\n".join(parts)


def page(results: pathlib.Path, run_id: str) -> str:
    runs = run_data.gather(results)
    if run_id not in runs["runs"]:
        run_id = next(iter(runs["runs"]))
    filled = {
        "css": (HERE / "page.css").read_text(encoding="utf-8"),
        "js": "\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
        "provenance": provenance(results),
        "summary": summary(results),
        "claims": claims.claim_table(results),
        "origin": origin(),
        "figures": figures(results),
        "submitted": submitted.section(results),
        "suite": suite_section.section(results),
        "run_id": html.escape(run_id),
        "rounds": str(timeline.ROUNDS),
        "tables": all_tables(results),
        "runs": json.dumps(runs, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
    }
    text = (HERE / "page.html").read_text(encoding="utf-8")
    for key, value in filled.items():
        text = text.replace("{{" + key + "}}", value)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--in", dest="results", type=pathlib.Path, default=pathlib.Path("results"), metavar="DIR",
                        help="result directory of scripts/reproduce (default: results)")
    parser.add_argument("--out", type=pathlib.Path, metavar="FILE", help="default: report.html in the result directory")
    parser.add_argument("--run", default="w2/synergy/adaptive/0", metavar="RUN_ID",
                        help="the run to show first (default: w2/synergy/adaptive/0)")
    options = parser.parse_args()
    for needed in ("manifest.json", "runs.csv", "ratios.csv"):
        if not (options.results / needed).is_file():
            sys.exit(f"{options.results / needed} is not there: scripts/reproduce writes it")
    out = options.out or options.results / "report.html"
    out.write_text(page(options.results, options.run), encoding="utf-8", newline="\n")
    print(f"wrote {out}")


if __name__ == "__main__":
    main()
