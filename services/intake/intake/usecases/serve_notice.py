"""The district records that a notice was served on the applicant."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from intake.domain import access
from intake.domain.application import Application
from intake.domain.application_lifecycle import DISTRICT
from intake.domain.handing_over import NoticeService, require_possible
from intake.store import applications, notices


async def serve_notice(
    tx: Transaction, ref: str, number: str, *, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, NoticeService]:
    """Put the service of a notice on record: what a later period or remedy runs from (送达)."""
    case = await applications.load(tx, ref)
    if not (tx.actor.has(*DISTRICT) and access.acts_on(tx.actor, case)):
        raise Forbidden()
    notice = await notices.load(tx, case.id, number)
    given = content()
    require_possible(given["served_on"], notice, at=tx.at)
    new = NoticeService(id=new_id(), number=number, actor=tx.actor.subject, at=tx.at, **given)
    await notices.add_service(tx, new)
    detail = {"number": number, "manner": new.manner, "served_on": new.served_on.isoformat()}
    await audit.record(tx, "application", case.id, act="serve_notice", detail=detail)
    return case, new
