"""Is what documents and comments refer to there, and does the map of the code have every concept in its order?

Links in Markdown lead to files and headings that exist. What stands in backticks and begins with a folder of the project is a file
or folder (a pattern: of at least one). A document that a comment names exists, and has the section that the comment names:
device_profiles/max7800x.md, "Weight memory". The table of src/README.md lists the concepts of CMakeLists.txt.
"""

import pathlib
import re

import tree
from includes_follow_order import CONCEPT

FOLDERS = ("bench/", "device_profiles/", "include/", "model_zoo/", "scenarios/", "scripts/", "src/", "tests/")
CODE = {".hpp", ".cpp", ".py"}
READERS_OWN = {"src/planner/least_loaded.cpp"}  # what the tutorial lets its reader write
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\s]+)[^`]*`")
CITED = re.compile(r'([\w./-]+\.md)\b(?:,\s+"([^"]+)")?')
COMMENT_GOES_ON = re.compile(r"\n\s*(?://+|#)[ \t]*")
MAP_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def read(root: pathlib.Path, path: pathlib.PurePosixPath) -> str:
    return (root / path).read_text(encoding="utf-8", errors="replace")


def of_markdown(root: pathlib.Path, path: pathlib.PurePosixPath) -> list[str]:
    text = FENCED.sub("", read(root, path))
    problems = []
    for link in LINK.findall(text):
        if link.startswith(("http://", "https://")):
            continue
        file, _, section = link.partition("#")
        target = (root / path).parent / file if file else root / path
        if not target.exists():
            problems.append(f"{path}: links to {link}, which is not there")
        elif section and section not in map(anchor, headings(target.read_text(encoding="utf-8"))):
            problems.append(f"{path}: links to {link}, but there is no such heading")
    for name in QUOTED.findall(text):
        if not name.startswith(FOLDERS) or "<" in name or name in READERS_OWN:
            continue
        found = any(root.glob(name)) if "*" in name else (root / name.rstrip("/.,")).exists()
        if not found:
            problems.append(f"{path}: names {name}, which is not there")
    return problems


def of_comments(root: pathlib.Path, path: pathlib.PurePosixPath, documents: list[pathlib.PurePosixPath]) -> list[str]:
    problems = []
    for name, section in CITED.findall(COMMENT_GOES_ON.sub(" ", read(root, path))):
        places = [root / name, (root / path).parent / name, *(root / document for document in documents if document.name == name)]
        there = [place for place in places if place.is_file()]
        if not there:
            problems.append(f"{path}: names the document {name}, which is not there")
        elif section and not any(section in headings(place.read_text(encoding="utf-8")) for place in there):
            problems.append(f"{path}: names '{section}' in {name}, which has no such heading")
    return problems


def of_the_map(root: pathlib.Path) -> list[str]:
    if not (root / "src" / "README.md").is_file():
        return []
    text = read(root, pathlib.PurePosixPath("src/README.md"))
    listed = MAP_ROW.findall(text)
    concepts = [name for name, _ in CONCEPT.findall((root / "CMakeLists.txt").read_text(encoding="utf-8"))]
    if listed == concepts:
        return []
    return [f"src/README.md: the map lists {', '.join(listed)}; CMakeLists.txt has {', '.join(concepts)}"]


def check(root: pathlib.Path) -> list[str]:
    problems = of_the_map(root)
    documents = [path for path in tree.files(root) if path.suffix == ".md"]
    for path in tree.files(root):
        if path.suffix == ".md":
            problems += of_markdown(root, path)
        elif path.suffix in CODE and path.parts[:2] != ("tests", "hygiene"):
            problems += of_comments(root, path, documents)
    return problems


if __name__ == "__main__":
    tree.report(check)
