"""Whose days come near: the questions that the reminders ask."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from common.clock import legal_day
from common.database import Transaction
from intake.domain.telling import Deadline, Question
from intake.tables.applications import applications
from intake.tables.rounds import rounds

# Where the district's recommendation is still to come.
_OPEN: Final = ("submitted", "returned", "resubmitted", "accepted")
Asking = Callable[[Transaction, int], Awaitable[Sequence[Deadline]]]


async def correction_due(tx: Transaction, days: int) -> Sequence[Deadline]:
    """Returned applications whose correction is due within so many days."""
    today = legal_day(tx.at)
    near = applications.c.correction_due_on.between(today, today + timedelta(days=days))
    asked = (
        select(applications, rounds.c.notice_number)
        .join(rounds, rounds.c.id == applications.c.round_id)
        .where(applications.c.status == "returned", near)
        .order_by(applications.c.id)
    )
    return [
        Deadline(
            subject=f"application/{row.id}",
            due_on=row.correction_due_on,
            about={"number": row.number, "round": row.notice_number},
            district=row.district,
            institution=row.institution_code,
        )
        for row in await tx.rows(asked)
    ]


async def round_closes(tx: Transaction, days: int) -> Sequence[Deadline]:
    """Drafts that were never filed, in open rounds that close within so many days."""
    near = rounds.c.closes_at.between(tx.at, tx.at + timedelta(days=days + 1))
    asked = (
        select(applications, rounds.c.notice_number, rounds.c.closes_at)
        .join(rounds, rounds.c.id == applications.c.round_id)
        .where(applications.c.status == "draft", rounds.c.status == "open", near)
        .order_by(applications.c.id)
    )
    return [
        Deadline(
            subject=f"application/{row.id}",
            due_on=legal_day(row.closes_at),
            about={"number": row.number, "round": row.notice_number},
            # A draft is its institution's alone: no district may read that there is one.
            district=None,
            institution=row.institution_code,
        )
        for row in await tx.rows(asked)
    ]


async def recommendation_due(tx: Transaction, days: int) -> Sequence[Deadline]:
    """Districts with open applications in rounds whose recommendations are due so soon."""
    near = rounds.c.district_due_at.between(tx.at, tx.at + timedelta(days=days + 1))
    asked = (
        select(
            rounds.c.id, rounds.c.notice_number, rounds.c.district_due_at, applications.c.district
        )
        .join(applications, applications.c.round_id == rounds.c.id)
        .where(near, applications.c.status.in_(_OPEN))
        .distinct()
        .order_by(rounds.c.id, applications.c.district)
    )
    return [
        Deadline(
            subject=f"round/{row.id}/{row.district}",
            due_on=legal_day(row.district_due_at),
            about={"round": row.notice_number},
            district=row.district,
        )
        for row in await tx.rows(asked)
    ]


ASKED: Final[Mapping[Question, Asking]] = {
    "correction_due": correction_due,
    "round_closes": round_closes,
    "recommendation_due": recommendation_due,
}
