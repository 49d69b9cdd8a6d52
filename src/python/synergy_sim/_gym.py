"""An environment for planners that learn, of the shape of Gymnasium, which it does not need."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

from . import _session as session
from ._errors import InfeasibleError
from ._plans import plan_text
from ._problem import Problem
from ._results import Result, run
from ._scenario import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from . import _core
    from ._scenario import Scenario

__all__ = ["Bits", "Choices", "Environment", "gym_env"]

_numbers = itertools.count()
Observation = tuple[int, ...]


class Choices:
    """A space of actions: the numbers below ``n`` (Gymnasium's Discrete)."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._random = random.Random(0)

    def seed(self, seed: int | None = None) -> None:
        """For ``sample``."""
        self._random.seed(seed)

    def sample(self) -> int:
        """One of them by chance."""
        return self._random.randrange(self.n)

    def contains(self, action: Any) -> bool:
        """Whether it is one of them."""
        return isinstance(action, int) and 0 <= action < self.n


class Bits:
    """A space of observations: ``n`` numbers 0 or 1 (Gymnasium's MultiBinary)."""

    def __init__(self, n: int) -> None:
        self.n = n

    def contains(self, observation: Any) -> bool:
        """Whether it is one of them."""
        return len(observation) == self.n and all(bit in (0, 1) for bit in observation)


class Environment:
    """A scenario as it looks to whoever plans: one step for each body that a plan is asked for.

    A scenario without a timeline asks once, so that an episode is one step: a bandit. One that changes asks at the beginning
    and at each replanning; where a body comes again that has been seen in the episode, the answer is as before.

    observation: for each device and then each app of the scenario 1 if it is there when the plan is asked for, else 0; a
        tuple, so that it can be a key of a table. ``names`` says what they stand for.
    action: a number that stands for one of ``choices``, the names of planners, which then plan; or a plan itself, in any of the
        forms that Problem names.
    reward: by how much the answer changes the episode's throughput (inferences/s of all apps over the whole window) if all
        later answers are like it; the first counts from 0. The rewards of an episode add up to its throughput.
    info: ``throughput_inf_per_s`` and ``result`` (a Result) at the end of an episode.

    Every step runs the episode from its beginning with the actions so far, which a deterministic simulation allows: a step
    costs a run, and depends on the scenario, its seed and the actions alone.
    """

    def __init__(self, scenario: Any, choices: Sequence[str], policy: str | None) -> None:
        self._scenario: Scenario = load(scenario).copy()
        self._policy = policy
        self.choices = list(choices)
        problem = self._scenario.problem
        self.names = [device.name for device in problem.devices] + [app.name for app in problem.apps]
        self.action_space = Choices(len(self.choices))
        self.observation_space = Bits(len(self.names))
        self._actions: list[Any] = []
        self._seen: list[Observation] = []
        self._throughput = 0.0
        self._name = f"gym_{next(_numbers)}"
        add_to = self._add_to
        session.add(self._name, add_to)

    def _add_to(self, to: _core.Session) -> None:
        about = "what an environment is told to do"
        to.add_planner(self._name, about, "adaptive", False, False, {}, self._answer, ("gym_env", ""))

    def _answer(self, view: _core.ProblemView) -> str | list[str]:
        """The plan of the next action; where there is none yet, that of the last: nothing is read of what follows."""
        problem = Problem(view)
        here = {device.name for device in problem.devices} | {app.name for app in problem.apps}
        body = tuple(int(name in here) for name in self.names)
        if body not in self._seen:
            self._seen.append(body)
        turn = self._seen.index(body)
        action = self._actions[min(turn, len(self._actions) - 1)] if self._actions else 0
        try:
            if not self.action_space.contains(action):
                return plan_text(action, problem.name)
            return problem.ask(self.choices[action]) or ["it found no plan"]
        except InfeasibleError as none:
            return none.reasons

    def _play(self) -> Result:
        self._seen = []
        return run(self._scenario, self._name, self._policy, replications=1)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Observation, dict[str, Any]]:
        """Begins an episode; ``seed`` in place of the scenario's, from now on. ``options`` are settings, as Scenario.set
        takes them, also from now on."""
        if seed is not None:
            self._scenario.set("seed", seed)
        self._scenario.set(options or {})
        self._actions = []
        self._throughput = 0.0
        self._play()
        return self._seen[0], {}

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Answers the plan that is asked for: observation, reward, whether it was the last, False, info."""
        self._actions.append(action)
        result = self._play()
        throughput = float(result.runs["throughput_inf_per_s"][0] or 0)
        if throughput != throughput:  # a gap in a DataFrame
            throughput = 0.0
        reward, self._throughput = throughput - self._throughput, throughput
        done = len(self._actions) >= len(self._seen)
        info: dict[str, Any] = {"throughput_inf_per_s": throughput, "result": result} if done else {}
        return self._seen[min(len(self._actions), len(self._seen) - 1)], reward, done, False, info

    def close(self) -> None:
        """Nothing is held that has to be given back."""


def gym_env(
    scenario: Any,
    choices: Sequence[str] = ("synergy", "min_dev", "max_dev", "ind_model"),
    policy: str | None = None,
) -> Environment:
    """An environment over a scenario, whose actions are the planners named (or plans): see Environment."""
    return Environment(scenario, choices, policy)
