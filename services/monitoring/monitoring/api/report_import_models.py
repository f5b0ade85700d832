"""What an import of a report's workbook answers: what is wrong, what is asked, what is replaced."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field

from common.http.validation import StrictModel
from common.workbook.answers import (
    CellShown,
    FaultShown,
    SectionRead,
    cell_of,
    errors_of,
    faults_shown,
)
from common.workbook.places import Places
from common.workbook.reading import Reading
from monitoring.api.question_models import QuestionId, ReportQuestion
from monitoring.domain.report_question import Question
from monitoring.domain.report_refusals import ReportWorkbookRefused
from monitoring.workbook.book import BOOK

QUESTIONS_AT_MOST: Final = 200
# Only a unit that looks wrong holds an import up; everything else is asked once it is in.
CONFIRMED_FIRST: Final = "unit_jump"


class ReportImportQuery(StrictModel):
    """How a workbook is imported: only looked at, and which questions about units are settled."""

    dry_run: bool = False
    confirm: Annotated[
        list[QuestionId],
        Field(
            max_length=200,
            default_factory=list,
            description="The ids of questions whose figures are right as they stand.",
        ),
    ]


class ReportCellQuestion(CellShown):
    """A question about a figure, at its cell where the workbook holds it."""

    question: ReportQuestion
    to_confirm: bool


class ReportImportShown(StrictModel):
    """The outcome; without `imported`, nothing was changed.

    Everything wrong and everything asked is listed at once, up to a limit. `unconfirmed` questions
    are about units: their ids go into `confirm`.
    """

    dry_run: bool
    imported: bool
    error_count: int
    errors: list[FaultShown]
    questions: list[ReportCellQuestion]
    unconfirmed: int
    sections: list[SectionRead]
    ignored_sheets: list[str]


def import_shown(
    read: Reading,
    *,
    query: ReportImportQuery,
    sections: Mapping[str, Any],
    before: Mapping[str, Any],
    asked: Sequence[Question],
) -> ReportImportShown:
    """The representation of what a workbook says."""
    places = Places(BOOK, read)
    questions = [_asked(each, places, query.confirm) for each in asked]
    questions.sort(key=lambda each: not each.to_confirm)
    return ReportImportShown(
        dry_run=query.dry_run,
        imported=False,
        error_count=read.sheets.fault_count,
        errors=faults_shown(read.sheets.faults),
        questions=questions[:QUESTIONS_AT_MOST],
        unconfirmed=sum(each.to_confirm for each in questions),
        sections=[
            SectionRead(
                section=name,
                rows=len(value) if isinstance(value, list) else 1,
                changes=value != before.get(name),
            )
            for name, value in sections.items()
        ],
        ignored_sheets=read.sheets.ignored[:20],
    )


def refused(reading: Reading) -> ReportWorkbookRefused:
    """The refusal of a workbook with faults, naming each by sheet and cell."""
    found = reading.sheets
    return ReportWorkbookRefused(count=found.fault_count, errors=errors_of(found.faults))


def _asked(of: Question, places: Places, confirmed: Sequence[str]) -> ReportCellQuestion:
    question = ReportQuestion.model_validate({**of.as_json(), "answer": None})
    return ReportCellQuestion(
        **cell_of(*places.of(of.pointer)),
        question=question,
        to_confirm=of.kind == CONFIRMED_FIRST and of.id not in confirmed,
    )
