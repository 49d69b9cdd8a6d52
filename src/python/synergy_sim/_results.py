"""Running scenarios, and what comes out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from . import _core, _html as html
from ._frames import Column, Table, frame
from ._plans import Plan
from ._scenario import Scenario, load
from ._session import session

__all__ = ["Result", "cost", "metrics", "run"]


class Result:
    """What came of runs. Its tables are attributes: ``runs``, ``apps``, ``devices``, ``units``, ``links``, ``segments``,
    ``phases``, ``summary``, where a body changes ``dynamics``, ``epochs``, ``changes``, ``over_time`` and ``devices_over_time``; they
    join on ``run_id``. Each is made when it is first asked for.

    A table is a pandas.DataFrame, whose ``attrs`` have ``units`` and ``definitions`` by column, or a dictionary of
    columns without pandas. Numbers are those of the CSV files, to the last digit.
    """

    def __init__(self, runs: _core.Runs) -> None:
        self._runs = runs
        self._names = runs.table_names()
        self._raw: dict[str, Any] = {}
        self._frames: dict[str, Table] = {}

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(self._names)

    def _table(self, name: str) -> Any:
        if name not in self._raw:
            self._raw[name] = self._runs.table(name)
        return self._raw[name]

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"no table '{name}'; known: {', '.join(self.tables)}")
        if name not in self._frames:
            self._frames[name] = frame(*self._table(name))
        return self._frames[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __len__(self) -> int:
        """The number of runs."""
        return len(self._runs)

    def columns(self, table: str) -> list[Column]:
        """What the columns of a table are, with their units."""
        return [Column(*column) for column in self._table(table)[0]]

    def csv(self, table: str) -> str:
        """A table as the command line writes it: the same bytes, but for the columns ``wall_*``."""
        return self._runs.csv(table)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Writes a result folder as ``synergy-sim run --out`` does: all tables, datapackage.json, manifest.json,
        resolved.yaml."""
        session().write(self._runs, os.fspath(folder), list(sys.orig_argv))

    def __repr__(self) -> str:
        return f"<Result of {len(self)} runs: {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        return html.result(*self._table("runs"))


def _listed(value: Any, single: tuple[type, ...]) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, single) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def _plans_of(planners: Any) -> list[Any]:
    plans: list[Any] = []
    for each in _listed(planners, (str, Plan)):
        if each == "all":
            plans += [str(known["name"]) for known in session().planners()]
        elif isinstance(each, (str, Plan)):
            plans.append(each if isinstance(each, str) else each._made)
        else:
            raise TypeError(f"a Plan or the name of a planner is expected, not {type(each).__name__}")
    return plans or [""]


def run(
    scenario: Any,
    planners: Any = None,
    policy: Any = None,
    *,
    replications: int | None = None,
    steady: bool = True,
) -> Result:
    """Plans and simulates, as ``synergy-sim run`` does: every plan, policy and replication, in this order.

    scenario: a Scenario or what ``load`` takes; or a list of them.
    planners: Plans, names of planners, ``"all"``, or a list of these; default: the scenario's own planner. A Plan that was made
        for another scenario is tried on this one, as ``fixed:NAME``.
    policy: ``"sequential"``, ``"inter_app"``, ``"inter_run"``, ``"adaptive"``, ``"paired"`` (each planner's own), ``"all"``, or
        a list; default: the scenario's, else the paired one.
    replications: in place of the scenario's.
    steady: whether what repeats is simulated once and counted as often as it happens, which shows in nothing but time.

    Other threads of Python go on meanwhile. Ctrl-C ends it after the run at work: KeyboardInterrupt.
    """
    plans = _plans_of(planners)
    policies = [str(each) for each in _listed(policy, (str,))]
    parts = [
        session().run(load(each)._workload, plans, policies, replications, steady)
        for each in _listed(scenario, (str, os.PathLike, Mapping, Scenario))
    ]
    return Result(parts[0] if len(parts) == 1 else _core.Runs.joined(parts))


def cost(model: str, chip: str, layers: tuple[int, int] | None = None) -> Table:
    """What each layer of a network costs on an accelerator: cycles, times, memory, and whether all fit together; what
    ``synergy-sim cost`` prints. ``layers``: first and last, as one segment; default: all of them."""
    return frame(*session().cost(model, chip, layers))


def metrics() -> Table:
    """Every column of every table: name, unit, definition, type."""
    return frame(*_core.metrics())
