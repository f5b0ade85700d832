"""What the public notice brings for an application, as the registry's events tell."""

from dataclasses import replace
from uuid import UUID

from common.contracts.notice import (
    NoticeClosed,
    NoticePublished,
    ObjectionDecided,
    ObjectionFiled,
    ObjectionTakenUp,
)
from common.database import Transaction
from intake.domain.timeline import told
from intake.store import applications, timeline
from intake.usecases.tell_parties import tell_of

SOURCE = "registry"


async def notice_published(tx: Transaction, event: NoticePublished) -> None:
    """Tell every application of the list that it is on public notice, and until when."""
    for application_id in event.application_ids:
        line = told(
            "notice.published",
            at=tx.cause_at or tx.at,
            event=event.TYPE,
            source=SOURCE,
            application_id=application_id,
            number=event.number,
            first_day=event.first_day,
            last_day=event.last_day,
        )
        await timeline.add(tx, line)
        await _listed(tx, application_id, on_notice=event.number)


async def notice_closed(tx: Transaction, event: NoticeClosed) -> None:
    """Tell every application of the list that the notice has ended."""
    for application_id in event.application_ids:
        line = told(
            "notice.closed",
            at=tx.cause_at or tx.at,
            event=event.TYPE,
            source=SOURCE,
            application_id=application_id,
            number=event.number,
        )
        await timeline.add(tx, line)


async def objection_filed(tx: Transaction, event: ObjectionFiled) -> None:
    """Tell the application concerned that there is an objection, never whose."""
    if event.application_id is None:
        return
    line = told(
        "objection.filed",
        at=tx.cause_at or tx.at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.application_id,
    )
    await timeline.add(tx, line)


async def objection_taken_up(tx: Transaction, event: ObjectionTakenUp) -> None:
    """Tell the application concerned, and its institution, until when it may answer."""
    due_on = event.answer_due_on
    line = told(
        "objection.taken_up",
        at=tx.cause_at or tx.at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.application_id,
        due_on=due_on,
    )
    await timeline.add(tx, line)
    case = await applications.locked(tx, event.application_id)
    assert tx.cause is not None
    await tell_of(tx, case, "objection_taken_up", step=tx.cause, due_on=due_on.isoformat())


async def objection_decided(tx: Transaction, event: ObjectionDecided) -> None:
    """Tell the application concerned what was found."""
    line = told(
        f"objection.{event.finding}",
        at=tx.cause_at or tx.at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.application_id,
        reason=event.reason,
    )
    await timeline.add(tx, line)
    case = await applications.locked(tx, event.application_id)
    assert tx.cause is not None
    await tell_of(tx, case, "objection_decided", step=tx.cause, due_on="")
    if event.finding == "upheld":  # it is out of the list again
        await _listed(tx, event.application_id, on_notice=None)


async def _listed(tx: Transaction, application_id: UUID, *, on_notice: str | None) -> None:
    case = await applications.locked(tx, application_id)
    listed = replace(case, version=case.version + 1, changed_at=tx.at, on_notice=on_notice)
    await applications.save_notice(tx, listed)
