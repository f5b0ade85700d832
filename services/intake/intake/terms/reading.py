"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from functools import cache
from typing import Any, Final

from common.workbook.sheets import Words
from intake.domain.roster_terms import ROWS, RosterSum, RosterTerms, UnitSlip
from programme.strict_toml import DataRefused, Table, packaged_table

PACKAGE: Final = "intake.terms"


@cache
def roster_terms() -> RosterTerms:
    """How the roster is held against the series (defaults, not law)."""
    root = _root("roster.toml", "roster/1")
    slip = root.table("unit_slip")
    beside = slip.table("beside")
    read = RosterTerms(
        tolerance=root.number("tolerance_pct") / 100,
        rows_named=root.integer("rows_named"),
        unit_slip=UnitSlip(
            factor=slip.integer("factor"),
            spread=slip.integer("spread"),
            unit=slip.text("unit"),
            beside={name: beside.text(name) for name in tuple(beside.keys())},
        ),
        sums=tuple(_sum(table) for table in root.tables("sums")),
    )
    for table in (beside, slip, root):
        table.close()
    return read


@cache
def workbook_words() -> Words:
    """What the workbook says."""
    root = _root("workbook.toml", "workbook/1")
    hints, years = root.table("hints"), root.table("years")
    read = Words(
        cover=root.text("cover"),
        notes=root.texts("notes"),
        hints={name: hints.text(name) for name in tuple(hints.keys())},
        years={name: _offsets(years, name) for name in tuple(years.keys())},
    )
    for table in (hints, years, root):
        table.close()
    return read


def _root(name: str, form: str) -> Table:
    root = packaged_table(PACKAGE, name)
    root.choice("format", (form,))
    return root


def _sum(table: Table) -> RosterSum:
    read = RosterSum(
        series=table.text("series"),
        of=table.text("of"),
        rows=table.choice("rows", ROWS),
        basis=table.text_or("basis") or None,
        clause=table.text("clause"),
    )
    table.close()
    return read


def _offsets(table: Table, key: str) -> tuple[int, ...]:
    value: Any = table.take(key)
    if not isinstance(value, list) or not all(type(one) is int for one in value):
        raise DataRefused(table.at(key), "must be a list of integers")
    return tuple(value)
