"""What the other checks of this folder share: the files of the project, and how a check reports."""

import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATED = {".git", "build", "results", "__pycache__", "node_modules"}


def files(root: pathlib.Path) -> list[pathlib.PurePosixPath]:
    """The files under version control, relative to root; without git, all that are not generated."""
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-z"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if listed.returncode == 0:
        found = (pathlib.PurePosixPath(name) for name in listed.stdout.decode().split("\0") if name)
        return sorted(path for path in found if (root / path).exists())
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(pathlib.PurePosixPath(path) for path in found if not GENERATED.intersection(path.parts))


def lines(root: pathlib.Path, path: pathlib.PurePosixPath) -> Iterator[tuple[int, str]]:
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    return enumerate(text.splitlines(), start=1)


def report(check: Callable[[pathlib.Path], list[str]]) -> None:
    """Runs a check over the project, or over the directory given on the command line."""
    problems = check(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
    print("\n".join(problems) if problems else "nothing to object to")
    sys.exit(1 if problems else 0)
