"""What notebooks show: tables, and the body with a plan on it. Plain HTML and SVG, nothing is loaded from elsewhere."""

from __future__ import annotations

import html as escaping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import _core
    from ._plans import AppPlan, Plan

__all__ = ["body", "plan", "result", "table"]

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#b8a900")
_WIDTH, _BOX, _GAP, _LINE = 170, 30, 26, 16
_SHOWN = (
    "scenario",
    "planner",
    "policy",
    "replication",
    "status",
    "throughput_inf_per_s",
    "latency_mean_ms",
    "power_mean_mw",
    "energy_per_inference_uj",
    "bottleneck_unit",
    "reasons",
)
_MOST_ROWS = 60


def _text(value: Any) -> str:
    if value is None:
        return ""
    return escaping.escape(f"{value:.4g}" if isinstance(value, float) else str(value))


def table(header: list[str], rows: list[list[Any]], note: str = "") -> str:
    """A table; numbers with four significant digits."""
    cells = "".join(f"<th>{_text(name)}</th>" for name in header)
    lines = "".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>{_text(note)}"


def result(described: list[tuple[str, str, str, str]], columns: dict[str, list[Any]]) -> str:
    """The columns of `runs` that people look at first."""
    shown = [name for name in _SHOWN if any(cell not in (None, "") for cell in columns[name])]
    units = {name: unit for name, unit, _, _ in described}
    header = [f"{name} [{units[name]}]" if units[name] else name for name in shown]
    count = len(columns["scenario"])
    rows = [[columns[name][r] for name in shown] for r in range(min(count, _MOST_ROWS))]
    return table(header, rows, f"{count - _MOST_ROWS} more rows" if count > _MOST_ROWS else "")


def _route(app: AppPlan) -> list[str]:
    """The devices that an app's data go through, each once in a row."""
    stops = [app.source, *(segment.device for segment in app.segments), app.target]
    return [stop for i, stop in enumerate(stops) if i == 0 or stops[i - 1] != stop]


def _parts(device: _core.Device) -> list[str]:
    return [device.accelerator or "no accelerator", *device.sensors, *device.interactions]


def body(problem: _core.ProblemView, apps: list[AppPlan]) -> str:
    """The body's devices in a row with their parts, and below each app's way from its sensor to where it interacts."""
    devices = problem.devices()
    place = {device.name: i for i, device in enumerate(devices)}
    top = _LINE * (2 + max((len(_parts(device)) for device in devices), default=1))
    height, width = top + _GAP * (len(apps) + 1), _WIDTH * len(devices)
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">']
    for device in devices:
        x = place[device.name] * _WIDTH
        drawn.append(f'<rect x="{x + 4}" y="2" width="{_WIDTH - 8}" height="{top - 6}" rx="6" fill="#f4f4f4" stroke="#888"/>')
        lines = [f'<tspan font-weight="bold">{_text(device.name)}</tspan>', *map(_text, _parts(device))]
        for i, line in enumerate(lines):
            drawn.append(f'<text x="{x + 12}" y="{_LINE * (i + 1) + 2}" fill="#222">{line}</text>')
    for i, app in enumerate(apps):
        drawn += _way(app, place, top + _GAP * (i + 1) - 6, _COLOURS[i % len(_COLOURS)])
    return "".join([*drawn, "</svg>"])


def _way(app: AppPlan, place: dict[str, int], y: int, colour: str) -> list[str]:
    def middle(device: str) -> float:
        return (place[device] + 0.5) * _WIDTH

    route = _route(app)
    drawn = [f"<g><title>{_text(app)}</title>"]
    for start, end in zip(route, route[1:]):
        drawn.append(
            f'<line x1="{middle(start)}" y1="{y}" x2="{middle(end)}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
        )
    # A ring where it interacts, a dot where it senses: both are seen where they are one device.
    drawn.append(f'<circle cx="{middle(app.target)}" cy="{y}" r="6" fill="white" stroke="{colour}" stroke-width="2"/>')
    drawn.append(f'<circle cx="{middle(app.source)}" cy="{y}" r="3.5" fill="{colour}"/>')
    for segment in app.segments:
        x = middle(segment.device)
        label = f"{app.app} {segment.first}-{segment.last}"
        drawn.append(
            f'<rect x="{x - _WIDTH / 2 + 16}" y="{y - 20}" width="{_WIDTH - 32}" height="14" rx="3" fill="{colour}"/>'
            f'<text x="{x}" y="{y - 9}" text-anchor="middle" font-size="10" fill="white">{_text(label)}</text>'
        )
    return [*drawn, "</g>"]


def plan(shown: Plan, problem: _core.ProblemView) -> str:
    """The plan as a table and on the body, with its estimate; or why it cannot run."""
    rows: list[list[Any]] = [
        [app.app, app.source, ", ".join(f"{s.device} {s.first}-{s.last}" for s in app.segments), app.target]
        for app in shown.apps
    ]
    text = f"<p>Plan by <b>{_text(shown.planner)}</b> for {_text(shown.scenario)}</p>"
    if not shown.feasible:
        return text + "<ul>" + "".join(f"<li>{_text(reason)}</li>" for reason in shown.reasons) + "</ul>"
    estimate = shown.estimate
    header = ["app", "senses", "computes (layers)", "interacts", "latency [ms]", "energy [uJ]"]
    for row in rows:
        row += [estimate.latency_ms[row[0]], estimate.energy_uj[row[0]]]
    summary = (
        f"estimated under {estimate.policy}: {estimate.throughput_inf_per_s:.4g} inf/s, {estimate.power_mean_mw:.4g} mW; "
        f"bottleneck {estimate.bottleneck_unit}"
    )
    return text + body(problem, shown.apps) + table(header, rows) + f"<p>{_text(summary)}</p>"
