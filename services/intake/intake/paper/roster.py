"""The roster on paper: across the page, each enterprise with its three years below each other."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from common.paper.values import NOTHING, label, shown
from programme.forms.tables import Field, Section

# What stands in a column, and how wide it is; the figures of three years are four columns more.
_WIDTHS: Final[Mapping[str, str]] = {
    "enterprise_name": "1fr",
    "uscc": "29mm",
    "industry_code": "11mm",
    "in_leading_industry": "10mm",
    "chain_stage": "10mm",
    "employees": "13mm",
    "revenue": "18mm",
    "total_assets": "19mm",
    "figures": "",
    "uses_platform": "11mm",
    "platform_name": "21mm",
    "data_source": "11mm",
}
_FIGURES: Final = ("9mm", "18mm", "16mm", "11mm")


def roster_block(of: Section, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The roster's table; names of columns are short, for they are many."""
    columns = [("序号", "9mm", "center")]
    for field in of.fields:
        columns += _columns(field)
    return {
        "kind": "table",
        "small": True,
        "of": rows,
        "head": [name for name, _, _ in columns],
        "columns": [width for _, width, _ in columns],
        "align": [side for _, _, side in columns],
        "rows": [[str(nth), *_cells(of, row)] for nth, row in enumerate(rows, start=1)],
    }


def _columns(field: Field) -> list[tuple[str, str, str]]:
    if field.type == "table":
        figures = zip(field.columns, _FIGURES, strict=True)
        return [(label(column), width, "right") for column, width in figures]
    right = field.type in {"int", "decimal"}
    return [(label(field), _WIDTHS.get(field.name, "1fr"), "right" if right else "left")]


def _cells(of: Section, row: Mapping[str, Any]) -> list[str]:
    cells: list[str] = []
    for field in of.fields:
        value = row.get(field.name)
        if field.type == "table":
            cells += _by_line(field, value or [])
        else:
            cells.append(shown(field, value))
    return cells


def _by_line(field: Field, years: Sequence[Mapping[str, Any]]) -> list[str]:
    """A column of the inner table, its years below each other."""
    lines = [
        "\n".join(shown(column, year.get(column.name)) for year in years)
        for column in field.columns
    ]
    return lines if years else [NOTHING for _ in field.columns]
