#!/usr/bin/env python3
"""A planner that learns: which planner to ask when the body changes, from nothing but the throughput of whole runs.

    learner.py [--scenario NAME] [--episodes N] [--seed N]

A table has a row for each body that was seen (which devices and apps are there) and a column for each planner; a cell is the mean
throughput of the episodes that chose so there. Each episode takes the planner with the largest mean + bonus (UCB1: Auer,
Cesa-Bianchi and Fischer, "Finite-time analysis of the multiarmed bandit problem", 2002). What it has learned then runs beside the
controls: `never` keeps the first plan, `clairvoyant_free` replans at once and switches for free.

Needs the module synergy_sim (scenarios/PYTHON.md) and NumPy.
"""

import argparse
import sys
from collections.abc import Callable

import numpy as np
import synergy_sim as ss

CHOICES = ("synergy", "ind_e2e", "pri_max_dev", "min_dev")


class Learner:
    def __init__(self, actions: int, bonus: float) -> None:
        self.actions, self.bonus = actions, bonus
        self.counts: dict[tuple[int, ...], np.ndarray] = {}
        self.sums: dict[tuple[int, ...], np.ndarray] = {}

    def means(self, body: tuple[int, ...]) -> np.ndarray:
        """Infinite where nothing is known: everything is tried once."""
        counts = self.counts.setdefault(body, np.zeros(self.actions))
        sums = self.sums.setdefault(body, np.zeros(self.actions))
        return np.divide(sums, counts, out=np.full(self.actions, np.inf), where=counts > 0)

    def choose(self, body: tuple[int, ...], rng: np.random.Generator) -> int:
        means, counts = self.means(body), np.maximum(self.counts[body], 1)
        scores = means + self.bonus * np.sqrt(np.log(max(counts.sum(), 2)) / counts)
        return int(rng.choice(np.flatnonzero(scores == scores.max())))

    def best(self, body: tuple[int, ...]) -> int:
        known = self.counts.get(body)
        if known is None or not known.any():
            return 0
        return int(np.argmax(np.where(known > 0, self.means(body), -np.inf)))

    def learn(self, steps: list[tuple[tuple[int, ...], int]], throughput: float) -> None:
        for body, action in steps:
            self.counts[body][action] += 1
            self.sums[body][action] += throughput


def episode(env: ss.Environment, choose: Callable[[tuple[int, ...]], int]) -> tuple[list[tuple[tuple[int, ...], int]], float]:
    body, _ = env.reset()
    steps, throughput, done = [], 0.0, False
    while not done:
        action = choose(body)
        steps.append((body, action))
        body, reward, done, _, _ = env.step(action)
        throughput += reward
    return steps, throughput


def throughput_of(scenario: ss.Scenario, trigger: str) -> float:
    runs = ss.run(scenario.copy().set("replanning.trigger", trigger), CHOICES[0], "adaptive", replications=1).runs
    return float(runs["throughput_inf_per_s"][0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--scenario", default="ring_off")
    parser.add_argument("--episodes", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    scenario = ss.load(options.scenario)
    env = ss.gym_env(scenario, CHOICES, "adaptive")
    rng = np.random.default_rng(options.seed)
    learner = Learner(len(CHOICES), bonus=1.0)
    for _ in range(options.episodes):
        learner.learn(*episode(env, lambda body: learner.choose(body, rng)))
    steps, learned = episode(env, learner.best)
    for body, action in steps:
        away = [name for name, there in zip(env.names, body) if not there]
        print(f"without {', '.join(away) if away else 'nothing missing'}: {CHOICES[action]}".replace("without nothing", "nothing"))
    never, bound = throughput_of(scenario, "never"), throughput_of(scenario, "clairvoyant_free")
    print(f"never             {never:8.3f} inf/s")
    print(f"learned           {learned:8.3f} inf/s after {options.episodes} episodes")
    print(f"clairvoyant_free  {bound:8.3f} inf/s, {learned / bound:.1%} of it is reached")
    return 0 if learned > never else 1


if __name__ == "__main__":
    sys.exit(main())
