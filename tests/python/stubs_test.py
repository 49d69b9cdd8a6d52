"""Are the stubs what the library has, and is everything public documented and annotated?"""

import ast
import inspect
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import synergy_sim as ss
from synergy_sim import _core

PACKAGE = pathlib.Path(ss.__file__).parent


def members(node: ast.ClassDef | ast.Module) -> dict[str, ast.AST]:
    return {n.name: n for n in node.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def parameters_of(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def own(thing: object) -> set[str]:
    """Names that are its own, with the special methods that stubs have."""
    return {name for name in vars(thing) if not name.startswith("_") or name in ("__init__", "__len__")}


class Stubs(unittest.TestCase):
    declared = ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8"))

    def test_do_stubs_and_library_have_the_same_names(self) -> None:
        classes = {name: node for name, node in members(self.declared).items() if isinstance(node, ast.ClassDef)}
        functions = set(members(self.declared)) - set(classes)
        self.assertEqual(functions, {name for name in own(_core) if callable(getattr(_core, name))} - set(classes))
        for name, node in classes.items():
            real = own(getattr(_core, name))
            # Python gives every class of the library a constructor; most only say that there is none.
            if "__init__" not in members(node):
                real.discard("__init__")
            self.assertEqual(set(members(node)), real, name)

    def test_do_functions_take_what_the_stubs_say(self) -> None:
        def check(where: str, node: ast.FunctionDef, real: object) -> None:
            said = re.match(rf"{node.name}\((.*?)\) -> ", inspect.getdoc(real) or "")
            assert said is not None, where
            names = re.findall(r"(?:^|, )(\w+):", re.sub(r"\[[^\[\]]*(\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*\][^\[\]]*)*\]", "", said[1]))
            self.assertEqual([n for n in names if n not in ("self", "arg0")], [n for n in parameters_of(node) if n != "self"], where)

        for name, node in members(self.declared).items():
            if isinstance(node, ast.FunctionDef):
                check(name, node, getattr(_core, name))
                continue
            for method, inner in members(node).items():  # type: ignore[arg-type]
                real = inspect.getattr_static(getattr(_core, name), method)
                if isinstance(real, property):
                    self.assertEqual(ast.unparse(inner.decorator_list[0]), "property")  # type: ignore[attr-defined]
                elif method != "__len__":
                    check(f"{name}.{method}", inner, getattr(getattr(_core, name), method))  # type: ignore[arg-type]

    def test_is_everything_public_documented(self) -> None:
        for name in ss.__all__:
            thing = getattr(ss, name)
            self.assertTrue(inspect.getdoc(thing), name)
            if not inspect.isclass(thing):
                continue
            for member, value in vars(thing).items():
                shown = isinstance(value, property) or inspect.isroutine(value)
                if shown and not member.startswith("_"):
                    self.assertTrue((value.__doc__ or "").strip(), f"{name}.{member}")

    def test_do_numbers_have_their_units(self) -> None:
        """In the name, or where it has none, in words."""
        for name in ("SegmentCost", "TransferCost", "Estimate", "Evaluation"):
            for member, value in vars(getattr(ss, name)).items():
                unit = member.rsplit("_", 1)[-1]
                for ending, word in (("ms", "ms"), ("uj", "uJ"), ("mw", "mW"), ("bytes", "bytes"), ("s", "/s")):
                    if not member.startswith("_") and unit == ending:
                        self.assertIn(word, value.__doc__, f"{name}.{member}")

    def test_is_everything_public_annotated(self) -> None:
        for file in PACKAGE.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.FunctionDef):
                    continue
                self.assertIsNotNone(node.returns, f"{file.name}: {node.name}")
                for argument in [*node.args.args, *node.args.kwonlyargs]:
                    self.assertTrue(argument.annotation or argument.arg == "self", f"{file.name}: {node.name}: {argument.arg}")

    def test_does_mypy_agree(self) -> None:
        if shutil.which("mypy") is None:
            self.skipTest("mypy is not installed")
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--cache-dir", "/dev/null", PACKAGE],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
