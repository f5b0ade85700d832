"""What waits for somebody: open cases, who moves next, and until when, as a query."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy import case as when
from sqlalchemy.sql.selectable import Subquery

from common.actor import Actor
from intake.store import applications as store
from intake.tables.applications import application_assignees as assignees
from intake.tables.applications import applications
from intake.tables.rounds import rounds

ZONE: Final = "Asia/Shanghai"
OF_DISTRICT: Final = ("submitted", "resubmitted", "accepted")
OF_INSTITUTION: Final = ("draft", "returned")


def waiting_for(actor: Actor) -> Subquery:
    """The cases in which an actor moves next, each with its last instant (`domain.deadline`)."""
    visible = store.visible_where(actor)
    statuses = [
        *(OF_DISTRICT if actor.has("district_authority") else ()),
        *(OF_INSTITUTION if actor.has("operating_institution") else ()),
    ]
    query = (
        select(
            *applications.c,
            type_coerce(_due(), DateTime(timezone=True)).label("due_at"),
            assignees.c.assignee,
        )
        .join(rounds, rounds.c.id == applications.c.round_id)
        .outerjoin(assignees, assignees.c.application_id == applications.c.id)
        .where(visible, applications.c.status.in_(statuses))
    )
    return query.subquery("waiting")


def counted(waiting: Subquery, *conditions: ColumnElement[bool]) -> Select[Any]:
    """How many wait, by status and by the legal day on which they are due."""
    day = func.date(func.timezone(ZONE, waiting.c.due_at))
    return (
        select(waiting.c.status, day.label("due_on"), func.count().label("waiting"))
        .where(*conditions)
        .group_by(waiting.c.status, day)
    )


def _due() -> ColumnElement[datetime]:
    columns = applications.c
    return when(
        (columns.status == "draft", rounds.c.closes_at),
        (columns.status == "returned", _end_of(columns.correction_due_on)),
        # GREATEST leaves out what is null.
        else_=func.greatest(rounds.c.district_due_at, _end_of(columns.recommend_due_on)),
    )


def _end_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    # The last instant of a legal day; of no day there is none.
    midnight = func.timezone(ZONE, cast(day + 1, DateTime()))
    return midnight - func.make_interval(0, 0, 0, 0, 0, 0, 0.000001)
