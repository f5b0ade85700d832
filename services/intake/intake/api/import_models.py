"""What an import of a workbook answers: what is wrong, what is asked, what would be replaced."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from common.errors import FieldError, Text
from common.http.validation import StrictModel
from intake.api.application_shown import ApplicationSummary
from intake.domain.import_refusals import WorkbookRefused
from intake.domain.unit_slip import Question
from intake.workbook.faults import Fault
from intake.workbook.layout import cell_name, column_name
from intake.workbook.places import Places
from intake.workbook.reading import Reading

QUESTIONS_AT_MOST = 200
Pointer = Annotated[str, Field(max_length=200, pattern=r"^/[a-z0-9_/]*$")]


class ImportQuery(StrictModel):
    """How a workbook is imported: only looked at, and with which questions answered."""

    dry_run: bool = False
    confirm: Annotated[list[Pointer], Field(max_length=500, default_factory=list)]


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


class QuestionShown(CellShown):
    """A figure that is asked about; sent back in `confirm`, its pointer says that it is right."""

    pointer: str
    code: str
    zh: str
    en: str
    confirmed: bool


class SectionRead(StrictModel):
    """A section that a workbook states, its number of rows, and whether it says anything new."""

    section: str
    rows: int
    changes: bool


class ImportShown(StrictModel):
    """The outcome; without `imported`, nothing was changed.

    Everything wrong and everything asked is listed at once, up to a limit; the counts are of all.
    """

    dry_run: bool
    imported: bool
    error_count: int
    errors: list[FaultShown]
    question_count: int
    questions: list[QuestionShown]
    sections: list[SectionRead]
    ignored_sheets: list[str]
    application: ApplicationSummary


def faults_shown(faults: Iterable[Fault]) -> list[FaultShown]:
    """The representation of faults."""
    return [
        FaultShown(**_cell(one.sheet, one.row, one.column), code=one.code, zh=one.zh, en=one.en)
        for one in faults
    ]


def questions_shown(
    asked: Iterable[Question], places: Places, confirmed: Iterable[str]
) -> list[QuestionShown]:
    """The representation of questions, each at its cell where the workbook holds it."""
    known = frozenset(confirmed)
    return [
        QuestionShown(
            **_cell(*places.of(one.pointer)),
            pointer=one.pointer,
            code="unit_slip",
            zh=one.words.zh,
            en=one.words.en,
            confirmed=one.pointer in known,
        )
        for one in asked
    ]


def refused(reading: Reading) -> WorkbookRefused:
    """The refusal of a workbook with faults, naming each by sheet and cell."""
    errors = []
    for one in reading.sheets.faults:
        cell = _cell(one.sheet, one.row, one.column)
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
        errors.append(FieldError(pointer, one.code, words))
    return WorkbookRefused(count=reading.sheets.fault_count, errors=errors)


def _cell(sheet: str, row: int | None, column: int | None) -> dict[str, Any]:
    both = row is not None and column is not None
    return {
        "sheet": sheet,
        "row": None if row is None else row + 1,
        "column": None if column is None else column_name(column),
        "cell": cell_name(row or 0, column or 0) if both else None,
    }
