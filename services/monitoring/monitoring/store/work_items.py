"""What waits for somebody: reports, reminders, tasks, findings and breaches, as one query."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    Text,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import Subquery

from common.actor import Actor
from monitoring.store.obligations import DEADLINE, in_state
from monitoring.tables.obligations import obligations
from monitoring.tables.reports import annual_reports
from monitoring.tables.supervision import breaches, incidents, supervision_tasks

# What has no day stands last.
NO_DAY: Final = date(2199, 12, 31)
_OPEN_TASK: Final = ("assigned", "answered")


def waiting_for(actor: Actor, today: date, *, escalates_after_days: int) -> Subquery:
    """What waits for an actor: which task, on what, due when; the most pressing first by `sort_on`.

    A task that is overdue by so many days waits for the bureau without anybody's act.
    """
    branches: list[Select[Any]] = [_nothing()]
    if actor.has("operating_institution"):
        own = actor.institution or ""
        branches += [each.where(_of("institution_code", own, each)) for each in _institution(today)]
    if actor.has("district_authority"):
        own = actor.district or ""
        branches += [each.where(_of("district", own, each)) for each in _district(today)]
    if actor.has("municipal_bureau"):
        branches += _bureau(today, today - timedelta(days=escalates_after_days))
    every = union_all(*branches).subquery("every")
    sort_on = func.coalesce(every.c.due_on, NO_DAY, type_=Date).label("sort_on")
    return select(*every.c, sort_on).subquery("waiting")


def counted(waiting: Subquery, *conditions: ColumnElement[bool]) -> Select[Any]:
    """How many wait, by task and by the day on which they are due."""
    grouped = (waiting.c.task, waiting.c.due_on)
    return select(*grouped, func.count().label("waiting")).where(*conditions).group_by(*grouped)


def _institution(today: date) -> Iterator[Select[Any]]:
    asked = _states(today, "requested", "overdue")
    yield _item("file_report", obligations, obligations.c.period, DEADLINE).where(asked)
    yield _report("mend_report", "returned", DEADLINE)
    task = supervision_tasks.c
    yield _item("answer_task", supervision_tasks, task.matter, task.due_on).where(
        task.status == "assigned"
    )


def _district(today: date) -> Iterator[Select[Any]]:
    yield _report("review_report", "submitted", obligations.c.district_due_on)
    unreminded = and_(_states(today, "overdue"), not_(_reminded()))
    yield _item("remind", obligations, obligations.c.period, DEADLINE).where(unreminded)
    task = supervision_tasks.c
    yield _item("see_to_task", supervision_tasks, task.matter, task.due_on).where(
        task.status.in_(_OPEN_TASK)
    )


def _bureau(today: date, escalated_before: date) -> Iterator[Select[Any]]:
    yield _report("confirm_report", "reviewed", DEADLINE)
    task, incident = supervision_tasks.c, incidents.c
    late = and_(task.status.in_(_OPEN_TASK), task.due_on < escalated_before)
    yield _item("see_to_task", supervision_tasks, task.matter, task.due_on).where(
        or_(task.status == "escalated", late)
    )
    yield _item("decide_on_breach", supervision_tasks, task.matter, task.due_on).where(
        task.status == "refused", not_(_proposed_once(task.id))
    )
    complied = obligations.c.comply_by
    yield _item("decide_on_breach", obligations, obligations.c.period, complied).where(
        _states(today, "overdue"),
        _reminded(),
        complied < today,
        not_(_proposed_once(obligations.c.id)),
    )
    ungraded = and_(incident.status == "determined", incident.of_weight.is_(None))
    yield _item("find_on_incident", incidents, incident.kind, null()).where(ungraded)
    grave = and_(incident.status.in_(("determined", "found")), incident.of_weight)
    yield _item("decide_on_breach", incidents, incident.kind, null()).where(
        grave, not_(_proposed_once(incident.id))
    )


def _states(today: date, *states: Any) -> ColumnElement[bool]:
    return or_(*(in_state(state, today) for state in states))


def _reminded() -> ColumnElement[bool]:
    """Whether a reminder was served after the last day to file (`Obligation.reminded`)."""
    return func.coalesce(obligations.c.reminder_served_on > DEADLINE, false(), type_=Boolean)


def _proposed_once(about: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(breaches.c.about_id == about)


def _item(task: str, table: Any, about: Any, due_on: ColumnElement[Any]) -> Select[Any]:
    c = table.c
    return select(
        literal(task, Text).label("task"),
        literal(table.name, Text).label("resource"),
        c.id,
        c.cluster_number,
        c.cluster_name,
        c.district,
        c.institution_code,
        cast(about, Text).label("about"),
        cast(due_on, Date).label("due_on"),
    )


def _report(task: str, status: str, due_on: ColumnElement[Any]) -> Select[Any]:
    joined = annual_reports.c.obligation_id == obligations.c.id
    found = _item(task, obligations, obligations.c.period, due_on)
    return found.where(exists().where(joined, annual_reports.c.status == status))


def _of(column: str, own: str, item: Select[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = item.selected_columns[column] == own
    return found


def _nothing() -> Select[Any]:
    return _item("none", obligations, obligations.c.period, DEADLINE).where(false())
