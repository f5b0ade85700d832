"""The district accepts an application for preliminary review."""

from collections.abc import Callable, Mapping
from typing import Any

from common.contracts.application import ApplicationAccepted
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.application_refusals import ACCEPTANCE
from intake.usecases.acting import admitted, put_on_record


async def accept_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Accept: the applicant and the place are those of art. 2 and 8."""
    case = await admitted(tx, ref, act="accept", if_match=if_match)
    given = content()
    accepted = case.after("accept", at=tx.at, accepted_at=tx.at)
    event = ApplicationAccepted(application_id=case.id, version=case.submissions, accepted_at=tx.at)
    act = await put_on_record(
        tx,
        accepted,
        act="accept",
        content={**given, "clause": ACCEPTANCE},
        event=event,
        story="application.accepted",
    )
    return accepted, act
