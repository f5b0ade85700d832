"""What an import of a workbook answers about cells: where they are, and what is wrong with them."""

from collections.abc import Iterable
from typing import Any

from common.errors import FieldError, Text
from common.http.validation import StrictModel
from common.workbook.faults import Fault
from common.workbook.sheets import cell_name, column_name


class CellShown(StrictModel):
    """A place in a workbook, as its sheet names it; rows count from 1."""

    sheet: str
    row: int | None
    column: str | None
    cell: str | None


class FaultShown(CellShown):
    """A cell that cannot be taken, and why."""

    code: str
    zh: str
    en: str


class SectionRead(StrictModel):
    """A section that a workbook states, its number of rows, and whether it says anything new."""

    section: str
    rows: int
    changes: bool


def faults_shown(faults: Iterable[Fault]) -> list[FaultShown]:
    """The representation of faults."""
    return [
        FaultShown(**cell_of(one.sheet, one.row, one.column), code=one.code, zh=one.zh, en=one.en)
        for one in faults
    ]


def errors_of(faults: Iterable[Fault]) -> list[FieldError]:
    """What a refusal says of faults, each named by sheet and cell."""
    return [_error(one) for one in faults]


def _error(one: Fault) -> FieldError:
    cell = cell_of(one.sheet, one.row, one.column)
    zh = "".join(
        [
            f"工作表“{one.sheet}”" if one.sheet else "",
            f"第 {cell['row']} 行" if cell["row"] else "",
            f" {cell['column']} 列" if cell["column"] else "",
        ]
    )
    en = f"{one.sheet} {cell['cell'] or ''}".strip()
    words = Text(f"{zh}：{one.zh}" if zh else one.zh, f"{en}: {one.en}" if en else one.en)
    pointer = f"/{one.sheet}" + (f"/{cell['cell']}" if cell["cell"] else "")
    return FieldError(pointer, one.code, words)


def cell_of(sheet: str, row: int | None, column: int | None) -> dict[str, Any]:
    """The fields of a `CellShown`; row and column count from 0."""
    both = row is not None and column is not None
    return {
        "sheet": sheet,
        "row": None if row is None else row + 1,
        "column": None if column is None else column_name(column),
        "cell": cell_name(row or 0, column or 0) if both else None,
    }
