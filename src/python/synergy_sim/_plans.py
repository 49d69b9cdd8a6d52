"""Plans: where each app senses, computes and interacts."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _html as html
from ._errors import InfeasibleError

if TYPE_CHECKING:
    from . import _core

__all__ = ["AppPlan", "Plan", "Segment", "app_plans", "plan_text"]


@dataclasses.dataclass(frozen=True)
class Segment:
    """Consecutive layers on one device's accelerator; ``first`` and ``last`` are both included, from 0."""

    device: str
    first: int
    last: int


@dataclasses.dataclass(frozen=True)
class AppPlan:
    """Where one app senses, computes and interacts."""

    app: str
    source: str
    segments: tuple[Segment, ...]
    target: str

    def __str__(self) -> str:
        layers = ", ".join(f"{s.device} {s.first}-{s.last}" for s in self.segments)
        return f"{self.app}: {self.source} | {layers} | {self.target}"


def app_plans(rows: Sequence[tuple[str, str, list[tuple[str, int, int]], str]]) -> list[AppPlan]:
    """What the core says of apps: name, source, segments (device, first, last), target."""
    return [AppPlan(app, source, tuple(Segment(*segment) for segment in segments), target) for app, source, segments, target in rows]


class Plan:
    """A plan of a scenario, made by a planner or given; it never changes."""

    def __init__(self, made: _core.MadePlan) -> None:
        self._made = made

    @property
    def planner(self) -> str:
        """Who made it, or the name that it was given."""
        return self._made.planner

    @property
    def scenario(self) -> str:
        """The name of the scenario that it was made for."""
        return self._made.scenario

    @property
    def policy(self) -> str:
        """Under which it runs where none is chosen, by the scenario or by whoever runs it."""
        return self._made.policy

    @property
    def feasible(self) -> bool:
        """Whether it can run."""
        return self._made.feasible

    @property
    def reasons(self) -> list[str]:
        """Why it cannot run; empty if it can."""
        return self._made.reasons

    @property
    def effort(self) -> dict[str, int | bool]:
        """What planning took, in counts that are the same on every machine."""
        return self._made.effort

    @property
    def apps(self) -> list[AppPlan]:
        """Where each app senses, computes and interacts, in the order of the scenario; empty if there is no plan."""
        return app_plans(self._made.apps())

    @property
    def deployment(self) -> list[str]:
        """The apps in the order in which their weights are put into memories, first fit: it can decide what fits."""
        return self._made.deployment

    @property
    def estimate(self) -> _core.Estimate:
        """What it is expected to do, under the scenario's policy or else its own. InfeasibleError if it cannot run."""
        return self.estimate_under(None)

    def estimate_under(self, policy: str | None) -> _core.Estimate:
        """The same under another policy."""
        estimate = self._made.estimate(policy)
        if estimate is None:
            raise InfeasibleError(*self.reasons)
        return estimate

    def to_yaml(self) -> str:
        """As a plan file, as ``synergy-sim plan`` writes it. InfeasibleError if the planner found no plan."""
        text = self._made.to_yaml()
        if text is None:
            raise InfeasibleError(*self.reasons)
        return text

    def save(self, file: str | os.PathLike[str]) -> None:
        """Writes that file."""
        pathlib.Path(file).write_text(self.to_yaml(), encoding="utf-8")

    def explain(self, policy: str | None = None) -> str:
        """Where time and energy go, or why it cannot run: what ``synergy-sim explain`` prints."""
        return self._made.explain(policy)

    def __repr__(self) -> str:
        if not self._made.apps():
            return f"<Plan by {self.planner} for {self.scenario}: none>"
        return f"<Plan by {self.planner} for {self.scenario}: {'; '.join(map(str, self.apps))}>"

    def _repr_svg_(self) -> str:
        return html.body(self._made.problem(), self.apps)

    def _repr_html_(self) -> str:
        return html.plan(self, self._made.problem())


def _app_entry(app: str, source: str, segments: Sequence[Any], target: str) -> dict[str, object]:
    rows = []
    for segment in segments:
        device, first, last = dataclasses.astuple(segment) if isinstance(segment, Segment) else segment
        rows.append({"device": device, "first": int(first), "last": int(last)})
    return {"app": app, "source": source, "segments": rows, "target": target}


def plan_text(plan: Any, scenario: str) -> str:
    """A plan file of what stands for a plan: a Plan, AppPlans, ``{app: (source, segments, target)}`` with segments
    ``(device, first, last)``, a plan file as YAML text or as the mapping that it holds. Weights are put into memories in the order
    of the apps given."""
    if isinstance(plan, Plan):
        return plan.to_yaml()
    if isinstance(plan, str):
        return plan
    if isinstance(plan, Mapping):
        if isinstance(plan.get("apps"), Sequence):
            return json.dumps({"schema_version": 1, "scenario": scenario, **plan}, ensure_ascii=False)
        entries = [_app_entry(app, *parts) for app, parts in plan.items()]
    elif isinstance(plan, Sequence) and all(isinstance(app, AppPlan) for app in plan):
        entries = [_app_entry(app.app, app.source, app.segments, app.target) for app in plan]
    else:
        raise TypeError(f"no plan: {type(plan).__name__}; see synergy_sim.Problem for what planners may return")
    order = [str(entry["app"]) for entry in entries]
    file = {"schema_version": 1, "scenario": scenario, "deployment": order, "apps": entries}
    return json.dumps(file, ensure_ascii=False)
