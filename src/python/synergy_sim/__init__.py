"""Discrete-event simulator and benchmark suite for on-body AI, from Python.

    import synergy_sim as ss
    scenario = ss.load("w2").set("link.connection_interval", "30 ms")
    plan = ss.plan(scenario, "synergy")
    result = ss.run(scenario, [plan, "optimal"], policy="adaptive")
    result.runs                                  # a DataFrame: the numbers of runs.csv

Planners named synergy and the seven baselines are reconstructions of arXiv 2401.08637. Units are in the names of columns
and attributes (``_ms``, ``_mw``, ``_uj``); bad input is an InputError with its place and the valid choices.
"""

from ._core import App, Device, Estimate, Evaluation, SegmentCost, TransferCost
from ._commands import SuiteResult, SweepResult, command_line, suite, sweep
from ._conformance import conform
from ._errors import InfeasibleError, InputError, InternalError
from ._frames import Column
from ._gym import Bits, Choices, Environment, gym_env
from ._planners import add_planner_command, add_planner_module, planner
from ._plans import AppPlan, Plan, Segment
from ._problem import Problem
from ._results import Result, cost, metrics, run
from ._scenario import Scenario, load, plan, read_plan
from ._session import data_folder, models, planners, profiles, refresh, scenarios, sweeps, use_data

__all__ = [
    "App",
    "Bits",
    "Choices",
    "AppPlan",
    "Column",
    "Device",
    "Environment",
    "Estimate",
    "Evaluation",
    "InfeasibleError",
    "InputError",
    "InternalError",
    "Plan",
    "Problem",
    "Result",
    "Scenario",
    "Segment",
    "SegmentCost",
    "SuiteResult",
    "SweepResult",
    "TransferCost",
    "add_planner_command",
    "add_planner_module",
    "command_line",
    "conform",
    "cost",
    "data_folder",
    "gym_env",
    "load",
    "metrics",
    "models",
    "plan",
    "planner",
    "planners",
    "profiles",
    "read_plan",
    "refresh",
    "run",
    "scenarios",
    "suite",
    "sweep",
    "sweeps",
    "use_data",
]

for _public in (InfeasibleError, InputError, InternalError, Plan, Problem, Result, Scenario):
    _public.__module__ = __name__  # where users find them
