"""Obligations in the database."""

from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, and_, func, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import named, one, save_version
from monitoring.domain.cluster import terms_for
from monitoring.domain.due_days import DueOrigin, of_round
from monitoring.domain.obligation import Obligation, State
from monitoring.store.clusters import former_terms_of, terms_of
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.cycles import reporting_cycles
from monitoring.tables.obligations import obligations

_COLUMNS: Final = tuple(field.name for field in fields(Obligation))
# The last day to file (`Obligation.deadline`).
DEADLINE: Final = func.greatest(obligations.c.extended_to, obligations.c.due_on, type_=Date)


async def load(source: Source, ref: str) -> Obligation:
    """The obligation with an id; raises `NotFound`."""
    known = as_id(ref)
    if known is None:
        raise NotFound()
    return obligation_of(await one(source, select(obligations).where(obligations.c.id == known)))


async def load_for(source: Source, cluster: str, period: str) -> Obligation:
    """The obligation of a cluster (id or number) for a period; raises `NotFound`."""
    own = named(cluster, obligations.c.cluster_id, obligations.c.cluster_number)
    wanted = select(obligations).where(own, obligations.c.period == period)
    return obligation_of(await one(source, wanted))


async def lock(tx: Transaction, obligation_id: UUID) -> Obligation:
    """The obligation as it is now, locked until the transaction ends."""
    locked = select(obligations).where(obligations.c.id == obligation_id).with_for_update()
    return obligation_of(await one(tx, locked))


async def of_cluster(tx: Transaction, cluster_id: UUID) -> list[Obligation]:
    """All obligations of a cluster, locked, oldest period first."""
    statement = select(obligations).where(obligations.c.cluster_id == cluster_id)
    rows = await tx.rows(statement.order_by(obligations.c.period).with_for_update())
    return [obligation_of(row) for row in rows]


async def add(tx: Transaction, new: Obligation) -> bool:
    """Write a new obligation; False when the cluster owes that period already."""
    written = insert(obligations).values(**asdict(new))
    once = written.on_conflict_do_nothing(index_elements=["cluster_id", "period"])
    return bool((await tx.connection.execute(once)).rowcount == 1)


async def save_act(tx: Transaction, changed: Obligation) -> None:
    """Write an obligation after an official's act; raises `Stale` when another was first."""
    await save_version(tx, obligations, asdict(changed))


async def save(tx: Transaction, changed: Obligation) -> None:
    """Write a changed obligation, which the transaction holds locked."""
    await tx.connection.execute(
        update(obligations).where(obligations.c.id == changed.id).values(**asdict(changed))
    )


def to_request(today: date) -> Select[Any]:
    """The obligations whose report is to be asked for on a legal day."""
    return select(obligations.c.id).where(
        obligations.c.opens_on <= today,
        obligations.c.requested_at.is_(None),
        _unsettled(today),
    )


def to_announce_overdue(today: date) -> Select[Any]:
    """The obligations whose due day has passed without a report and was not announced."""
    return select(obligations.c.id).where(
        today > DEADLINE,
        obligations.c.overdue_announced_at.is_(None),
        _unsettled(today),
    )


def without_due_day(today: date) -> Select[Any]:
    """The obligations whose due day could not be computed when they were written."""
    unknown = obligations.c.due_on.is_(None) & not_(_closed(today))
    return _with_origin().where(unknown)


async def origin_of(source: Source, owed: Obligation) -> DueOrigin:
    """Whence the due days of an obligation come: its cycle, or the terms of its round."""
    return origin_in(await one(source, _with_origin().where(obligations.c.id == owed.id)))


def origin_in(row: Row[Any]) -> DueOrigin:
    """The same from a row that has both."""
    if row.municipal is None:
        year, former = int(row.period), former_terms_of(row.former_report_terms)
        return of_round(year, terms_for(year, terms_of(row.report_terms), former))
    return DueOrigin(
        kind="cycle",
        district=row.district,
        municipal=row.municipal,
        roll_forward=row.roll_forward,
        notice_number=row.notice_number,
    )


def _with_origin() -> Select[Any]:
    cycle = reporting_cycles.c
    joined = obligations.join(monitored_clusters).outerjoin(reporting_cycles)
    return select(
        obligations.c.id,
        obligations.c.period,
        monitored_clusters.c.report_terms,
        monitored_clusters.c.former_report_terms,
        cycle.district_due_on.label("district"),
        cycle.municipal_due_on.label("municipal"),
        cycle.roll_forward,
        cycle.notice_number,
    ).select_from(joined)


def to_remind(today: date, *, first: int, last: int) -> Select[Any]:
    """What is owed and due between so many days from now and so many days ago."""
    near = DEADLINE.between(today - timedelta(days=last), today - timedelta(days=first))
    asked = select(*obligations.c, DEADLINE.label("deadline"))
    opened = obligations.c.opens_on <= today
    return asked.where(near, opened, _unsettled(today)).order_by(obligations.c.id)


def in_state(state: State, today: date) -> ColumnElement[bool]:
    """The condition that an obligation is in a state on a legal day (`domain.state_of`)."""
    c = obligations.c
    closed, nothing_came = _closed(today), _unsettled(today)
    overdue = and_(nothing_came, DEADLINE.is_not(None), today > DEADLINE)
    asked = and_(nothing_came, or_(DEADLINE.is_(None), today <= DEADLINE))
    conditions: dict[str, ColumnElement[bool]] = {
        "closed": closed,
        "confirmed": and_(not_(closed), c.confirmed_at.is_not(None)),
        "submitted": and_(not_(closed), c.confirmed_at.is_(None), c.submitted_at.is_not(None)),
        "overdue": overdue,
        "requested": and_(asked, c.opens_on <= today),
        "not_yet_due": and_(asked, c.opens_on > today),
    }
    return conditions[state]


def due_before(day: date) -> ColumnElement[bool]:
    """The condition that the last day to file lies before a day."""
    return and_(day > DEADLINE)


def obligation_of(row: Row[Any]) -> Obligation:
    """The obligation in a row."""
    return Obligation(**{name: getattr(row, name) for name in _COLUMNS})


def _closed(today: date) -> ColumnElement[bool]:
    return and_(obligations.c.closed_on.is_not(None), obligations.c.closed_on <= today)


def _unsettled(today: date) -> ColumnElement[bool]:
    return and_(not_(_closed(today)), obligations.c.submitted_at.is_(None))
