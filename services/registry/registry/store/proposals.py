"""Proposals in the database, and what can no longer be proposed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import Case, StandardPin
from common.database import Transaction
from common.rows import columns_of, save_version
from registry.domain.proposal import LIVE, Proposal
from registry.tables.proposals import bars, proposals

_CASE: Final = TypeAdapter(Case)
_STANDARD: Final = TypeAdapter(StandardPin)


def waiting(round_id: UUID | None) -> Select[Any]:
    """Decided cases that no notice holds yet, of one round or of all."""
    found = select(proposals).where(proposals.c.status == "waiting")
    return found if round_id is None else found.where(proposals.c.round_id == round_id)


async def waiting_of(tx: Transaction, round_id: UUID) -> Sequence[Proposal]:
    """The waiting proposals of a round, oldest first."""
    rows = await tx.rows(waiting(round_id).order_by(proposals.c.id))
    return [proposal_of(row) for row in rows]


async def held_by(tx: Transaction, notice_id: UUID) -> Sequence[Proposal]:
    """The proposals that a notice still holds."""
    own = (proposals.c.notice_id == notice_id) & (proposals.c.status == "noticed")
    rows = await tx.rows(select(proposals).where(own).order_by(proposals.c.id))
    return [proposal_of(row) for row in rows]


async def live_of_application(tx: Transaction, application_id: UUID) -> Sequence[Proposal]:
    """The proposal of an application that still stands and is not released, locked; if any."""
    return await _locked(
        tx, proposals.c.application_id == application_id, proposals.c.status.in_(LIVE)
    )


async def live_of_evaluation(tx: Transaction, evaluation_id: UUID) -> Sequence[Proposal]:
    """The proposal of an evaluation that still stands and is not released, locked; if any."""
    return await _locked(
        tx, proposals.c.evaluation_id == evaluation_id, proposals.c.status.in_(LIVE)
    )


async def add(tx: Transaction, new: Proposal) -> None:
    """Write a new proposal."""
    await tx.connection.execute(plain_insert(proposals).values(**_columns(new)))


async def save(tx: Transaction, changed: Proposal) -> None:
    """Write a changed proposal; raises `Stale` when another writer was first."""
    await save_version(tx, proposals, _columns(changed))


async def bar(tx: Transaction, kind: str, barred_id: UUID, *, at: datetime) -> None:
    """Keep that an application was withdrawn or an evaluation superseded."""
    kept = insert(bars).values(kind=kind, id=barred_id, recorded_at=at)
    await tx.connection.execute(kept.on_conflict_do_nothing())


async def barred(tx: Transaction, kind: str, barred_id: UUID) -> bool:
    """Whether it was kept that this can no longer be proposed."""
    return await barred_at(tx, kind, barred_id) is not None


async def barred_at(tx: Transaction, kind: str, barred_id: UUID) -> datetime | None:
    """When it was kept that this can no longer be proposed, if it was."""
    found = select(bars.c.recorded_at).where(bars.c.kind == kind, bars.c.id == barred_id)
    kept = await tx.rows(found)
    return kept[0].recorded_at if kept else None


async def released_of_application(tx: Transaction, application_id: UUID) -> Sequence[Proposal]:
    """The released proposal of an application, if there is one."""
    own, status = proposals.c.application_id == application_id, proposals.c.status
    rows = await tx.rows(select(proposals).where(own, status == "released"))
    return [proposal_of(row) for row in rows]


async def renewals_of(tx: Transaction, cluster_number: str) -> Sequence[Proposal]:
    """The released renewals of a cluster."""
    number = proposals.c.case["cluster_number"].as_string()
    released = (proposals.c.status == "released") & (number == cluster_number)
    rows = await tx.rows(select(proposals).where(released).order_by(proposals.c.id))
    return [proposal_of(row) for row in rows]


def proposal_of(row: Row[Any]) -> Proposal:
    """The proposal in a row."""
    columns = dict(row._mapping)
    columns["case"] = _CASE.validate_python(columns["case"])
    columns["standard"] = _STANDARD.validate_python(columns["standard"])
    return Proposal(**columns)


async def _locked(tx: Transaction, *conditions: ColumnElement[bool]) -> Sequence[Proposal]:
    # An event waits for whoever writes now: it would be parked for having come second.
    rows = await tx.rows(select(proposals).where(*conditions).with_for_update())
    return [proposal_of(row) for row in rows]


def _columns(of: Proposal) -> dict[str, Any]:
    columns = columns_of(proposals, of)
    columns["case"] = _CASE.dump_python(of.case, mode="json")
    columns["standard"] = _STANDARD.dump_python(of.standard, mode="json")
    return columns
