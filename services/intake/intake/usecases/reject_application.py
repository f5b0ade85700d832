"""The district does not accept an application (不予受理)."""

from collections.abc import Callable, Mapping
from typing import Any

from common.contracts.application import ApplicationRejected
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.review import remedies_told, require_correction_over
from intake.usecases.acting import admitted, put_on_record


async def reject_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """End an application before acceptance, with reasons, clauses and remedies (READING 21)."""
    case = await admitted(tx, ref, act="reject", if_match=if_match)
    require_correction_over(case, at=tx.at)
    given = content()
    rejected = case.after("reject", at=tx.at, correction_due_on=None)
    clauses = tuple(given["clauses"])
    event = ApplicationRejected(application_id=case.id, version=case.submissions, clauses=clauses)
    act = await put_on_record(
        tx,
        rejected,
        act="reject",
        content={**given, "remedies": remedies_told(tx.at)},
        event=event,
        story="application.rejected",
        clauses="；".join(clauses),
    )
    return rejected, act
