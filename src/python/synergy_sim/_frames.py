"""Tables of the simulator as DataFrames of pandas, or as dictionaries of columns where pandas is not installed."""

from __future__ import annotations

import csv
import dataclasses
import functools
import pathlib
from typing import Any

__all__ = ["Column", "Table", "frame", "read_csv"]


@functools.cache
def _pandas() -> Any:
    """The module, or None where it is not installed. Loaded where it is needed first: that takes longer than many a run."""
    try:
        import pandas
    except ImportError:
        return None
    return pandas


@dataclasses.dataclass(frozen=True)
class Column:
    """What a column of a table is: its unit (empty for texts, counts and names) and its definition."""

    name: str
    unit: str
    definition: str
    type: str
    """``text``, ``integer`` or ``number``."""


Table = Any
"""A pandas.DataFrame, or ``dict[str, list]`` without pandas."""


def _array(cells: list[Any], kind: str) -> Any:
    """A column with the type that reading the CSV gives it: integers with gaps are floats there. An array, as making a Series of it
    takes thirty times as long."""
    import numpy

    if kind == "number" or (kind == "integer" and None in cells):
        return numpy.array(cells, dtype="float64")
    if kind == "integer":
        return numpy.array(cells, dtype="int64")
    return numpy.array(cells, dtype="object")


def frame(described: list[tuple[str, str, str, str]], columns: dict[str, list[Any]]) -> Table:
    """What the core says of a table, as a DataFrame whose ``attrs`` have units and definitions by column."""
    pandas = _pandas()
    if pandas is None:
        return columns
    table = pandas.DataFrame({name: _array(columns[name], kind) for name, _, _, kind in described})
    table.attrs["units"] = {name: unit for name, unit, _, _ in described}
    table.attrs["definitions"] = {name: definition for name, _, definition, _ in described}
    return table


def _cell(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text or None


def read_csv(file: pathlib.Path) -> Table:
    """A table that was written."""
    pandas = _pandas()
    if pandas is not None:
        return pandas.read_csv(file, float_precision="round_trip")
    with file.open(encoding="utf-8", newline="") as rows:
        header, *cells = list(csv.reader(rows))
    return {name: [_cell(row[i]) for row in cells] for i, name in enumerate(header)}
