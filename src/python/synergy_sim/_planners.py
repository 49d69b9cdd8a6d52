"""Planners written in Python."""

from __future__ import annotations

import inspect
import os
import pathlib
from typing import TYPE_CHECKING, Any, TypeVar

from . import _session as session
from ._errors import InfeasibleError
from ._plans import plan_text
from ._problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import _core

    Rule = TypeVar("Rule", bound=Callable[[Problem], Any])

__all__ = ["add_planner_command", "add_planner_module", "planner"]


def _source_of(rule: Callable[[Problem], Any]) -> tuple[str, str]:
    """Where a planner is written, and the text there, for manifests: its file, else what Python knows of it."""
    try:
        file = pathlib.Path(inspect.getsourcefile(rule) or "")
        if file.is_file():
            return str(file), file.read_text(encoding="utf-8")
        return "Python", inspect.getsource(rule)
    except (OSError, TypeError, UnicodeDecodeError):
        return "Python", ""


def planner(
    *,
    name: str,
    policy: str = "adaptive",
    description: str | None = None,
    parameters: dict[str, Any] | None = None,
    takes_objective: bool = False,
    takes_plan_in_force: bool = False,
) -> Callable[[Rule], Rule]:
    """Makes a function a planner: runs, sweeps, suites and scenarios may name it from now on.

    The function gets a Problem and returns a plan in any of the forms that Problem names; it raises InfeasibleError if
    there is none. Its answer must depend on the problem alone (chance: Problem.seed). It may be called by any thread,
    one call at a time. Exceptions go through to whoever asked for the plan; a sweep notes them as failed points.

    name: in lower_case; the same name again replaces the planner, but none of those that ship.
    policy: under which its plans run where none is chosen.
    description: one line; the first of the function's own by default.
    parameters: names and defaults (bool, int, float, or a tuple of words of which the first is the default), which a
        scenario may set and Problem.parameter tells.
    takes_objective: whether it looks at Problem.objective.
    takes_plan_in_force: whether it looks at Problem.plan_in_force. Where a body changes, it is then asked once for each body and plan
        that runs, else once for each body.
    """

    def register(rule: Rule) -> Rule:
        defaults = dict(parameters or {})
        source = _source_of(rule)
        about = description or (inspect.getdoc(rule) or "a planner in Python").splitlines()[0]

        def answer(view: _core.ProblemView) -> str | list[str]:
            problem = Problem(view, defaults)
            try:
                return plan_text(rule(problem), problem.name)
            except InfeasibleError as none:
                return none.reasons or ["it found no plan"]

        def add_to(to: _core.Session) -> None:
            to.add_planner(name, about, policy, takes_objective, takes_plan_in_force, defaults, answer, source)

        session.add(name, add_to)
        return rule

    return register


def add_planner_module(file: str | os.PathLike[str]) -> None:
    """Adds the planners of a shared library, as ``--planner-module`` does. InputError if it cannot be loaded."""
    path = os.fspath(file)
    session.add(path, lambda to: to.add_module(path))


def add_planner_command(command: str, time_out_s: float = 60) -> None:
    """Adds the planner that a process is, as ``--planner-command`` does; ``time_out_s`` is for each of its answers, in s."""
    session.add(command, lambda to: to.add_process(command, time_out_s))
