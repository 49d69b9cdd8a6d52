"""Where the data lie, and what is shared by all that is asked of them."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING

from . import _core
from ._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["data_folder", "models", "planners", "profiles", "refresh", "scenarios", "sweeps", "use_data"]

_FOLDERS = ("model_zoo", "device_profiles", "scenarios")
_state: dict[str, object] = {}
_added: dict[str, Callable[[_core.Session], None]] = {}


def _candidates() -> Iterator[pathlib.Path]:
    """Beside an installed package, and around one in a build folder."""
    for parent in pathlib.Path(__file__).resolve().parents:
        yield parent / "share" / "synergy-sim"
        yield parent


def data_folder() -> pathlib.Path:
    """The folder with ``model_zoo``, ``device_profiles`` and ``scenarios``: that of ``use_data``, else of the
    environment's ``SYNERGY_SIM_DATA``, else the one that the package was installed or built with."""
    if "data" in _state:
        return pathlib.Path(str(_state["data"]))
    if from_environment := os.environ.get("SYNERGY_SIM_DATA"):
        return pathlib.Path(from_environment)
    for folder in _candidates():
        if all((folder / name).is_dir() for name in _FOLDERS):
            return folder
    raise InputError([("SYNERGY_SIM_DATA", 0, 0, f"no folder with {', '.join(_FOLDERS)} was found: name it")])


def use_data(folder: str | os.PathLike[str]) -> None:
    """Takes data from another folder from now on."""
    _state["data"] = os.fspath(folder)
    refresh()


def refresh() -> None:
    """Forgets what was read: files that changed on the disk are read again by what is loaded from now on."""
    _state.pop("session", None)


def session() -> _core.Session:
    """What has read the data so far; the planners that were added are in it."""
    found = _state.get("session")
    if not isinstance(found, _core.Session):
        found = _core.Session(str(data_folder()))
        for add in _added.values():
            add(found)
        _state["session"] = found
    return found


def add(name: str, how: Callable[[_core.Session], None]) -> None:
    """Adds a planner, now and to every later session."""
    how(session())
    _added[name] = how


def planners() -> list[dict[str, object]]:
    """All planners, Synergy first: name, description, role, origin, paired policy, and parameters with defaults."""
    return session().planners()


def models() -> list[str]:
    """The networks that ship."""
    return session().models()


def scenarios() -> list[str]:
    """The scenarios that ship."""
    return session().scenarios()


def sweeps() -> list[str]:
    """The sweeps that ship."""
    return session().sweeps()


def profiles(kind: str = "accelerator") -> list[str]:
    """The profiles that ship: of kind ``accelerator``, ``radio``, ``sensor`` or ``actuator``."""
    return session().profiles(kind)
