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
            return f"{name} ({unit})" if unit else f"{name} {suffix}" if suffix == "ratio" else name
    return column.replace("_", " ")


def number(value: float) -> str:
    """Four significant digits, as the program prints them."""
    if value == 0:
        return "0"
    digits = max(0, 3 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "\u2212")
    return text


def cell(value) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return '<td data-sort=""></td>'
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        shown = number(float(value))
        return f'<td class="number" data-sort="{float(value)!r}">{shown}</td>'
    text = html.escape(str(value))
    if len(text) > LONG:
        return f'<td class="long" tabindex="0" data-sort="{text}"><span>{text}</span></td>'
    wide = " class=text" if len(text) > 12 else ""
    return f'<td{wide} data-sort="{text}">{text}</td>'


def sortable(table: pd.DataFrame, caption: str) -> str:
    """The table; every heading is a button that sorts. Empty cells stay at the end."""
    identifier = f"table-{next(_numbers)}"
    numeric = [pd.api.types.is_numeric_dtype(table[column]) for column in table]
    head = "".join(
        f'<th scope="col" aria-sort="none"{" class=number" if is_number else ""}>'
        f"<button type=button>{html.escape(heading(column))}</button></th>"
        for column, is_number in zip(table, numeric)
    )
    body = "\n".join("<tr>" + "".join(cell(value) for value in row) + "</tr>" for row in table.itertuples(index=False))
    kind = "wide tall" if len(table) > TALL else "wide"
    return (
        f'<div class="{kind}" tabindex="0" role="region" aria-labelledby="{identifier}"><table class="sortable">'
        f'<caption id="{identifier}">{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
    )


def percent(value: float) -> str:
    return f"{100 * value:+.1f}\u00a0%".replace("-", "\u2212")


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
