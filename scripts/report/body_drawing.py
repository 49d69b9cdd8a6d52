"""The body of a run as a drawing: devices, the links it uses and how busy they are, and the segments placed on devices."""

import html
import math
import pathlib
import re

import pandas as pd
import yaml

PLACES = {"earbud": (170, 70), "glasses": (730, 70), "watch": (730, 400), "ring": (170, 400), "pendant": (450, 245)}
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"]
WIDTH, HEIGHT, CARD = 900, 500, 250


def drawing(results: pathlib.Path, run_id: str) -> str:
    """An SVG element; empty if the result directory does not know the run."""
    scenario = run_id.split("/")[0]
    resolved = results / f"resolved-{scenario}.yaml"
    resolved = resolved if resolved.is_file() else results / "resolved.yaml"
    if not resolved.is_file():
        return ""
    told = yaml.safe_load(resolved.read_text(encoding="utf-8"))
    devices = told["body"]["devices"]
    apps = {app["name"]: app for app in told["apps"]}
    segments, links, placed = (rows_of(results / name, run_id) for name in ("segments.csv", "links.csv", "apps.csv"))
    at = places([device["name"] for device in devices])
    colours = {app: COLOURS[i % len(COLOURS)] for i, app in enumerate(apps)}
    parts = [SILHOUETTE]
    for _, link in links.iterrows():
        parts.append(line(link, at))
    for device in devices:
        name = device["name"]
        lines = []
        for _, app in placed[placed["source_device"] == name].iterrows():
            lines.append(("senses", app["app"], apps[app["app"]]["sensor"]))
        for _, segment in segments[segments["device"] == name].iterrows():
            lines.append(("runs", segment["app"], f"layers {segment['first_layer']} to {segment['last_layer']}"))
        for _, app in placed[placed["target_device"] == name].iterrows():
            lines.append(("interacts", app["app"], apps[app["app"]]["interaction"]))
        parts.append(card(device, at[name], lines, colours))
    title = f"Body {told['body']['name']} under {run_id}: {len(devices)} devices, {len(links)} links in use"
    return (f'<svg class="body" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(title)}">'
            f"{''.join(parts)}</svg>")


def rows_of(path: pathlib.Path, run_id: str) -> pd.DataFrame:
    table = pd.read_csv(path)
    return table[table["run_id"] == run_id]


def places(names: list[str]) -> dict[str, tuple[float, float]]:
    """Where devices are drawn: on their place of the body, and on an ellipse when the body has others or several of a kind."""
    if set(names) <= set(PLACES):
        return {name: PLACES[name] for name in names}
    angle = [2 * math.pi * i / len(names) - math.pi / 2 for i in range(len(names))]
    return {name: (WIDTH / 2 + 310 * math.cos(a), HEIGHT / 2 + 190 * math.sin(a)) for name, a in zip(names, angle)}


SILHOUETTE = (
    '<g fill="#EEF1F4" stroke="none"><circle cx="450" cy="82" r="46"/>'
    '<path d="M450 132c70 0 104 22 112 66l26 150c3 18-24 24-29 6l-27-104v220H368V250l-27 104c-5 18-32 12-29-6l26-150'
    'c8-44 42-66 112-66z"/></g>'
)


def line(link: pd.Series, at: dict[str, tuple[float, float]]) -> str:
    one, other = next((a, b) for a in at for b in at if link["link"] == f"{a}-{b}")
    (x1, y1), (x2, y2) = at[one], at[other]
    x, y = x1 + 0.5 * (x2 - x1), y1 + 0.5 * (y2 - y1)
    busy = float(link["busy_ratio"])
    text = f"{100 * busy:.0f} % busy"
    return (f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#44515E" stroke-width="{1.5 + 5 * busy:.1f}"/>'
            f'<rect x="{x - 42:.0f}" y="{y - 13:.0f}" width="84" height="24" rx="12" fill="#FFF" stroke="#44515E"/>'
            f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" font-size="13">{text}</text>')


def card(device: dict, place: tuple[float, float], lines: list[tuple[str, str, str]], colours: dict[str, str]) -> str:
    height = 50 + 21 * max(1, len(lines))
    x = min(max(place[0] - CARD / 2, 2), WIDTH - CARD - 2)
    y = min(max(place[1] - height / 2, 2), HEIGHT - height - 2)
    parts = [f'<g class="device" transform="translate({x:.0f} {y:.0f})">'
             f'<rect width="{CARD}" height="{height}" rx="8" fill="#FFF" stroke="#44515E" stroke-width="1.2"/>'
             f'<text x="12" y="22" font-size="16" font-weight="600">{html.escape(device["name"])}</text>'
             f'<text x="{CARD - 12}" y="22" font-size="12.5" text-anchor="end" fill="#44515E">'
             f'{html.escape(str(device.get("accelerator", "no accelerator")))}</text>']
    if not lines:
        parts.append('<text x="12" y="49" font-size="13" fill="#44515E">not used</text>')
    for i, (does, app, what) in enumerate(lines):
        top = 49 + 21 * i
        what = re.sub(r"_", " ", what)
        parts.append(f'<rect x="12" y="{top - 11}" width="12" height="12" rx="2" fill="{colours[app]}" stroke="#222" stroke-width=".6"/>'
                     f'<text x="30" y="{top}" font-size="13"><tspan font-weight="600">{html.escape(app)}</tspan> '
                     f"{does}: {html.escape(what)}</text>")
    return "".join(parts) + "</g>"
