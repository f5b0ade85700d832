"""The district asks the institution to correct its application."""

from collections.abc import Callable, Mapping
from typing import Any

from common.contracts.application import ApplicationReturned
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.correction import require_places
from intake.domain.review import correction_due_on, due_after_request
from intake.store import documents, rounds
from intake.usecases.acting import admitted, put_on_record


async def request_correction(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Return an application with everything that is to be corrected, and by when (art. 9)."""
    case = await admitted(tx, ref, act="request_correction", if_match=if_match)
    given = content()
    require_places(given["items"], await documents.filed_with(tx, case.id))
    in_round = await rounds.load(tx, case.round_id)
    due_on = correction_due_on(in_round, at=tx.at)
    recommend_by = due_after_request(case, in_round, due_on=due_on, at=tx.at)
    returned = case.after(
        "request_correction", at=tx.at, correction_due_on=due_on, recommend_due_on=recommend_by
    )
    items = len(given["items"])
    event = ApplicationReturned(
        application_id=case.id,
        version=case.submissions,
        by="district_authority",
        due_on=due_on,
        items=items,
    )
    act = await put_on_record(
        tx,
        returned,
        act="request_correction",
        content={
            "items": [{**item, "due_on": due_on.isoformat()} for item in given["items"]],
            "due_on": due_on.isoformat(),
            "by": "district_authority",
        },
        event=event,
        story="application.returned",
        items=items,
        due_on=due_on,
    )
    return returned, act
