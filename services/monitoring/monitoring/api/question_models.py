"""What clients see of the questions about a report's figures, and of what they were answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from common.http.field_types import Said
from common.http.validation import StrictModel

QuestionId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Worded(StrictModel):
    """One text in both languages."""

    zh: str
    en: str


class QuestionSide(StrictModel):
    """A value as it was written; `pointer` into this report, or `source` of another filing."""

    value: str
    year: int | None
    pointer: str | None
    source: str | None
    version: int | None
    zh: str
    en: str


class QuestionAnswer(StrictModel):
    """What the institution says to it."""

    reason: str
    at: datetime
    actor: str


class ReportQuestion(StrictModel):
    """A figure that is asked about; it blocks nothing. Another value makes it another question."""

    id: str
    kind: Literal["unit_jump", "change", "part_above_whole", "roster_sum", "contradiction"]
    pointer: str
    label: Worded
    unit: str
    here: QuestionSide
    there: QuestionSide
    words: Worded
    clause: str
    answer: QuestionAnswer | None


class ReportQuestions(StrictModel):
    """What is asked about the working copy (`draft`), or about the last version (`received`)."""

    of: Literal["draft", "received"]
    open: int
    items: list[ReportQuestion]


class AnsweredQuestion(StrictModel):
    """The reason for a figure that is asked about."""

    question: QuestionId
    reason: Annotated[str, Field(min_length=1, max_length=2000), Said]


class ReportAnswers(StrictModel):
    """Answers to questions about the figures."""

    answers: Annotated[list[AnsweredQuestion], Field(min_length=1, max_length=200)]


def questions_shown(
    asked: Iterable[Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]
) -> list[ReportQuestion]:
    """The representation of questions with their answers; what is open comes first."""
    shown = [
        ReportQuestion.model_validate({**each, "answer": answers.get(each["id"])}) for each in asked
    ]
    return sorted(shown, key=lambda each: each.answer is not None)
