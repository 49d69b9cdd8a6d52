"""What goes wrong, as exceptions: bad input with its place and the valid choices, and mistakes of the program itself."""

from __future__ import annotations

import dataclasses
import re

__all__ = ["InfeasibleError", "InputError", "InternalError", "Problem"]

_CHOICES = re.compile(r"(?:^|; )(?:known|expected one of|one of): (?P<names>[^;]*)")


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, and where."""

    file: str
    """As it was given; what stands for a file where there is none, such as ``--set link.phy=3M`` or ``planner``."""
    line: int
    """From 1; 0: the whole file."""
    column: int
    """From 1, in characters; 0: the whole file."""
    problem: str
    """What is wrong, without the place."""

    @property
    def choices(self) -> list[str]:
        """The valid names, where the problem is a name that is not known; else empty."""
        match = _CHOICES.search(self.problem)
        if match is None or match["names"] == "none":
            return []
        return [name.strip() for name in match["names"].split(",")]

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.problem}" if place else self.problem


class InputError(ValueError):
    """A scenario, plan, sweep, name or value that cannot be used. Nothing has been run.

    ``problems`` has everything that is wrong, in the order of the file; ``file``, ``line``, ``column``, ``problem``
    and ``choices`` are those of the first.
    """

    def __init__(self, problems: list[tuple[str, int, int, str]]) -> None:
        self.problems = [Problem(*problem) for problem in problems]
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def file(self) -> str:
        """As it was given; what stands for a file where there is none."""
        return self.problems[0].file

    @property
    def line(self) -> int:
        """From 1; 0: the whole file."""
        return self.problems[0].line

    @property
    def column(self) -> int:
        """From 1, in characters; 0: the whole file."""
        return self.problems[0].column

    @property
    def problem(self) -> str:
        """What is wrong, without the place."""
        return self.problems[0].problem

    @property
    def choices(self) -> list[str]:
        """The valid names, where the problem is a name that is not known; else empty."""
        return self.problems[0].choices

    def __reduce__(self) -> tuple[object, ...]:  # across processes as well
        return (type(self), ([dataclasses.astuple(problem) for problem in self.problems],))


class InfeasibleError(RuntimeError):
    """There is no plan, or the plan cannot run; ``reasons`` has why, one text each.

    Planners raise it to say that they found none. The library raises it where something is asked of a plan that
    there is not.
    """

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(reasons))


class InternalError(RuntimeError):
    """A mistake of this program, never of its input: please report it."""
