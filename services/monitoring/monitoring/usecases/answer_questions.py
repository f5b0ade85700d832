"""The institution answers what is asked about the figures of its report."""

from collections.abc import Callable
from typing import Any

from common.database import Transaction
from common.errors import InvalidContent
from monitoring.domain.report import Report
from monitoring.domain.report_refusals import unknown_question
from monitoring.store import questions
from monitoring.usecases.acting import moved_on


async def answer_questions(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Put the reasons on record; they go to the district and the bureau with the questions."""
    answered, words = await moved_on(
        tx, cluster, period, act="answer", content=content, if_match=if_match
    )
    asked = {question["id"] for question in await questions.asked_of(tx, answered)}
    answers = enumerate(words["answers"])
    unknown = [unknown_question(at) for at, each in answers if each["question"] not in asked]
    if unknown:
        raise InvalidContent(errors=unknown)
    return answered
