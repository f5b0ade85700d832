"""An institution withdraws its application."""

from collections.abc import Callable, Mapping
from typing import Any

from common.contracts.application import ApplicationWithdrawn
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.review import require_withdrawable
from intake.usecases.acting import admitted, put_on_record


async def withdraw_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """End an open application by the institution's own will (art. 7: it is voluntary)."""
    case = await admitted(tx, ref, act="withdraw", if_match=if_match)
    require_withdrawable(case)
    given = content()
    withdrawn = case.after("withdraw", at=tx.at)
    event = ApplicationWithdrawn(
        application_id=case.id, version=case.submissions or None, withdrawn_at=tx.at
    )
    act = await put_on_record(
        tx,
        withdrawn,
        act="withdraw",
        content=given,
        # What nobody else has seen, nobody else has to be told of.
        event=event if case.filed_before else None,
        story="application.withdrawn",
    )
    return withdrawn, act
