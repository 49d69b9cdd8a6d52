"""Does an installation work where it was not made: the program, its data, and projects that use the package?

    installed_test.py BUILD_FOLDER

Installs into an empty prefix and moves it; everything is asked of the moved one.
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
OUTSIDE = ("first_fit", "first_fit_py", "least_crowded")
EXAMPLES = ROOT / "scripts" / "examples"
CLEAN = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C"}
CLEAN.update({name: value for name, value in os.environ.items() if name.startswith(("CCACHE_", "CMAKE_"))})
build = pathlib.Path()


def run(*command, **more) -> subprocess.CompletedProcess:
    more.setdefault("env", CLEAN)
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, **more)


def cached() -> dict[str, str]:
    """The variables of the build's CMake cache."""
    pairs = {}
    for line in (build / "CMakeCache.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "//")) and "=" in line:
            key, _, value = line.partition("=")
            pairs[key.partition(":")[0]] = value
    return pairs


class Installed(unittest.TestCase):
    scratch: tempfile.TemporaryDirectory
    prefix: pathlib.Path

    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        folder = pathlib.Path(cls.scratch.name)
        done = run("cmake", "--install", build, "--prefix", folder / "first")
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.prefix = folder / "moved" / "here"
        cls.prefix.parent.mkdir()
        shutil.move(folder / "first", cls.prefix)
        cls.program = cls.prefix / "bin" / "synergy-sim"

    def ok(self, *command, **more) -> str:
        done = run(*command, **more)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def build_outside(self, project: pathlib.Path, *more: str) -> pathlib.Path:
        """Configures and builds a project of somebody else with the compiler and the flags of this build."""
        known = cached()
        folder = pathlib.Path(self.scratch.name) / project.name
        if folder.exists():
            return folder
        self.ok("cmake", "-S", project, "-B", folder, f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DCMAKE_BUILD_TYPE=Debug",
                f"-DCMAKE_CXX_COMPILER={known['CMAKE_CXX_COMPILER']}", f"-DCMAKE_CXX_FLAGS={known.get('CMAKE_CXX_FLAGS', '')}", *more)
        self.ok("cmake", "--build", folder, "--parallel", "2")
        return folder

    def test_what_is_installed(self) -> None:
        for name in ("bin/synergy-sim", "bin/synergy-import", "include/synergy/api/api.hpp", "share/synergy-sim/model_zoo/kws.yaml",
                     "share/synergy-sim/device_profiles/max78000.yaml", "share/synergy-sim/scenarios/w1.yaml",
                     "share/synergy-sim/schemas/scenario.schema.json", "share/man/man1/synergy-sim.1", "share/man/man1/synergy-import.1",
                     "share/bash-completion/completions/synergy-sim", "share/zsh/vendor-completions/_synergy-sim",
                     "share/fish/vendor_completions.d/synergy-sim.fish"):
            self.assertTrue((self.prefix / name).is_file(), name)

    def test_data_beside_the_program(self) -> None:
        said = self.ok(self.program, "--version", cwd="/").splitlines()
        self.assertEqual(said[0], cached()["CMAKE_PROJECT_VERSION"])
        self.assertEqual([line.split()[0] for line in said[1:]], ["commit", "compiler", "data"])
        self.assertEqual(said[3], f"data {self.prefix}/share/synergy-sim")
        rows = self.ok(self.program, "run", "w1", "--set", "measurement.window=1 s", "--format", "csv", cwd="/")
        self.assertEqual(len(rows.splitlines()), 2)
        link = pathlib.Path(self.scratch.name) / "link"
        link.symlink_to(self.program)
        self.assertIn(f"data {self.prefix}/", self.ok(link, "--version"))

    def test_data_elsewhere(self) -> None:
        environment = {**CLEAN, "SYNERGY_SIM_DATA": "/of/environment"}
        self.assertIn("data /of/environment\n", self.ok(self.program, "--version", env=environment))
        self.assertIn("data /of/option\n", self.ok(self.program, "--data", "/of/option", "--version", env=environment))

    def test_import_beside_the_program(self) -> None:
        done = run(self.program, "import", HERE / "installed_test.py", "--format", "onnx")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertNotIn("is not there", done.stderr)

    def test_manual_pages(self) -> None:
        if shutil.which("man") is None:
            self.skipTest("no man")
        for name, word in (("synergy-sim", "--planner-command"), ("synergy-import", "ONNX")):
            page = self.prefix / "share/man/man1" / f"{name}.1"
            shown = run("man", "--warnings", "-l", page, env={**CLEAN, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
            self.assertEqual(shown.stderr, "")
            self.assertIn(word, shown.stdout)

    def complete(self, *words: str) -> list[str]:
        """What bash offers for the last word."""
        script = self.prefix / "share/bash-completion/completions/synergy-sim"
        quoted = " ".join(f"'{word}'" for word in words)
        text = (f'. "{script}"; COMP_WORDS=(synergy-sim {quoted}); COMP_CWORD={len(words)}; _synergy_sim; '
                'printf "%s\\n" "${COMPREPLY[@]}"')
        environment = {**CLEAN, "PATH": f"{self.prefix}/bin:{CLEAN['PATH']}"}
        return self.ok("bash", "-c", text, cwd=self.prefix, env=environment).split()

    def test_completion_of_bash(self) -> None:
        self.assertIn("suite", self.complete("su"))
        self.assertEqual(self.complete("run", "--tra"), ["--trace", "--trace-max-events", "--trace-from", "--trace-duration"])
        self.assertEqual(self.complete("run", "w1", "--steady", "o"), ["on", "off"])
        self.assertEqual(self.complete("plan", "w1", "--planner", "pri_"), ["pri_min_dev", "pri_max_dev"])
        self.assertEqual(self.complete("run", "w1", "--policy", "se"), ["sequential"])
        self.assertLessEqual({"w1", "w2", "w3", "w4", "w5", "w6"}, set(self.complete("run", "w")))
        self.assertEqual(self.complete("list", "mo"), ["models"])
        self.assertEqual(self.complete("validate", "sha"), ["share"])

    def test_completions_of_other_shells_parse(self) -> None:
        for shell, name in (("zsh", "zsh/vendor-completions/_synergy-sim"), ("fish", "fish/vendor_completions.d/synergy-sim.fish")):
            if shutil.which(shell):
                self.ok(shell, "-n", self.prefix / "share" / name)

    def test_find_package(self) -> None:
        folder = self.build_outside(HERE / "outside")
        ours = self.ok(self.program, "run", "w1", "--planner", "synergy", "--set", "measurement.window=1 s", "--format", "csv")
        theirs = self.ok(folder / "outside")
        without_wall_times = [[line.split(",")[:8] for line in text.splitlines()] for text in (ours, theirs)]
        self.assertEqual(*without_wall_times)

    def test_module(self) -> None:
        module = self.build_outside(ROOT / "tests" / "module_example") / "libfirst_fit.so"
        named = ("--planner-module", module)
        listed = self.ok(self.program, *named, "list", "planners", "--format", "csv")
        self.assertIn("\nfirst_fit,sequential,ours,", listed)
        scratch = pathlib.Path(self.scratch.name)
        self.ok(self.program, *named, "run", "w2", "--planner", "first_fit", "--planner", "synergy", "--set", "measurement.window=1 s",
                "--out", scratch / "results")
        manifest = json.loads((scratch / "results/manifest.json").read_text(encoding="utf-8"))
        self.assertRegex(manifest["input_hashes"][str(module)], "^[0-9a-f]{16}$")
        plan = self.ok(self.program, "plan", "w2", "--planner", "first_fit", *named)
        self.assertEqual(plan, self.ok(self.program, "plan", "w2", "--planner", "first_fit", env={**CLEAN, "SYNERGY_SIM_PLANNERS": str(module)}))
        sweep = scratch / "sweep.yaml"
        sweep.write_text("schema_version: 1\nname: mine\nscenarios: [w1]\nplanners: [first_fit, synergy]\n"
                         "set: {measurement: {window: 1 s}}\naxes:\n  phy: {path: link.phy, values: [1M, 2M]}\n", encoding="utf-8")
        self.ok(self.program, *named, "sweep", sweep, "--out", scratch / "swept", "--jobs", "2")
        self.assertIn(str(module), (scratch / "swept/manifest.json").read_text(encoding="utf-8"))
        unknown = run(self.program, "run", "w2", "--planner", "first_fit")
        self.assertEqual(unknown.returncode, 2)

    def test_one_scorecard(self) -> None:
        """Planners in a module, in another process, in Python and in the program, on the same instances: one command."""
        if not (self.prefix / "lib/python3/dist-packages/synergy_sim").is_dir():
            self.skipTest("built without the Python module")
        out = pathlib.Path(self.scratch.name) / "suite"
        self.ok("bash", EXAMPLES / "outside_scorecard.sh", self.prefix, out, "--family", "paper", "--jobs", "2",
                env={**CLEAN, "PYTHON": sys.executable})
        with (out / "scorecard.csv").open(encoding="utf-8", newline="") as stream:
            card = list(csv.DictReader(stream))
        names = [row["planner"] for row in card]
        for name in (*OUTSIDE, "synergy", "lns", "random"):
            self.assertIn(name, names)
        with (ROOT / "scenarios/suite/outside_scorecard.csv").open(encoding="utf-8", newline="") as stream:
            kept = {row["planner"]: row for row in csv.DictReader(stream) if row["family"] == "paper"}
        # What is known to be possible may become more; what these planners do stays.
        for row in card:
            if row["planner"] in OUTSIDE:
                for column in ("instance_count", "solved_count", "throughput_ratio", "latency_ratio", "power_ratio", "candidates_considered"):
                    self.assertEqual(row[column], kept[row["planner"]][column], f"{row['planner']}: {column}")
        inputs = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["input_hashes"]
        self.assertTrue(any(name.endswith("/libfirst_fit.so") for name in inputs))
        for name, file in (("first_fit_py", "first_fit.py"), ("least_crowded", "least_crowded.py")):
            self.assertTrue(any(of.startswith(f"planner {name}: ") and file in of for of in inputs), name)

    def test_bad_modules(self) -> None:
        module = self.build_outside(HERE / "bad_module") / "libbad.so"
        for how, words in (("have another ABI", "it has planner ABI 2, this program 1"),
                           ("have another layout", "built from headers of another version"), ("give no table", "gives no table"),
                           ("have no planners", "it has no planners"), ("throw at once", "failed: not today"),
                           ("take a name", "planner 'synergy' cannot be added: another one has this name"),
                           ("have a bad name", "'Mine, all mine' is no name for a planner"),
                           ("have no function", "planner 'bad' cannot be added: it has no function")):
            with self.subTest(how):
                done = run(self.program, "--planner-module", module, "list", "planners", env={**CLEAN, "BAD_MODULE": how})
                self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                self.assertIn(f"planner module {module}: ", done.stderr)
                self.assertIn(words, done.stderr)
        for how, words in (("throw", "planner bad failed: of its own accord"), ("throw a number", "threw what is no exception"),
                           ("plan nothing", "the plan has 0 apps, the scenario")):
            with self.subTest(how):
                done = run(self.program, "--planner-module", module, "plan", "w1", "--planner", "bad", env={**CLEAN, "BAD_MODULE": how})
                self.assertEqual(done.returncode, 4, done.stderr)
                self.assertIn(words, done.stderr)
        twice = run(self.program, *("--planner-module", module) * 2, "list", "planners")
        self.assertEqual(twice.returncode, 2)
        self.assertIn("planner 'bad' cannot be added: another one has this name", twice.stderr)
        cut = pathlib.Path(self.scratch.name) / "cut_off.so"
        for kept in (16, 100, 5000):  # what is mapped is longer; behind it is what debuggers read
            cut.write_bytes(module.read_bytes()[:kept])
            done = run(self.program, "--planner-module", cut, "list", "planners")
            self.assertEqual(done.returncode, 2, f"{kept} bytes: {done.stderr}")
            self.assertIn("cannot be loaded: ", done.stderr)
        library = next(path for folder in ("/usr/lib", "/lib") for path in sorted(pathlib.Path(folder).glob("**/libfmt.so*")))
        other = run(self.program, "--planner-module", library, "list", "planners")
        self.assertEqual(other.returncode, 2)
        self.assertIn("has no symbol synergy_planner_module: it is no planner module", other.stderr)

    def test_add_subdirectory(self) -> None:
        folder = self.build_outside(HERE / "inside", f"-DSYNERGY_SOURCE={ROOT}", "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON",
                                    "-DSYNERGY_UNITY_BUILD=ON")
        self.assertEqual(len(self.ok(folder / "inside").strip()), 16)


if __name__ == "__main__":
    build = pathlib.Path(sys.argv.pop(1))
    unittest.main()
