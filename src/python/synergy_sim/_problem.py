"""What a planner gets to see of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ._errors import InfeasibleError
from ._plans import AppPlan, app_plans, plan_text
from ._session import session

if TYPE_CHECKING:
    from . import _core

Judged = TypeVar("Judged")

__all__ = ["Problem"]


class Problem:
    """All that a planner may know, and whom it may ask. It ends with the call that it was given to.

    Wherever a plan is expected, these stand for one: ``{app: (source, [(device, first, last), ...], target)}``, a list
    of AppPlan, a Plan, or a plan file as YAML text or as the mapping that it holds. Layers count from 0, both included. Weights are
    put into memories in the order in which apps are given, which can decide what fits (Plan.deployment).
    """

    def __init__(self, view: _core.ProblemView, parameters: dict[str, Any] | None = None) -> None:
        self._view = view
        self._defaults = parameters or {}
        self._apps = view.apps()
        self._devices = view.devices()

    @property
    def name(self) -> str:
        """Of the scenario."""
        return self._view.name

    @property
    def objective(self) -> str:
        """``throughput``, ``latency``, ``energy`` or ``weighted``."""
        return self._view.objective

    @property
    def regime(self) -> str:
        """``rounds``, ``saturated``, ``periodic`` or ``poisson``."""
        return self._view.regime

    @property
    def seed(self) -> int:
        """Of the scenario: what needs chance draws it from a generator with this seed, so that a run can be repeated."""
        return self._view.seed

    @property
    def apps(self) -> list[_core.App]:
        """The apps to plan for, in the order of the scenario."""
        return self._apps

    @property
    def devices(self) -> list[_core.Device]:
        """The devices that are there, those without an accelerator among them."""
        return self._devices

    @property
    def plan_in_force(self) -> list[AppPlan] | None:
        """What runs now, where a body that changes is planned anew; it may name devices and apps that are gone. None: nothing runs
        yet, or the planner is not one with ``takes_plan_in_force``."""
        running = self._view.in_force()
        return None if running is None else app_plans(running)

    @property
    def accelerators(self) -> list[str]:
        """The names of the devices that compute."""
        return [device.name for device in self._devices if device.accelerator is not None]

    def parameter(self, name: str) -> Any:
        """The value of one of this planner's parameters: what the scenario says, else its default."""
        default = self._defaults[name]
        kind = type(default[0] if isinstance(default, tuple) else default).__name__
        return self._view.parameter(name, kind)

    def cuts(self, app: str, device: str) -> list[tuple[int, int]]:
        """The layers after which the app may be cut there, without the last, and the bytes that cross."""
        return self._view.cuts(app, device)

    def cost(self, app: str, device: str, first: int, last: int) -> _core.SegmentCost | None:
        """What these layers cost as one segment; None if they cannot run there."""
        return self._view.cost(app, device, first, last)

    def transfer(self, sender: str, receiver: str, bytes: int) -> _core.TransferCost:
        """What sending so many bytes takes if the body has no other link."""
        return self._view.transfer(sender, receiver, bytes)

    def reasons(self, plan: Any) -> list[str]:
        """Why a plan cannot run; empty if it can."""
        return self._view.reasons(self._text(plan))

    def estimate(self, plan: Any, policy: str | None = None) -> _core.Estimate:
        """What a plan is expected to do, in some tens of microseconds; waiting is left out. InfeasibleError if it
        cannot run."""
        return self._unless_none(plan, self._view.estimate(self._text(plan), policy))

    def evaluate(self, plan: Any, policy: str | None = None) -> _core.Evaluation:
        """What a plan really does, waiting included, by simulation. InfeasibleError if it cannot run."""
        return self._unless_none(plan, self._view.evaluate(self._text(plan), policy))

    def ask(self, planner: str) -> str | None:
        """What another planner makes of this problem with its defaults, as a plan file; None if it finds nothing."""
        return self._view.ask(session(), planner)

    def count(self, considered: int = 0, pruned: int = 0) -> None:
        """Adds to the effort that tables show: complete plans looked at, and partial ones given up."""
        self._view.count(considered, pruned)

    def _text(self, plan: Any) -> str:
        return plan_text(plan, self.name)

    def _unless_none(self, plan: Any, answer: Judged | None) -> Judged:
        if answer is None:
            raise InfeasibleError(*self.reasons(plan))
        return answer
