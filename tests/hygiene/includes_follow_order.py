"""Does every #include follow the order of the concepts, and do public headers keep third-party types out?

The order is the one of the synergy_concept and synergy_python_module lines in CMakeLists.txt. A file of include/synergy/<concept>,
src/<concept> or tests/<concept> may include its own concept and those its DEPENDS reach; in src/<concept> also those
that its INSIDE names, which whoever depends on it does not see: how families of accelerators stay out of the rest. Third-party headers belong
in src/, and only where LIBRARIES names the library. Tests share the helpers in tests/ that belong to no concept.
"""

import os
import pathlib
import re

import tree

TESTS = re.compile(r"^\s*synergy_tests\(\s*(\w+)\s*([^)]*)\)", re.MULTILINE)
CONCEPT = re.compile(r"^\s*synergy_(?:concept|python_module)\(\s*(\w+)\s*([^)]*)\)", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
LIBRARY_OF = {
    "boost": "Boost::headers",
    "fmt": "fmt::fmt",
    "yaml.h": "yaml",
    "Eigen": "Eigen3::Eigen",
    "CLI": "CLI11::CLI11",
    "nlohmann": "nlohmann_json::nlohmann_json",
    "onnx": "onnx",
    "google": "onnx_proto",
    "pybind11": "pybind11::headers",
}


def concepts(cmake: str) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]], list[str]]:
    """From the text of CMakeLists.txt: what each concept may include, what its sources may beside that, its libraries, and
    problems of the order."""
    inside: dict[str, set[str]] = {}
    reach: dict[str, set[str]] = {}
    libraries: dict[str, set[str]] = {}
    problems = []
    for name, arguments in CONCEPT.findall(cmake):
        lists: dict[str, list[str]] = {"DEPENDS": [], "INSIDE": [], "LIBRARIES": []}
        current: list[str] = []
        for word in arguments.split():
            if word in lists:
                current = lists[word]
            else:
                current.append(word)
        reach[name] = {name}
        libraries[name] = set(lists["LIBRARIES"])
        inside[name] = set()
        for below in lists["DEPENDS"] + lists["INSIDE"]:
            if below not in reach:
                problems.append(f"CMakeLists.txt: {name} depends on {below}, which does not stand above it")
            (reach if below in lists["DEPENDS"] else inside)[name] |= reach.get(below, set())
    return reach, inside, libraries, problems


def tested_with(root: pathlib.Path, reach: dict[str, set[str]]) -> dict[str, set[str]]:
    """What the tests of each concept may include: as the concept, and what tests/CMakeLists.txt links them with."""
    allowed = {name: set(concepts) for name, concepts in reach.items()}
    listed = root / "tests" / "CMakeLists.txt"
    for name, arguments in TESTS.findall(listed.read_text(encoding="utf-8") if listed.exists() else ""):
        for library in re.findall(r"\bsynergy_(\w+)", arguments):
            allowed.setdefault(name, set()).update(reach.get(library, set()))
    return allowed


def is_own(root: pathlib.Path, path: pathlib.PurePosixPath, target: pathlib.PurePosixPath, known: set[str]) -> bool:
    """Does a quoted include name a file beside it, one generated from a .in beside it, one of a subfolder of its
    concept, or a helper of all tests?"""
    if path.parts[0] == "src" and ".." not in target.parts and (root / "src" / path.parts[1] / target).exists():
        return True
    if len(target.parts) == 1:
        return any((root / path.parent / name).exists() for name in (target.name, target.name + ".in"))
    where = pathlib.PurePosixPath(os.path.normpath(path.parent / target))
    if not (root / where).exists() or where.parts[0] == "include":
        return False
    if where.parts[0] == "src":  # a private header: for the tests of its concept, and for src/precompiled.hpp
        return path.parts[0] == "tests" and where.parts[1:2] in (path.parts[1:2], ("precompiled.hpp",))
    return path.parts[0] == "tests" and where.parts[0] == "tests" and where.parts[1] not in known


def private_headers(root: pathlib.Path, path: pathlib.PurePosixPath) -> list[str]:
    """Private headers of a concept that a file outside it includes."""
    problems = []
    for number, line in tree.lines(root, path):
        match = INCLUDE.match(line)
        if not match or match[1] != '"':
            continue
        where = pathlib.PurePosixPath(os.path.normpath(path.parent / match[2]))
        if where.parts[0] == "src" and len(where.parts) > 2:
            problems.append(f"{path}:{number}: {match[2]}: a private header of {where.parts[1]}")
    return problems


def check(root: pathlib.Path) -> list[str]:
    reach, inside, libraries, problems = concepts((root / "CMakeLists.txt").read_text(encoding="utf-8"))
    if not reach:
        return ["CMakeLists.txt: no synergy_concept line found"]
    reach_of_tests = tested_with(root, reach)
    for path in tree.files(root):
        public = path.parts[:2] == ("include", "synergy")
        if path.suffix not in (".hpp", ".cpp") or not (public or path.parts[0] in ("src", "tests")):
            continue
        folder = path.parts[2 if public else 1]
        if folder not in reach:
            if path.parts[0] != "tests" and len(path.parts) > (3 if public else 2):
                problems.append(f"{path}: '{folder}' is no concept of CMakeLists.txt")
            elif path.parts[0] == "tests":
                problems += private_headers(root, path)
            continue
        for number, line in tree.lines(root, path):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, target = match[1] == '"', pathlib.PurePosixPath(match[2])
            where = f"{path}:{number}: {target}"
            if target.parts[0] == "synergy":
                usable = reach_of_tests[folder] if path.parts[0] == "tests" else reach[folder]
                usable = usable | (inside[folder] if path.parts[0] == "src" else set())
                if target.parts[1] not in usable:
                    problems.append(f"{where}: {folder} may only use {', '.join(sorted(usable))}")
            elif quoted:
                if not is_own(root, path, target, set(reach)):
                    problems.append(f"{where}: neither \"synergy/...\" nor a file of the same folder")
            elif target.parts[0] in LIBRARY_OF:
                library = LIBRARY_OF[target.parts[0]]
                if public:
                    problems.append(f"{where}: a public header must not show a third-party library")
                elif path.parts[0] == "src" and library not in libraries[folder]:
                    problems.append(f"{where}: {folder} does not name {library} in CMakeLists.txt")
    return problems


if __name__ == "__main__":
    tree.report(check)
