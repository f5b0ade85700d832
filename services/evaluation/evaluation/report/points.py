"""The points of the report, where a standard has them: they rank, and no outcome hangs on them."""

from typing import Any

from evaluation.report.sums import formula_in_words
from evaluation.report.words import Words
from programme.kernel.shown import exact
from programme.standards.standard import PointsTable, Standard


def points_shown(answer: dict[str, Any], standard: Standard, words: Words) -> dict[str, Any] | None:
    """The tables with what each earns, a range while figures are missing; nothing without any."""
    if "points" not in answer:
        return None
    found = answer["points"]
    return {
        "total": _between(found["total"]),
        "tables": [
            _table(result, table, standard, words)
            for result, table in zip(found["tables"], standard.points, strict=True)
        ],
    }


def _table(
    result: dict[str, Any], table: PointsTable, standard: Standard, words: Words
) -> dict[str, str]:
    return {
        "title": words.of(table.title),
        "formula": formula_in_words({**result, "inputs": []}, standard, words),
        "value": words.amount(result["value_shown"]),
        "bands": words("stop").join(_bands(table, words)),
        "points": _between(result),
    }


def _bands(table: PointsTable, words: Words) -> list[str]:
    """Each band with its points; a value exactly on an edge is in the band that holds the sign."""
    above, below = ("≥", "<") if table.edge == "upper" else (">", "≤")
    edges = [words.amount(f"{exact(edge)} {table.unit.name}") for edge in table.edges]
    signs = [f"{below} {edges[0]}", *(f"{above} {edge}" for edge in edges)]
    return [
        f"{sign}{words('colon')}{exact(points)}"
        for sign, points in zip(signs, table.points, strict=True)
    ]


def _between(result: dict[str, str]) -> str:
    low, high = result["low"], result["high"]
    return low if low == high else f"[{low}, {high}]"
