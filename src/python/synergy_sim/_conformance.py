"""What every planner must answer, whoever wrote it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ._scenario import Scenario, load, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._plans import Plan

__all__ = ["conform"]

_BODY = {
    "devices": [
        {
            "name": "one",
            "accelerator": "max78000",
            "radio": "nrf52840",
            "sensors": ["camera_hm01b0", "microphone_sph0645"],
            "interactions": ["haptic_lra"],
        }
    ]
}
_FITS = {"model": "kws", "sensor": "microphone", "interaction": "haptic"}
_TOO_LARGE = {"model": "mobilenetv2", "sensor": "camera", "interaction": "haptic"}
_WORKLOADS = ("w1", "w2", "w3", "w4", "w5", "w6")


def _one_device(app: dict[str, str]) -> Scenario:
    return load({"schema_version": 1, "name": "conform", "sensing": "latest", "body": _BODY, "apps": [app]})


def _shape_of(made: Plan) -> object:
    return made.apps or made.reasons


def _in_thread(scenario: Scenario, planner: str) -> object:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(_shape_of(plan(scenario, planner))))
    thread.start()
    thread.join()
    return found[0] if found else None


def _objections_to(made: Plan) -> list[str]:
    """What is wrong with an answer, whatever the scenario."""
    if made.feasible:
        return [] if made.apps else [f"{made.scenario}: feasible, but without apps"]
    if not made.reasons:
        return [f"{made.scenario}: no plan, and no reason why"]
    return [f"{made.scenario}: its plan cannot run: {'; '.join(made.reasons)}"] if made.apps else []


def conform(planner: str, scenarios: Sequence[str] = _WORKLOADS) -> list[str]:
    """What a planner does that no planner may, a line each; empty if there is nothing.

    It must find the only plan there is, say why where there is none, return plans that can run, and give the same answer when
    it is asked again, by another thread too, of every scenario. Its exceptions count as objections.
    """
    objections: list[str] = []
    cases = [(_one_device(_FITS), True), (_one_device(_TOO_LARGE), False)] + [(load(name), None) for name in scenarios]
    for scenario, has_plan in cases:
        try:
            made = plan(scenario, planner)
            objections += _objections_to(made)
            if has_plan is not None and made.feasible != has_plan:
                objections.append(f"{scenario.name}: there is {'a' if has_plan else 'no'} plan")
            if _shape_of(plan(scenario, planner)) != _shape_of(made):
                objections.append(f"{scenario.name}: another answer when asked again")
            if _in_thread(scenario, planner) != _shape_of(made):
                objections.append(f"{scenario.name}: another answer in another thread")
        except Exception as error:  # noqa: BLE001: whatever it raises is an objection
            objections.append(f"{scenario.name}: {type(error).__name__}: {error}")
    return objections
