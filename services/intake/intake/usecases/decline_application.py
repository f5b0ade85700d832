"""The district ends its review without a recommendation."""

from collections.abc import Callable, Mapping
from typing import Any

from common.contracts.application import ApplicationNotRecommended
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.review import remedies_told, require_correction_over
from intake.usecases.acting import admitted, put_on_record


async def decline_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Not recommend, on one of two grounds that are never mixed (READING, art. 9)."""
    case = await admitted(tx, ref, act="not_recommend", if_match=if_match)
    require_correction_over(case, at=tx.at)
    given = content()
    declined = case.after("not_recommend", at=tx.at, correction_due_on=None)
    clauses = tuple(given["clauses"])
    event = ApplicationNotRecommended(
        application_id=case.id,
        version=case.submissions,
        ground=given["ground"],
        clauses=clauses,
    )
    act = await put_on_record(
        tx,
        declined,
        act="not_recommend",
        content={**given, "remedies": remedies_told(tx.at)},
        event=event,
        story="application.not_recommended",
        clauses="；".join(clauses),
    )
    return declined, act
