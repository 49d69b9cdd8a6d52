"""Planners written in Python: they plan, run, sweep and are scored like all others, and their mistakes are told."""

import pathlib
import tempfile
import threading
import unittest

import synergy_sim as ss
from common import short, without_wall

Layers = list[tuple[str, int, int]]


def whole_on(problem: ss.Problem, device: str) -> dict[str, tuple[str, Layers, str]]:
    """Every app in one piece on one device."""
    return {
        app.name: (app.sources[0], [(device, 0, app.layer_count - 1)], app.targets[0]) for app in problem.apps
    }


@ss.planner(name="as_min_dev", policy="sequential")
def as_min_dev(problem: ss.Problem) -> str:
    """What min_dev finds."""
    plan = problem.ask("min_dev")
    if plan is None:
        raise ss.InfeasibleError("min_dev found none")
    return plan


@ss.planner(name="own_device", parameters={"device": ("watch", "glasses"), "share": 0.5, "depth": 3, "deep": False})
def own_device(problem: ss.Problem) -> dict[str, tuple[str, Layers, str]]:
    """Everything on the device that its parameter names."""
    seen.append([problem.parameter(name) for name in ("device", "share", "depth", "deep")])
    problem.count(considered=1)
    return whole_on(problem, problem.parameter("device"))


seen: list[list[object]] = []


class Planners(unittest.TestCase):
    def test_does_a_planner_in_python_run_as_the_one_that_it_asks(self) -> None:
        scenario = short("w2")
        mine, theirs = ss.run(scenario, "as_min_dev"), ss.run(scenario, "min_dev")
        self.assertEqual(list(mine.runs["planner"]), ["as_min_dev"])
        self.assertEqual(list(mine.runs["policy"]), ["sequential"])
        for column in ("throughput_inf_per_s", "latency_mean_ms", "power_mean_mw", "candidates_considered"):
            self.assertEqual(list(mine.runs[column]), list(theirs.runs[column]))

    def test_can_a_scenario_name_it_and_set_its_parameters(self) -> None:
        seen.clear()
        scenario = short("w1").set("planner", {"name": "own_device", "device": "glasses", "share": 0.25, "deep": True})
        ss.plan(scenario)
        ss.plan("w1", "own_device", depth=7)
        self.assertEqual(seen, [["glasses", 0.25, 3, True], ["watch", 0.5, 7, False]])
        with self.assertRaises(ss.InputError) as raised:
            ss.plan("w1", "own_device", device="ring")
        self.assertIn("glasses", str(raised.exception))

    def test_is_it_listed_with_its_parameters(self) -> None:
        listed = {str(each["name"]): each for each in ss.planners()}
        self.assertEqual(listed["as_min_dev"]["description"], "What min_dev finds.")
        self.assertEqual(listed["own_device"]["parameters"], {"device": "watch", "share": 0.5, "depth": 3, "deep": False})
        self.assertEqual(list(listed)[0], "synergy")

    def test_does_it_see_the_problem_and_what_plans_are_worth(self) -> None:
        facts: dict[str, object] = {}

        @ss.planner(name="curious")
        def curious(problem: ss.Problem) -> str:
            plan = problem.ask("synergy")
            assert plan is not None
            app = problem.apps[0]
            cuts = problem.cuts(app.name, "watch")
            whole = problem.cost(app.name, "watch", 0, app.layer_count - 1)
            half = problem.cost(app.name, "watch", 0, cuts[0][0])
            assert whole is not None and half is not None
            facts.update(
                cycles=(half.cycles, whole.cycles),
                crossing=(cuts[0][1], half.output_bytes),
                transfer=problem.transfer("watch", "glasses", cuts[0][1]).latency_ms,
                expected=problem.estimate(plan, "adaptive").throughput_inf_per_s,
                found=problem.evaluate(plan, "adaptive").throughput_inf_per_s,
                devices=[device.name for device in problem.devices],
            )
            return plan

        run = ss.run(short("w2"), "curious", policy="adaptive").runs
        less, more = facts["cycles"]  # type: ignore[misc]
        self.assertLess(less, more)
        self.assertEqual(*facts["crossing"])  # type: ignore[misc]
        self.assertGreater(facts["transfer"], 0)
        self.assertEqual(facts["expected"], run["predicted_throughput_inf_per_s"][0])
        self.assertAlmostEqual(facts["found"] / facts["expected"], 1, delta=0.1)  # type: ignore[operator]
        self.assertEqual(facts["devices"], ["earbud", "glasses", "watch", "ring"])
        self.assertEqual(run["plans_simulated"][0] if "plans_simulated" in run else 1, 1)

    def test_does_what_it_raises_reach_whoever_asked(self) -> None:
        @ss.planner(name="broken")
        def broken(problem: ss.Problem) -> str:
            raise KeyError(problem.name)

        with self.assertRaises(KeyError):
            ss.plan("w2", "broken")
        with self.assertRaises(KeyError):
            ss.run("w2", ["min_dev", "broken"])

    def test_is_an_answer_that_is_no_plan_told_in_its_name(self) -> None:
        @ss.planner(name="vague")
        def vague(problem: ss.Problem) -> dict[str, tuple[str, Layers, str]]:
            return whole_on(problem, "belt")

        with self.assertRaises(ss.InputError) as raised:
            ss.plan("w2", "vague")
        self.assertIn("vague", raised.exception.file)
        self.assertIn("watch", raised.exception.choices)
        ss.planner(name="vague")(lambda _: 3)
        with self.assertRaises(TypeError):
            ss.plan("w2", "vague")

    def test_are_no_plan_and_a_plan_that_cannot_run_answers(self) -> None:
        @ss.planner(name="idle")
        def idle(_: ss.Problem) -> None:
            raise ss.InfeasibleError("it is Sunday")

        plan = ss.plan("w2", "idle")
        self.assertEqual((plan.feasible, plan.apps), (False, []))
        self.assertTrue(any("it is Sunday" in reason for reason in plan.reasons))
        ss.planner(name="idle")(lambda problem: whole_on(problem, "ring"))
        run = ss.run(short("w2"), ["idle", "min_dev"]).runs
        self.assertEqual(list(run["status"]), ["infeasible", "ok"])

    def test_does_the_problem_end_with_the_call(self) -> None:
        kept: list[ss.Problem] = []

        @ss.planner(name="keeper")
        def keeper(problem: ss.Problem) -> str | None:
            kept.append(problem)
            return problem.ask("min_dev")

        ss.plan("w2", "keeper")
        with self.assertRaises(RuntimeError):
            kept[0].cuts("kws", "watch")
        with self.assertRaises(RuntimeError):
            _ = kept[0].seed

    def test_are_names_of_shipped_planners_refused_and_own_ones_replaced(self) -> None:
        with self.assertRaises(ValueError):
            ss.planner(name="synergy")(as_min_dev)
        ss.planner(name="twice", description="first")(as_min_dev)
        ss.planner(name="twice", description="second")(as_min_dev)
        self.assertEqual([p["description"] for p in ss.planners() if p["name"] == "twice"], ["second"])
        ss.refresh()
        self.assertIn("twice", [p["name"] for p in ss.planners()])

    def test_is_it_the_same_from_any_thread_and_at_any_time(self) -> None:
        scenario = short("w2")
        expected = without_wall(ss.run(scenario, "as_min_dev").csv("runs"))
        found: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: found.append(without_wall(ss.run(scenario, "as_min_dev").csv("runs"))))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [expected] * 3)


class Conformance(unittest.TestCase):
    def test_do_shipped_planners_and_those_of_python_conform(self) -> None:
        for planner in ("synergy", "min_dev", "as_min_dev"):
            self.assertEqual(ss.conform(planner), [])

    def test_are_planners_that_do_not_conform_told_why(self) -> None:
        turns: list[int] = []

        @ss.planner(name="fickle")
        def fickle(problem: ss.Problem) -> str:
            turns.append(0)
            plan = problem.ask("synergy" if len(turns) % 2 else "min_dev")
            if plan is None:
                raise ss.InfeasibleError("none found")
            return plan

        self.assertTrue(any("asked again" in line for line in ss.conform("fickle", ["w1"])))
        ss.planner(name="fickle")(lambda problem: whole_on(problem, problem.accelerators[0]))
        self.assertTrue(any("cannot run" in line for line in ss.conform("fickle", ["w2"])))
        ss.planner(name="fickle")(lambda problem: 1 / 0)
        self.assertTrue(all("ZeroDivisionError" in line for line in ss.conform("fickle", [])))


class InCommands(unittest.TestCase):
    def test_does_a_sweep_with_several_threads_take_it(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mine.yaml"
            file.write_text(
                "schema_version: 1\nname: mine\nscenarios: [w2]\nplanners: [as_min_dev, min_dev]\n"
                "set: {measurement: {warm_up: 0.5 s, window: 2 s}}\n"
                "axes: {interval: {path: link.connection_interval, values: [15 ms, 30 ms, 60 ms]}}\n"
            )
            end = ss.sweep(file, pathlib.Path(folder) / "out", jobs=2)
            self.assertEqual(end.counts, {"ok": 6})
            rows = sorted(zip(end.runs["x_interval_ms"], end.runs["planner"], end.runs["latency_mean_ms"]))
        for mine, theirs in zip(rows[::2], rows[1::2]):
            self.assertEqual((mine[1], theirs[1]), ("as_min_dev", "min_dev"))
            self.assertEqual(mine[2], theirs[2])

    def test_does_the_suite_score_it(self) -> None:
        card = ss.suite(["synergy", "as_min_dev", "min_dev"], ["memory"], quick=True, jobs=2)
        rows = {p: (s, w) for f, p, s, w in zip(*(card.scorecard[c] for c in ("family", "planner", "solved_count", "regret_worst_ratio"))) if f == "memory"}  # fmt: skip
        self.assertEqual(set(rows), {"synergy", "as_min_dev", "min_dev"})
        self.assertEqual(rows["as_min_dev"][0], rows["min_dev"][0])
        self.assertIn("as_min_dev", card.leaderboard)


class Changing(unittest.TestCase):
    def test_does_a_planner_that_looks_at_it_hear_what_runs(self) -> None:
        heard: list[tuple[int, list[ss.AppPlan] | None]] = []

        @ss.planner(name="listening", takes_plan_in_force=True)
        def listening(problem: ss.Problem) -> list[ss.AppPlan] | str:
            running = problem.plan_in_force
            heard.append((len(problem.devices), running))
            return as_min_dev(problem)

        ss.run("ring_off", "listening", replications=1)
        self.assertIn(None, [running for _, running in heard])
        later = [(devices, running) for devices, running in heard if running]
        self.assertEqual({devices for devices, _ in later}, {3, 4})
        for _, running in later:
            self.assertEqual([app.app for app in running or []], ["kws", "simplenet", "widenet"])
        self.assertIsNone(ss.load("w1").problem.plan_in_force)

    def test_is_one_that_does_not_look_told_nothing(self) -> None:
        heard: list[object] = []

        @ss.planner(name="deaf")
        def deaf(problem: ss.Problem) -> str:
            heard.append(problem.plan_in_force)
            return as_min_dev(problem)

        ss.run("ring_off", "deaf", replications=1)
        self.assertEqual(set(map(type, heard)), {type(None)})


if __name__ == "__main__":
    unittest.main()
