"""The geometry of the page's charts: where a bar ends, how high a column is, where a part lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

FULL: Final = 100
# What is not nothing is seen.
LEAST: Final = 0.8


def across(value: float, most: float) -> float:
    """The length of a bar of a hundred, against the longest; what is not zero is seen."""
    if value <= 0 or most <= 0:
        return 0
    return max(LEAST, round(value / most * FULL, 2))


def bars(rows: Iterable[Mapping[str, Any]], *names: str) -> list[dict[str, Any]]:
    """The rows with the length of each named value against the greatest of all of them."""
    kept = [dict(row) for row in rows]
    most = max((row[name] for row in kept for name in names), default=0)
    for row in kept:
        row["length"] = {name: across(row[name], most) for name in names}
    return kept


def columns(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows as stacked columns from the ground up, the highest a hundred high."""
    kept = [dict(row) for row in rows]
    most = max((sum(row[name] for name in names) for row in kept), default=0)
    for row in kept:
        top: float = FULL
        parts = []
        for name in names:
            height = across(row[name], most)
            top -= height
            parts.append({"name": name, "y": round(top, 2), "height": height})
        row["parts"] = parts
    return kept


def strip(rows: Iterable[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    """The rows as parts of one bar of a hundred, one after the other."""
    kept = [dict(row) for row in rows]
    whole = sum(row[name] for row in kept)
    at: float = 0
    for row in kept:
        row["x"] = round(at, 2)
        row["width"] = round(row[name] / whole * FULL, 2)
        at += row[name] / whole * FULL
    return kept
