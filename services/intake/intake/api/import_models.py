"""What an import of a workbook answers: what is wrong, what is asked, what would be replaced."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from common.http.validation import StrictModel
from common.workbook.answers import CellShown, FaultShown, SectionRead, cell_of, errors_of
from common.workbook.places import Places
from common.workbook.reading import Reading
from intake.api.application_shown import ApplicationSummary
from intake.domain.import_refusals import WorkbookRefused
from intake.domain.unit_slip import Question

QUESTIONS_AT_MOST = 200
Pointer = Annotated[str, Field(max_length=200, pattern=r"^/[a-z0-9_/]*$")]


class ImportQuery(StrictModel):
    """How a workbook is imported: only looked at, and with which questions answered."""

    dry_run: bool = False
    confirm: Annotated[list[Pointer], Field(max_length=500, default_factory=list)]


class QuestionShown(CellShown):
    """A figure that is asked about; sent back in `confirm`, its pointer says that it is right."""

    pointer: str
    code: str
    zh: str
    en: str
    confirmed: bool


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


def questions_shown(
    asked: Iterable[Question], places: Places, confirmed: Iterable[str]
) -> list[QuestionShown]:
    """The representation of questions, each at its cell where the workbook holds it."""
    known = frozenset(confirmed)
    return [
        QuestionShown(
            **cell_of(*places.of(one.pointer)),
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
    found = reading.sheets
    return WorkbookRefused(count=found.fault_count, errors=errors_of(found.faults))
