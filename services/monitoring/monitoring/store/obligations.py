"""Obligations in the database."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import named, one
from monitoring.domain.obligation import Obligation, State
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.obligations import obligations

_COLUMNS: Final = tuple(field.name for field in fields(Obligation))


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
        obligations.c.due_on < today,
        obligations.c.overdue_announced_at.is_(None),
        _unsettled(today),
    )


def without_due_day(today: date) -> Select[Any]:
    """The obligations whose due day could not be computed when they were written."""
    terms = monitored_clusters.c.report_terms
    joined = obligations.join(monitored_clusters)
    unknown = obligations.c.due_on.is_(None) & not_(_closed(today))
    return select(obligations.c.id, obligations.c.period, terms).select_from(joined).where(unknown)


def in_state(state: State, today: date) -> ColumnElement[bool]:
    """The condition that an obligation is in a state on a legal day (`domain.state_of`)."""
    c = obligations.c
    closed, nothing_came = _closed(today), _unsettled(today)
    overdue = and_(nothing_came, c.due_on.is_not(None), c.due_on < today)
    asked = and_(nothing_came, or_(c.due_on.is_(None), c.due_on >= today))
    conditions: dict[str, ColumnElement[bool]] = {
        "closed": closed,
        "confirmed": and_(not_(closed), c.confirmed_at.is_not(None)),
        "submitted": and_(not_(closed), c.confirmed_at.is_(None), c.submitted_at.is_not(None)),
        "overdue": overdue,
        "requested": and_(asked, c.opens_on <= today),
        "not_yet_due": and_(asked, c.opens_on > today),
    }
    return conditions[state]


def obligation_of(row: Row[Any]) -> Obligation:
    """The obligation in a row."""
    return Obligation(**{name: getattr(row, name) for name in _COLUMNS})


def _closed(today: date) -> ColumnElement[bool]:
    return and_(obligations.c.closed_on.is_not(None), obligations.c.closed_on <= today)


def _unsettled(today: date) -> ColumnElement[bool]:
    return and_(not_(_closed(today)), obligations.c.submitted_at.is_(None))
