"""Sweeps, the suite, and the whole command line with the planners of this program of Python."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import sys
from typing import TYPE_CHECKING

from . import _core, _html as html
from ._frames import Table, frame, read_csv
from ._session import data_folder, session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["SuiteResult", "SweepResult", "command_line", "suite", "sweep"]


@dataclasses.dataclass(frozen=True)
class SweepResult:
    """How a sweep ended. Its tables are files of the folder; those that there are can be read as attributes (``runs``)."""

    folder: pathlib.Path
    counts: dict[str, int]
    """Points by status: ``ok``, ``infeasible``, ``nothing_completed``, ``failed``, ``failed_check``."""
    total: int
    skipped: int
    """Points that an earlier call had finished."""
    ran: int
    problems: list[str]
    """Of a study: the folders that were left out, and why."""

    def __getattr__(self, name: str) -> Table:
        file = self.folder / f"{name}.csv"
        if name.startswith("_") or not file.is_file():
            raise AttributeError(f"no table '{name}' in {self.folder}")
        return read_csv(file)

    def _repr_html_(self) -> str:
        rows = [[status, count] for status, count in self.counts.items()]
        return html.table(["status", "points"], rows, f"{self.ran} of {self.total} points ran now, in {self.folder}")


def _show(done: int, total: int, _ran: int, failed: int) -> None:
    """A line that is written over, or nothing where nobody looks."""
    if sys.stderr.isatty():
        text = f"\r{done}/{total} points" + (f", {failed} failed" if failed else "")
        print(text, end="\n" if done == total else "", file=sys.stderr, flush=True)


def _report_of(progress: bool | Callable[[int, int, int, int], None]) -> Callable[..., None] | None:
    if callable(progress):
        return progress
    return _show if progress else None


def sweep(
    file: str | os.PathLike[str],
    out: str | os.PathLike[str],
    jobs: int | None = None,
    progress: bool | Callable[[int, int, int, int], None] = False,
    *,
    parts: Sequence[str] = (),
    shard: tuple[int, int] = (1, 1),
    overwrite: bool = False,
) -> SweepResult:
    """Runs every point of a sweep file, as ``synergy-sim sweep`` does: the same files, the same bytes.

    file: a path, or the name of a sweep that ships.
    out: the folder for journal and tables; a sweep that was interrupted goes on from there.
    jobs: threads; default: one per core. Results do not depend on it.
    progress: True for a line on the terminal; or a function of (done, total, ran, failed), counts of points, which is called
        several times a second.
    parts, shard, overwrite: as ``--part``, ``--shard``, ``--overwrite``.

    Ctrl-C ends it once the points at work are finished: KeyboardInterrupt.
    """
    end = _core.sweep(
        session(), os.fspath(file), os.fspath(out), jobs or 0, shard, list(parts), overwrite,
        _report_of(progress), list(sys.orig_argv),
    )  # fmt: skip
    return SweepResult(
        pathlib.Path(out), end["counts"], end["total"], end["skipped"], end["ran"], end["problems"]
    )


@dataclasses.dataclass(frozen=True)
class SuiteResult:
    """What planners are worth on the suite, as tables."""

    suite: Table
    """A row for each planner on each instance."""
    scorecard: Table
    """A row for each planner in each family, and in all."""
    performance_profile: Table
    leaderboard: str
    """From best to worst, as Markdown."""

    def _repr_markdown_(self) -> str:
        return self.leaderboard


def suite(
    planners: Sequence[str] = (),
    families: Sequence[str] = (),
    *,
    quick: bool = False,
    seed: int | None = None,
    node_budget: int | None = None,
    jobs: int | None = None,
    progress: bool | Callable[[int, int, int, int], None] = False,
) -> SuiteResult:
    """Scores planners on the instances of the suite against the best that is known, as ``synergy-sim suite`` does."""
    tables = _core.suite(
        session(), list(planners), list(families), quick, seed, node_budget, jobs or 0, _report_of(progress)
    )
    return SuiteResult(
        frame(*tables["suite"]),
        frame(*tables["scorecard"]),
        frame(*tables["performance_profile"]),
        tables["leaderboard"],
    )


def command_line(*arguments: str) -> int:
    """The program ``synergy-sim`` with these arguments, in this process: it knows this program's planners. Prints to
    stdout and stderr; its exit code."""
    os.environ.setdefault("SYNERGY_SIM_DATA", str(data_folder()))
    sys.stdout.flush()
    return _core.command_line(session(), ["synergy-sim", *arguments])


