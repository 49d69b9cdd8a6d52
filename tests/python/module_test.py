"""Scenarios, plans, runs and tables from Python: the same numbers as the command line, byte for byte, and mistakes as exceptions."""

import pathlib
import pickle
import tempfile
import threading
import unittest
from xml.etree import ElementTree

import synergy_sim as ss
from common import SHORT, SHORT_TEXT, program, short, without_wall


class Scenarios(unittest.TestCase):
    def test_do_a_name_a_path_a_text_and_a_mapping_give_the_same_scenario(self) -> None:
        file = ss.data_folder() / "scenarios" / "w2.yaml"
        by_name = ss.load("w2").to_yaml()
        self.assertEqual(ss.load(file).to_yaml(), by_name)
        self.assertEqual(ss.load(str(file)).to_yaml(), by_name)
        self.assertEqual(ss.load(file.read_text(encoding="utf-8")).to_yaml(), by_name)
        app = {"model": "kws", "sensor": "microphone", "interaction": "haptic", "window": "1.024 s", "hop": "8 ms"}
        mapping = {"schema_version": 1, "name": "mine", "body": "body4", "apps": [app]}
        self.assertEqual([each.name for each in ss.load(mapping).problem.apps], ["kws"])

    def test_does_set_change_the_scenario_and_nothing_that_was_made_of_it(self) -> None:
        scenario = ss.load("w2")
        plan = ss.plan(scenario, "min_dev")
        before = plan.to_yaml()
        other = scenario.copy().set("link.connection_interval", "30 ms").set("apps.0.deadline", "40 ms")
        self.assertNotEqual(other.to_yaml(), scenario.to_yaml())
        self.assertEqual(scenario.to_yaml(), ss.load("w2").to_yaml())
        self.assertEqual(plan.to_yaml(), before)

    def test_are_mistakes_exceptions_with_place_problem_and_choices(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mine.yaml"
            file.write_text("schema_version: 1\nname: mine\nbody: body4\napps:\n  - {model: kwz, sensor: microphone, interaction: haptic}\n")
            with self.assertRaises(ss.InputError) as raised:
                ss.load(file)
        error = raised.exception
        self.assertEqual((error.file, error.line), (str(file), 5))
        self.assertGreater(error.column, 0)
        self.assertIn("kwz", error.problem)
        self.assertIn("kws", error.choices)
        self.assertEqual(len(error.problems), str(error).count("\n") + 1)
        self.assertEqual(pickle.loads(pickle.dumps(error)).problems, error.problems)
        self.assertIsInstance(error, ValueError)

    def test_does_a_bad_setting_leave_the_scenario_as_it_was(self) -> None:
        scenario = ss.load("w2")
        with self.assertRaises(ss.InputError):
            scenario.set("link.connection_interval", "fast")
        with self.assertRaises(ss.InputError):
            scenario.set("apps.nobody.rate", "5 Hz")
        self.assertEqual(scenario.to_yaml(), ss.load("w2").to_yaml())

    def test_are_unknown_names_told_with_the_known_ones(self) -> None:
        for ask in (
            lambda: ss.plan("w2", "synergi"),
            lambda: ss.run("w2", "synergi"),
            lambda: ss.run("w2", "min_dev", policy="adaptve"),
        ):
            with self.assertRaises(ss.InputError) as raised:
                ask()
            self.assertIn("did you mean", raised.exception.problem)
            self.assertGreater(len(raised.exception.choices), 3)
        with self.assertRaises(ss.InputError):
            ss.cost("kws", "max78001")
        with self.assertRaises(ss.InputError):
            ss.plan("w2", "optimal", node_bugdet=3)


class Bodies(unittest.TestCase):
    def test_is_the_body_of_an_instant_a_scenario_and_are_changes_told(self) -> None:
        scenario = ss.load("ring_off")
        changes = scenario.changes()
        leaves = next(at for at, what in changes if "ring" in what)
        there = {device.name for device in scenario.problem.devices}
        self.assertEqual({device.name for device in scenario.at(leaves).problem.devices}, there - {"ring"})
        self.assertIn("ring", {device.name for device in scenario.at(0).problem.devices})
        self.assertTrue(ss.plan(scenario.at(leaves), "min_dev").apps)
        with self.assertRaises(ss.InputError):
            scenario.at(0).set("seed", 2)


class Plans(unittest.TestCase):
    def test_is_a_plan_the_one_of_the_command_line(self) -> None:
        plan = ss.plan("w2", "synergy")
        self.assertEqual(plan.to_yaml(), program("plan", "w2", "--planner", "synergy"))
        self.assertEqual(plan.explain(), program("explain", "w2", "synergy"))
        self.assertTrue(plan.feasible)
        self.assertEqual([app.app for app in plan.apps], ["kws", "simplenet", "widenet"])
        for app in plan.apps:
            layers = [layer for s in app.segments for layer in range(s.first, s.last + 1)]
            self.assertEqual(layers, list(range(len(layers))))
        self.assertEqual(plan.policy, "adaptive")

    def test_does_a_plan_that_is_given_in_any_form_come_back_as_itself(self) -> None:
        made = ss.plan("w2", "synergy")
        pairs = {a.app: (a.source, [(s.device, s.first, s.last) for s in a.segments], a.target) for a in made.apps}
        for form in (made, made.apps, pairs, made.to_yaml(), {"apps": [
            {"app": a, "source": s, "segments": [{"device": d, "first": f, "last": e} for d, f, e in g], "target": t}
            for a, (s, g, t) in pairs.items()]}):  # fmt: skip
            given = ss.read_plan("w2", form, name="mine")
            self.assertEqual(given.apps, made.apps)
            self.assertEqual(given.planner, "fixed:mine")
        in_order = ss.read_plan("w2", {app: pairs[app] for app in made.deployment})
        self.assertEqual((in_order.feasible, in_order.deployment), (True, made.deployment))
        with tempfile.TemporaryDirectory() as folder:
            made.save(pathlib.Path(folder) / "saved.yaml")
            saved = ss.read_plan("w2", pathlib.Path(folder) / "saved.yaml")
        self.assertEqual((saved.planner, saved.apps), ("fixed:saved", made.apps))

    def test_is_a_plan_that_cannot_run_an_answer_with_reasons(self) -> None:
        apps = {a.app: (a.source, [("glasses", s.first, s.last) for s in a.segments], a.target)
                for a in ss.plan("w2", "synergy").apps}  # fmt: skip
        apps["kws"] = ("glasses", apps["kws"][1], "watch")  # which has no microphone
        plan = ss.read_plan("w2", apps)
        self.assertFalse(plan.feasible)
        self.assertTrue(any("microphone" in reason for reason in plan.reasons), plan.reasons)
        with self.assertRaises(ss.InfeasibleError):
            _ = plan.estimate
        self.assertEqual(list(ss.run("w2", plan).runs["status"]), ["infeasible"])

    def test_is_the_estimate_what_the_tables_say_is_predicted(self) -> None:
        plan = ss.plan(short("w2"), "synergy")
        row = {name: cells[0] for name, cells in dict(ss.run(short("w2"), plan).runs).items()}
        self.assertEqual(plan.estimate.throughput_inf_per_s, row["predicted_throughput_inf_per_s"])
        self.assertEqual(plan.estimate.power_mean_mw, row["predicted_power_mean_mw"])
        self.assertEqual(plan.estimate.bottleneck_unit, row["predicted_bottleneck_unit"])
        self.assertIsNone(plan.estimate.sustained)

    def test_do_a_planners_parameters_reach_it(self) -> None:
        self.assertTrue(ss.plan("w5", "optimal", node_budget=1).effort["budget_ended"])


class Runs(unittest.TestCase):
    def test_are_all_tables_those_of_the_command_line_byte_for_byte(self) -> None:
        scenario = short("w2_lossy").set("replications", 2)
        result = ss.run(scenario, ["synergy", "min_dev"], policy=["adaptive", "sequential"])
        with tempfile.TemporaryDirectory() as folder:
            out, own = pathlib.Path(folder) / "out", pathlib.Path(folder) / "own"
            program("-q", "run", "w2_lossy", "--planner", "synergy", "--planner", "min_dev", "--policy", "adaptive", "--policy",
                    "sequential", "--set", SHORT_TEXT, "--set", "replications=2", "--out", out)  # fmt: skip
            result.write(own)
            for table in result.tables:
                expected = (out / f"{table}.csv").read_text(encoding="utf-8")
                self.assertEqual(without_wall(result.csv(table)), without_wall(expected), table)
                self.assertEqual((own / f"{table}.csv").read_text(encoding="utf-8"), result.csv(table))
            self.assertEqual((own / "resolved.yaml").read_bytes(), (out / "resolved.yaml").read_bytes())
            self.assertEqual((own / "datapackage.json").read_bytes(), (out / "datapackage.json").read_bytes())
            self.assertTrue((own / "manifest.json").is_file())

    def test_do_data_frames_hold_what_pandas_reads_from_the_files(self) -> None:
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        result = ss.run([short("w2_lossy"), short("w1")], ["synergy", "min_dev"])
        with tempfile.TemporaryDirectory() as folder:
            result.write(folder)
            for table in result.tables:
                read = pandas.read_csv(pathlib.Path(folder) / f"{table}.csv", float_precision="round_trip")
                own = getattr(result, table)
                # What has nothing but gaps, or whole numbers alone, has another type in a file.
                filled = [name for name in read.columns if not read[name].isna().all()]
                pandas.testing.assert_frame_equal(own[filled], read[filled], check_exact=True, check_dtype=False)
                self.assertEqual(list(own.columns), list(read.columns))
        self.assertEqual(result.runs.attrs["units"]["latency_mean_ms"], "ms")

    def test_does_a_plan_run_as_the_planner_that_made_it_does(self) -> None:
        scenario = short("w2")
        planned = ss.run(scenario, [ss.plan(scenario, "synergy"), ss.plan(scenario, "min_dev")], policy="adaptive")
        named = ss.run(scenario, ["synergy", "min_dev"], policy="adaptive")
        for table in named.tables:
            self.assertEqual(without_wall(planned.csv(table)), without_wall(named.csv(table)), table)

    def test_is_a_scenario_that_is_loaded_again_the_same_one(self) -> None:
        again = ss.run(short("w2"), ss.plan(short("w2"), "synergy"), policy="adaptive")
        self.assertEqual(without_wall(again.csv("runs")), without_wall(ss.run(short("w2"), "synergy", "adaptive").csv("runs")))

    def test_is_a_plan_tried_on_another_scenario_under_a_name_of_its_own(self) -> None:
        scenario = short("w2")
        plan = ss.plan(scenario, "synergy")
        moved = ss.run(short("w2").set("link.connection_interval", "60 ms"), plan).runs
        self.assertEqual(list(moved["planner"]), ["fixed:synergy"])
        self.assertNotEqual(list(moved["latency_mean_ms"]), list(ss.run(scenario, plan).runs["latency_mean_ms"]))

    def test_do_other_threads_go_on_while_a_run_works(self) -> None:
        scenario = ss.load("w2").set("measurement", {"warm_up": "10 s", "window": "1500 s"})
        plan = ss.plan(scenario, "synergy")
        results: list[ss.Result] = []
        worker = threading.Thread(target=lambda: results.append(ss.run(scenario, plan, steady=False)))
        worker.start()
        turns = 0
        while worker.is_alive():
            turns += 1
        worker.join()
        # Each turn takes Python's lock: with it held by the run there would be one or two.
        self.assertGreater(turns, 100)
        self.assertEqual(list(results[0].runs["status"]), ["ok"])

    def test_are_columns_described(self) -> None:
        result = ss.run(short("w1"), "min_dev")
        units = {column.name: column.unit for column in result.columns("runs")}
        self.assertEqual(units["power_mean_mw"], "mW")
        self.assertEqual(len(result), 1)
        with self.assertRaises(AttributeError):
            _ = result.no_such_table
        self.assertIn("power_mean_mw", list(ss.metrics()["column"]))


class Costs(unittest.TestCase):
    def test_does_cost_say_what_the_command_says(self) -> None:
        table = ss.cost("kws", "max78000")
        lines = program("cost", "--model", "kws", "--device", "max78000", "--format", "csv").splitlines()
        self.assertEqual(list(dict(table)), lines[0].split(","))
        self.assertEqual(len(table["index"]), len(lines) - 1)
        cycles = lines[0].split(",").index("cycles")
        self.assertEqual([str(c) for c in table["cycles"]], [line.split(",")[cycles] for line in lines[1:]])
        self.assertEqual(len(ss.cost("kws", "max78000", (2, 4))["index"]), 3)


class Notebooks(unittest.TestCase):
    def test_do_plans_results_and_scenarios_show_themselves(self) -> None:
        scenario = short("w2")
        plan = ss.plan(scenario, "synergy")
        for html in (plan._repr_html_(), scenario._repr_html_()):
            self.assertIn("<svg", html)
            self.assertIn("glasses", html)
        self.assertIn("kws", plan._repr_html_())
        self.assertIn("inf/s", plan._repr_html_())
        self.assertIn("power_mean_mw [mW]", ss.run(scenario, plan)._repr_html_())
        self.assertNotIn("<script", scenario._repr_html_())

    def test_is_what_they_show_well_formed(self) -> None:
        scenario = short("w2").set("name", "'<b>&'")
        plan, none = ss.plan(scenario, "synergy"), ss.plan("w6", "min_dev")
        self.assertFalse(none.feasible)
        for shown in (scenario, plan):
            self.assertEqual(ElementTree.fromstring(shown._repr_svg_()).tag, "{http://www.w3.org/2000/svg}svg")
        for html in (plan._repr_html_(), none._repr_html_(), scenario._repr_html_(), ss.run(scenario, plan)._repr_html_()):
            ElementTree.fromstring(f"<div>{html}</div>")

    def test_does_a_notebook_take_them(self) -> None:
        try:
            from IPython.core.formatters import DisplayFormatter
        except ImportError:
            self.skipTest("IPython is not installed")
        plan = ss.plan(short("w2"), "synergy")
        for shown, kinds in ((plan, {"text/html", "image/svg+xml"}), (ss.load("w2"), {"text/html", "image/svg+xml"}),
                             (ss.run(short("w2"), plan), {"text/html"})):  # fmt: skip
            data, _ = DisplayFormatter().format(shown)
            self.assertLessEqual(kinds | {"text/plain"}, set(data))

    def test_are_names_escaped(self) -> None:
        scenario = ss.load("w2").set("name", "'<b>&'")
        self.assertIn("&lt;b&gt;&amp;", ss.run(scenario.set("measurement", SHORT), "min_dev")._repr_html_())


if __name__ == "__main__":
    unittest.main()
