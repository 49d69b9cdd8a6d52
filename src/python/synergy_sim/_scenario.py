"""Scenarios: everything that a run depends on."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping
from typing import Any

from . import _core
from ._errors import InputError
from ._plans import Plan, plan_text
from ._problem import Problem
from ._session import session

__all__ = ["Scenario", "load", "plan", "read_plan"]


def _plain(value: Any) -> Any:
    """Numbers of NumPy as those of Python."""
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"no value of a scenario: {type(value).__name__}")


def _yaml(value: Any) -> str:
    """A value as --set takes it: a str is YAML, everything else its JSON, which is YAML."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


class Scenario:
    """A scenario, read and checked. ``set`` changes it; what was planned or run before keeps what it had."""

    def __init__(self, source: str, is_text: bool, base: str) -> None:
        self._source, self._is_text, self._base = source, is_text, base
        self._settings: list[tuple[str, str]] = []
        self._workload = self._read(self._settings)

    def _read(self, settings: list[tuple[str, str]]) -> _core.Workload:
        if self._is_text:
            return session().read(self._source, settings, self._base)
        return session().load(self._source, settings)

    @property
    def name(self) -> str:
        """As tables call it."""
        return self._workload.name

    @property
    def problem(self) -> Problem:
        """What planners get to see of it, by its true numbers."""
        return Problem(self._workload.problem())

    def set(self, path: str | Mapping[str, Any], value: Any = None) -> Scenario:
        """Sets the value at a dotted path of the file, as ``--set`` does: ``set("link.connection_interval", "30 ms")``,
        ``set("apps.kws.rate", "5 Hz")``, ``set("replications", 3)``, ``set("measurement", {"window": "60 s"})``.

        A str is YAML text. A mapping of paths to values sets them together, where only all of them make a scenario. Later settings see earlier ones. InputError if the path leads nowhere or the value is not
        one of its kind; then nothing has changed. Returns the scenario itself.
        """
        if not self._source:
            raise InputError([("set", 0, 0, "the body of an instant cannot be set: set the scenario, then ask at()")])
        together = path if isinstance(path, Mapping) else {path: value}
        settings = [*self._settings, *((each, _yaml(to)) for each, to in together.items())]
        self._workload = self._read(settings)
        self._settings = settings
        return self

    def copy(self) -> Scenario:
        """Another one, to be changed by itself."""
        other = object.__new__(Scenario)
        other.__dict__.update(self.__dict__)
        return other

    def changes(self, replication: int = 0) -> list[tuple[float, str]]:
        """What happens to the body until the end of the window: times in s, and what; fading is left out."""
        return self._workload.changes(replication)

    def at(self, at_s: float, replication: int = 0) -> Scenario:
        """The body at an instant (s), as a scenario of its own in which nothing changes: devices that are away and apps that do
        not run are left out. ``set`` does not reach it any more."""
        other = self.copy()
        other._workload, other._source = self._workload.at(at_s, replication), ""
        return other

    def to_yaml(self) -> str:
        """The whole scenario with models and profiles written out: ``resolved.yaml``, which reads back to the same."""
        return self._workload.to_yaml()

    def __repr__(self) -> str:
        changes = "".join(f", {path}={value}" for path, value in self._settings)
        return f"<Scenario {self.name}{changes}>"

    def _repr_svg_(self) -> str:
        from . import _html as html

        return html.body(self._workload.problem(), [])

    def _repr_html_(self) -> str:
        return self._repr_svg_()


def load(source: str | os.PathLike[str] | Mapping[str, Any] | Scenario) -> Scenario:
    """A scenario by the name of one that ships (``"w2"``), by a path, as YAML text, or as the mapping that such a
    text holds. Paths to files in a text start at the working directory.

    InputError with everything that is wrong with it.
    """
    if isinstance(source, Scenario):
        return source
    if isinstance(source, Mapping):
        text = json.dumps(source, ensure_ascii=False, allow_nan=False, default=_plain, indent=1)
        return Scenario(text, True, "")
    if isinstance(source, os.PathLike):
        return Scenario(os.fspath(source), False, "")
    if "\n" in source or source.lstrip().startswith("{"):
        return Scenario(source, True, "")
    return Scenario(source, False, "")


def plan(scenario: Any, planner: str | None = None, **parameters: Any) -> Plan:
    """A plan, made by the planner of that name, or else by the scenario's own; parameters are the planner's.

    If there is no feasible plan the answer says so: Plan.feasible, Plan.reasons. Other threads of Python go on meanwhile.
    """
    workload = load(scenario)._workload
    texts = [(name, _yaml(value)) for name, value in parameters.items()]
    return Plan(session().plan(workload, planner or "", texts))


def read_plan(scenario: Any, plan: Any, name: str | None = None) -> Plan:
    """A plan that is given: the path of a plan file, or any of the forms that Problem names. In tables its planner is
    ``fixed:NAME``; NAME is the file's without folder and ending unless it is given."""
    workload = load(scenario)._workload
    is_path = isinstance(plan, os.PathLike) or (isinstance(plan, str) and "\n" not in plan)
    if is_path:
        file = os.fspath(plan)
        if not pathlib.Path(file).is_file():
            raise InputError([(file, 0, 0, "there is no such plan file")])
        stem = name or pathlib.Path(file).stem
        return Plan(session().read_plan(workload, f"fixed:{stem}", "", file))
    text = plan_text(plan, workload.name)
    return Plan(session().read_plan(workload, f"fixed:{name or 'given'}", text, "plan"))
