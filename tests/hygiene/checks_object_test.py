"""Do the checks of this folder object to what they are there for, and to nothing else?"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import documents_are_true
import includes_follow_order
import scripts_are_sound
import tree_is_tidy

CMAKE = """
synergy_concept(base LIBRARIES fmt::fmt)
synergy_concept(model DEPENDS base)
synergy_concept(link DEPENDS model LIBRARIES Boost::headers)
"""
HERE = pathlib.Path(__file__).resolve().parent


class Checks(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        self.write("CMakeLists.txt", CMAKE)

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def assert_objects(self, check, *parts: str) -> None:
        """The check finds exactly one problem, and the problem names all the parts."""
        problems = check.check(self.root)
        self.assertEqual(len(problems), 1, problems)
        for part in parts:
            self.assertIn(part, problems[0])


class Includes(Checks):
    def test_allowed(self) -> None:
        self.write("include/synergy/link/link.hpp", '#include "synergy/base/ensure.hpp"\n#include <vector>\n')
        self.write("src/link/own.hpp", "")
        self.write("src/link/a.cpp", '#include "own.hpp"\n#include "synergy/model/m.hpp"\n#include <boost/a.hpp>\n')
        self.write("src/link/info.hpp.in", "")
        self.write("src/link/b.cpp", '#include "info.hpp"\n')
        self.write("tests/support/helper.hpp", "")
        self.write("tests/link/a_test.cpp", '#include "../support/helper.hpp"\n#include "synergy/link/link.hpp"\n')
        self.write("tests/link/b_test.cpp", "#include <fmt/format.h>\n")
        self.write("src/main.cpp", '#include "synergy/link/link.hpp"\n')
        self.assertEqual(includes_follow_order.check(self.root), [])

    def test_upward_in_a_header(self) -> None:
        self.write("include/synergy/base/a.hpp", '\n  #  include "synergy/model/m.hpp"\n')
        self.assert_objects(includes_follow_order, "include/synergy/base/a.hpp:2", "synergy/model/m.hpp")

    def test_upward_in_a_source(self) -> None:
        self.write("src/model/a.cpp", '#include "synergy/link/link.hpp"\n')
        self.assert_objects(includes_follow_order, "src/model/a.cpp:1", "model may only use base, model")

    def test_upward_in_a_test(self) -> None:
        self.write("tests/model/a_test.cpp", '#include <synergy/link/link.hpp>\n')
        self.assert_objects(includes_follow_order, "tests/model/a_test.cpp:1")

    def test_inside_is_for_the_sources_of_a_concept_alone(self) -> None:
        self.write("CMakeLists.txt", CMAKE + "synergy_concept(table DEPENDS base INSIDE model)\nsynergy_concept(user DEPENDS table)\n")
        self.write("src/table/a.cpp", '#include "synergy/model/m.hpp"\n#include "synergy/base/b.hpp"\n')
        self.assertEqual(includes_follow_order.check(self.root), [])
        self.write("src/user/a.cpp", '#include "synergy/model/m.hpp"\n')
        self.assert_objects(includes_follow_order, "src/user/a.cpp:1", "user may only use base, table, user")

    def test_inside_is_not_for_public_headers(self) -> None:
        self.write("CMakeLists.txt", CMAKE + "synergy_concept(table DEPENDS base INSIDE model)\n")
        self.write("include/synergy/table/a.hpp", '#include "synergy/model/m.hpp"\n')
        self.assert_objects(includes_follow_order, "include/synergy/table/a.hpp:1", "table may only use base, table")

    def test_private_file_of_another_concept(self) -> None:
        self.write("src/model/private.hpp", "")
        self.write("src/link/a.cpp", '#include "../model/private.hpp"\n')
        self.assert_objects(includes_follow_order, "src/link/a.cpp:1")

    def test_private_file_of_another_concept_in_a_test(self) -> None:
        self.write("src/link/private.hpp", "")
        self.write("tests/model/a_test.cpp", '#include "../../src/link/private.hpp"\n')
        self.assert_objects(includes_follow_order, "tests/model/a_test.cpp:1")

    def test_private_file_in_a_tool_of_the_tests(self) -> None:
        self.write("src/link/private.hpp", "")
        self.write("tests/golden/a.cpp", '#include "../../src/link/private.hpp"\n')
        self.assert_objects(includes_follow_order, "a private header of link")

    def test_helper_of_another_concept_s_tests(self) -> None:
        self.write("tests/link/helper.hpp", "")
        self.write("tests/model/a_test.cpp", '#include "../link/helper.hpp"\n')
        self.assert_objects(includes_follow_order, "tests/model/a_test.cpp:1")

    def test_third_party_in_a_public_header(self) -> None:
        self.write("include/synergy/base/a.hpp", "#include <fmt/format.h>\n")
        self.assert_objects(includes_follow_order, "third-party")

    def test_undeclared_library(self) -> None:
        self.write("src/model/a.cpp", "#include <Eigen/Dense>\n")
        self.assert_objects(includes_follow_order, "model does not name Eigen3::Eigen")

    def test_unknown_concept(self) -> None:
        self.write("src/magic/a.cpp", "")
        self.assert_objects(includes_follow_order, "'magic'")

    def test_order_turned_round(self) -> None:
        self.write("CMakeLists.txt", "synergy_concept(base DEPENDS model)\nsynergy_concept(model)\n")
        self.assert_objects(includes_follow_order, "base depends on model")

    def test_no_concepts(self) -> None:
        self.write("CMakeLists.txt", "")
        self.assert_objects(includes_follow_order, "no synergy_concept")

    def test_exit_code(self) -> None:
        self.write("src/model/a.cpp", '#include "synergy/link/link.hpp"\n')
        command = [sys.executable, HERE / "includes_follow_order.py", self.root]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)


class Tidy(Checks):
    def test_fine(self) -> None:
        self.write("src/a.cpp", "line\n" * 400)
        self.write("scenarios/long.yaml", "line\n" * 401)
        self.write("scenarios/source.txt", "https://example.org/home/a TO" + "DO\n")
        self.write(".github/x", "")
        self.write("build/x.cpp", "line\n" * 401)
        self.assertEqual(tree_is_tidy.check(self.root), [])

    def test_long_file(self) -> None:
        self.write("tests/a.cpp", "line\n" * 401)
        self.assert_objects(tree_is_tidy, "tests/a.cpp: 401 lines")

    def test_unfinished(self) -> None:
        self.write("src/a.cpp", "int a;  // TO" + "DO: more\n")
        self.assert_objects(tree_is_tidy, "src/a.cpp:1")

    def test_machine_path(self) -> None:
        self.write("README.md", "see /ho" + "me/someone/file\n")
        self.assert_objects(tree_is_tidy, "README.md:1")

    def test_layout(self) -> None:
        self.write("docs/a.md", "")
        self.assert_objects(tree_is_tidy, "'docs'")


class Documents(Checks):
    def setUp(self) -> None:
        super().setUp()
        self.write("src/link/a.cpp", "")
        self.write("src/README.md", "# Map\n\n| `base` | a |\n| `model` | b |\n| `link` | c |\n")
        self.write("scenarios/CHOICES.md", "# Choices\n\n## What is ours\n\n```\n# no heading\n```\n")

    def test_fine(self) -> None:
        self.write("README.md", "[a](scenarios/CHOICES.md#what-is-ours), [b](https://x.org/no.md), `src/link/a.cpp`, `src/link/*.cpp`, "
                                "`src/<concept>/`, `scenarios/CHOICES.md and more`, `a/b.cpp`\n```\n[c](no.md)\n```\n")
        self.write("src/link/b.cpp", '// See scenarios/CHOICES.md, "What is\n// ours".\n// Other choices: CHOICES.md.\n')
        self.assertEqual(documents_are_true.check(self.root), [])

    def test_dead_link(self) -> None:
        self.write("README.md", "[a](scenarios/no.md)\n")
        self.assert_objects(documents_are_true, "README.md", "scenarios/no.md")

    def test_dead_heading(self) -> None:
        self.write("README.md", "[a](scenarios/CHOICES.md#no-heading)\n")
        self.assert_objects(documents_are_true, "scenarios/CHOICES.md#no-heading")

    def test_file_that_is_gone(self) -> None:
        self.write("README.md", "`src/link/gone.cpp`\n")
        self.assert_objects(documents_are_true, "src/link/gone.cpp")

    def test_pattern_without_a_file(self) -> None:
        self.write("README.md", "`src/link/*_table.cpp`\n")
        self.assert_objects(documents_are_true, "src/link/*_table.cpp")

    def test_comment_that_names_no_document(self) -> None:
        self.write("include/synergy/link/a.hpp", "/// The rule is in physics.md section 3.\n")
        self.assert_objects(documents_are_true, "include/synergy/link/a.hpp", "physics.md")

    def test_comment_that_names_no_section(self) -> None:
        self.write("src/link/b.cpp", '// See scenarios/CHOICES.md, "What is\n// theirs".\n')
        self.assert_objects(documents_are_true, "src/link/b.cpp", "'What is theirs'")

    def test_concept_missing_in_the_map(self) -> None:
        self.write("src/README.md", "| `base` | a |\n| `link` | c |\n")
        self.assert_objects(documents_are_true, "src/README.md", "base, model, link")

    def test_concepts_in_another_order(self) -> None:
        self.write("src/README.md", "| `base` | a |\n| `link` | c |\n| `model` | b |\n")
        self.assert_objects(documents_are_true, "src/README.md")


class Scripts(Checks):
    def setUp(self) -> None:
        super().setUp()
        for name in ("scripts/test", "scripts/reproduce", ".ci/run"):
            self.script(name, 'case ${1:-} in\n  -h) echo "$0" ;;\n  *) echo "what?" && exit 2 ;;\nesac')

    def script(self, name: str, body: str) -> None:
        self.write(name, f"#!/usr/bin/env bash\n{body}\n").chmod(0o755)

    def test_fine(self) -> None:
        self.write("scripts/table.py", "print('(')")
        self.assertEqual(scripts_are_sound.check(self.root), [])

    def test_missing(self) -> None:
        (self.root / "scripts/reproduce").unlink()
        self.assert_objects(scripts_are_sound, "scripts/reproduce: is missing")

    def test_syntax(self) -> None:
        self.script(".ci/run", "if then")
        problems = scripts_are_sound.check(self.root)
        self.assertIn(".ci/run", problems[0])

    def test_not_executable(self) -> None:
        (self.root / "scripts/test").chmod(0o644)
        self.assert_objects(scripts_are_sound, "scripts/test: has no executable bit")

    def test_no_help(self) -> None:
        self.script("scripts/test", "echo nothing && exit 2")
        self.assert_objects(scripts_are_sound, "-h does not explain")


if __name__ == "__main__":
    unittest.main()
