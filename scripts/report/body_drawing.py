"""The body of a run as a drawing: devices, the links it uses and how busy they are, and the segments placed on devices."""

import html
import pathlib
import re
import urllib.parse

import pandas as pd
import yaml

COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"]
# Where devices of body4 and body5_hetero are worn: side of the drawing and row. Others fill the sides in turn.
WORN = {"earbud": (0, 0), "glasses": (1, 0), "ring": (0, 1), "watch": (1, 1), "pendant": (0.5, 0.5)}
CARD, LINE, GAP, MARGIN = 258, 21, 66, 6
LINK = "#44515E"
SILHOUETTE = (
    '<g class="silhouette" fill="#EEF1F4" transform="translate(450 {middle:.0f})"><circle cy="-168" r="46"/>'
    '<path d="M0-118c70 0 104 22 112 66l26 150c3 18-24 24-29 6L82 0v220h-164V0l-27 104c-5 18-32 12-29-6l26-150'
    'c8-44 42-66 112-66z"/></g>'
)

Card = tuple[float, float, float]  # left, top, height


def drawing(results: pathlib.Path, run_id: str) -> str:
    """Two SVG elements, for wide and for narrow screens; empty if the result directory does not know the run."""
    scenario = run_id.rsplit("/", 3)[0]
    resolved = results / f"resolved-{urllib.parse.quote(scenario, safe='')}.yaml"
    resolved = resolved if resolved.is_file() else results / "resolved.yaml"
    if not resolved.is_file():
        return ""
    told = yaml.safe_load(resolved.read_text(encoding="utf-8"))
    devices = told["body"]["devices"]
    apps = {app["name"]: app for app in told["apps"]}
    segments, links, placed = (rows_of(results / name, run_id) for name in ("segments.csv", "links.csv", "apps.csv"))
    colours = {app: COLOURS[i % len(COLOURS)] for i, app in enumerate(apps)}
    lines = {device["name"]: [] for device in devices}
    for _, app in placed.iterrows():
        lines[app["source_device"]].append((app["app"], "senses: " + apps[app["app"]]["sensor"]))
    for _, segment in segments.iterrows():
        lines[segment["device"]].append((segment["app"], f"layers {segment['first_layer']} to {segment['last_layer']}"))
    for _, app in placed.iterrows():
        lines[app["target_device"]].append((app["app"], "interacts: " + apps[app["app"]]["interaction"]))
    title = html.escape(f"Body {told['body']['name']} under {run_id}: {len(devices)} devices, {len(links)} links in use")
    heights = {name: 50 + LINE * max(1, len(does)) for name, does in lines.items()}
    parts = []
    for kind, width, cards in (("wide", 900, wide(heights)), ("narrow", 380, narrow(heights))):
        height = max(top + high for _, top, high in cards.values()) + MARGIN
        inner = SILHOUETTE.format(middle=height / 2) if kind == "wide" else ""
        curves = [link_curve(link, cards, width) for _, link in links.iterrows()]
        inner += "".join(curve for curve, _ in curves)
        inner += "".join(card(device, cards[device["name"]], lines[device["name"]], colours) for device in devices)
        inner += "".join(load for _, load in curves)
        parts.append(f'<svg class="body {kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{inner}</svg>')
    return "".join(parts)


def rows_of(path: pathlib.Path, run_id: str) -> pd.DataFrame:
    table = pd.read_csv(path)
    return table[table["run_id"] == run_id]


def wide(heights: dict[str, int]) -> dict[str, Card]:
    """Cards at both sides of the body, each where its device is worn when all have such a place."""
    worn = WORN if set(heights) <= set(WORN) else {name: (i % 2, i // 2) for i, name in enumerate(heights)}
    step = max(max(heights.values()) + GAP, 340)
    return {name: (MARGIN + worn[name][0] * (888 - CARD), MARGIN + worn[name][1] * step, high) for name, high in heights.items()}


def narrow(heights: dict[str, int]) -> dict[str, Card]:
    """Cards below each other, in turn at the left and at the right, so that links pass beside them."""
    worn = WORN if set(heights) <= set(WORN) else {name: (i % 2, i // 2) for i, name in enumerate(heights)}
    cards, top = {}, MARGIN
    for name in sorted(heights, key=lambda name: worn[name][::-1]):
        cards[name] = (MARGIN + (len(cards) % 2) * (368 - CARD), top, heights[name])
        top += heights[name] + 40
    return cards


def name_in_key(name: str) -> str:
    """A device's name as it stands in the names of links and units."""
    quoted = "'" + name.replace("'", "''") + "'"
    return quoted if not name or re.search(r"[-./#'\x00-\x1f]", name) else name


def link_curve(link: pd.Series, cards: dict[str, Card], width: int) -> tuple[str, str]:
    """A curve between two cards, the thicker the busier, and its load to be written on it where no card is."""
    one, other = next((cards[a], cards[b]) for a in cards for b in cards if link["link"] == f"{name_in_key(a)}-{name_in_key(b)}")
    (x1, y1), (x2, y2) = sorted((anchor(one, width), anchor(other, width)), key=lambda point: point[1])
    if width < 2 * CARD:  # narrow: between the cards of one side, else in the gap below the upper card
        via_x, via_y = (x1 + x2) / 2, (y1 + y2) / 2
        share = 0.5 if x1 == x2 else (min(one, other, key=lambda c: c[1])[2] / 2 + 20) / (y2 - y1)
        x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    else:  # wide: links of one side bend towards the body, past the cards between them
        passed = any(y1 < top and top + high < y2 and left <= x1 <= left + CARD for left, top, high in cards.values())
        bend = 0 if x1 != x2 else 1.2 if passed else 0.5
        via_x, via_y = (x1 + x2) / 2 * (1 - bend) + width / 2 * bend, (y1 + y2) / 2
        x, y = (x1 + x2) / 4 + via_x / 2, (y1 + y2) / 4 + via_y / 2
    busy = float(link["busy_ratio"])
    return (f'<path class="link" d="M{x1:.0f} {y1:.0f}Q{via_x:.0f} {via_y:.0f} {x2:.0f} {y2:.0f}" fill="none" stroke="{LINK}" '
            f'stroke-width="{1.5 + 5 * busy:.1f}"/>',
            f'<rect x="{x - 42:.0f}" y="{y - 12:.0f}" width="84" height="24" rx="12" fill="#FFF" stroke="{LINK}"/>'
            f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" font-size="13">{100 * busy:.0f} % busy</text>')


def anchor(place: Card, width: int) -> tuple[float, float]:
    """Where links begin: the centre of a card, on narrow screens below the half that its neighbours leave free."""
    left, top, high = place
    inset = CARD / 2 if width > 2 * CARD else 50 if left == MARGIN else CARD - 50
    return left + inset, top + high / 2


def card(device: dict, place: Card, lines: list[tuple[str, str]], colours: dict[str, str]) -> str:
    left, top, height = place
    parts = [f'<g class="device" transform="translate({left:.0f} {top:.0f})">'
             f'<rect width="{CARD}" height="{height}" rx="8" fill="#FFF" stroke="{LINK}" stroke-width="1.2"/>'
             f'<text x="12" y="22" font-size="16" font-weight="600">{html.escape(device["name"])}</text>'
             f'<text x="{CARD - 12}" y="22" font-size="12.5" text-anchor="end" fill="#44515E">'
             f'{html.escape(str(device.get("accelerator", "no accelerator")))}</text>']
    if not lines:
        parts.append('<text x="12" y="49" font-size="13" fill="#44515E">not used</text>')
    for i, (app, does) in enumerate(lines):
        y = 49 + LINE * i
        parts.append(f'<rect x="12" y="{y - 11}" width="12" height="12" rx="2" fill="{colours[app]}" stroke="#222" stroke-width=".6"/>'
                     f'<text x="30" y="{y}" font-size="13"><tspan font-weight="600">{html.escape(app)}</tspan> '
                     f'{html.escape(does.replace("_", " "))}</text>')
    return "".join(parts) + "</g>"
