"""Result tables as HTML tables whose columns can be sorted."""

import html
import itertools
import math
import re

import pandas as pd

UNITS = {"inf_per_s": "inf/s", "ms": "ms", "mw": "mW", "uj": "µJ", "kbps": "kbit/s", "ua": "µA", "percent": "%",
         "ratio": "", "count": "", "bytes": "B", "h": "h"}
LONG = 60  # characters; longer texts show their beginning until they are chosen
TALL = 16  # rows; longer tables scroll in themselves
_numbers = itertools.count(1)


def heading(column: str) -> str:
    """latency_mean_ms -> latency mean (ms)"""
    for suffix, unit in UNITS.items():
        if column.endswith("_" + suffix):
            name = column[: -len(suffix) - 1].replace("_", " ")
            return f"{name} ({unit})" if unit else f"{name} {suffix}" if suffix in ("ratio", "count") else name
    return column.replace("_", " ")


def number(value: float) -> str:
    """Four significant digits, as the program prints them."""
    if value == 0:
        return "0"
    digits = max(0, 3 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "\u2212")
    return text


def integer(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\u202f").replace("-", "\u2212")


def kind(column: pd.Series) -> str:
    """text, number, or count: whole numbers by nature, empty cells or not."""
    if not pd.api.types.is_numeric_dtype(column):
        return "text"
    counts = pd.api.types.is_integer_dtype(column) or str(column.name).endswith("_count")
    return "count" if counts and (column.dropna() % 1 == 0).all() else "number"


def cell(value, of_kind: str = "number") -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return '<td data-sort=""></td>'
    if of_kind != "text" and isinstance(value, (int, float)):
        shown = integer(value) if of_kind == "count" else number(float(value))
        return f'<td class="number" data-sort="{float(value)!r}">{shown}</td>'
    text = html.escape(str(value))
    if len(text) > LONG:
        return f'<td class="long" tabindex="0" data-sort="{text}"><span>{text}</span></td>'
    wide = " class=text" if len(text) > 12 else ""
    return f'<td{wide} data-sort="{text}">{text}</td>'


def sortable(table: pd.DataFrame, caption: str) -> str:
    """The table; every heading is a button that sorts. Empty cells stay at the end."""
    identifier = f"table-{next(_numbers)}"
    kinds = [kind(table[column]) for column in table]
    head = "".join(
        f'<th scope="col" aria-sort="none"{"" if of_kind == "text" else " class=number"}>'
        f"<button type=button>{html.escape(heading(column))}</button></th>"
        for column, of_kind in zip(table, kinds)
    )
    body = "\n".join("<tr>" + "".join(cell(*pair) for pair in zip(row, kinds)) + "</tr>" for row in table.itertuples(index=False))
    style = "wide tall" if len(table) > TALL else "wide"
    return (
        f'<div class="{style}" tabindex="0" role="region" aria-labelledby="{identifier}"><table class="sortable">'
        f'<caption id="{identifier}"><span>{caption}</span></caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
    )


def percent(value: float) -> str:
    return f"{100 * value:+.1f}\u00a0%".replace("-", "\u2212")


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
