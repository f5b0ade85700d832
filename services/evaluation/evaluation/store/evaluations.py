"""Evaluations in the database."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, select, true

from common.actor import Actor
from common.contracts.case import Case
from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import add_row, named, save_version
from evaluation.domain import access
from evaluation.domain.evaluation import OPEN, Evaluation
from evaluation.domain.renewal import ForwardedRenewal
from evaluation.tables.evaluations import evaluations

_CASE: Final = TypeAdapter(Case)
_RENEWAL: Final = TypeAdapter(ForwardedRenewal | None)


async def load(source: Source, ref: str | UUID) -> Evaluation:
    """The evaluation with an id, if the actor may see it; raises `NotFound`."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    rows = await source.rows(select(evaluations).where(evaluations.c.id == known)) if known else []
    found = evaluation_of(rows[0]) if rows else None
    if found is None or not access.visible_to(source.actor, found.case.district):
        raise NotFound()
    return found


async def latest_of(tx: Transaction, application_id: UUID) -> Evaluation | None:
    """The newest evaluation of an application, for the service itself, locked.

    The lock makes an event wait for a person who is deciding: it must never be refused as stale.
    """
    own = evaluations.c.application_id == application_id
    newest = evaluations.c.submission_version.desc()
    last = select(evaluations).where(own).order_by(newest).limit(1).with_for_update()
    rows = await tx.rows(last)
    return evaluation_of(rows[0]) if rows else None


async def open_of_round(tx: Transaction, round_id: UUID) -> list[Evaluation]:
    """The undecided evaluations of a round, oldest first, locked."""
    own = (evaluations.c.round_id == round_id) & evaluations.c.status.in_(OPEN)
    rows = await tx.rows(
        select(evaluations).where(own).order_by(evaluations.c.id).with_for_update()
    )
    return [evaluation_of(row) for row in rows]


async def of_case(source: Source, application_id: UUID) -> list[Evaluation]:
    """Every evaluation of an application, one for each recommended version, oldest first."""
    own = select(evaluations).where(evaluations.c.application_id == application_id)
    rows = await source.rows(own.order_by(evaluations.c.submission_version))
    return [evaluation_of(row) for row in rows]


async def add(tx: Transaction, new: Evaluation) -> None:
    """Write a new evaluation."""
    await add_row(tx, evaluations, _columns(new))


async def save(tx: Transaction, changed: Evaluation) -> None:
    """Write a changed evaluation; raises `Stale` when another writer was first."""
    changing = ("id", "version", "status", "withdrawn_at", "designated_at")
    await save_version(tx, evaluations, {name: getattr(changed, name) for name in changing})


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """The condition that an evaluation is visible to an actor, for lists."""
    districts = access.districts_of(actor)
    if districts is access.EVERYWHERE:
        return true()
    return evaluations.c.district.in_(sorted(districts))


def of_round(ref: str) -> ColumnElement[bool]:
    """The condition that an evaluation belongs to the round with an id or number."""
    number: ColumnElement[str] = evaluations.c.case["round"]["number"].as_string()
    return named(ref, evaluations.c.round_id, number)


def of_application(ref: str) -> ColumnElement[bool]:
    """The condition that an evaluation is of the application with an id or number."""
    return named(ref, evaluations.c.application_id, evaluations.c.application_number)


def evaluation_of(row: Row[Any]) -> Evaluation:
    """The evaluation in a row."""
    return Evaluation(
        id=row.id,
        case=_CASE.validate_python(row.case),
        status=row.status,
        version=row.version,
        opinion=row.opinion,
        rank=row.rank,
        opened_at=row.opened_at,
        supersedes=row.supersedes,
        withdrawn_at=row.withdrawn_at,
        designated_at=row.designated_at,
        renewal=_RENEWAL.validate_python(row.renewal),
    )


def _columns(of: Evaluation) -> dict[str, Any]:
    case = of.case
    return {
        "id": of.id,
        "application_id": case.application_id,
        "application_number": case.application_number,
        "submission_version": case.version,
        "round_id": case.round.id,
        "district": case.district,
        "case": _CASE.dump_python(case, mode="json"),
        "status": of.status,
        "version": of.version,
        "opinion": of.opinion,
        "rank": of.rank,
        "opened_at": of.opened_at,
        "supersedes": of.supersedes,
        "withdrawn_at": of.withdrawn_at,
        "designated_at": of.designated_at,
        "renewal": _RENEWAL.dump_python(of.renewal, mode="json"),
    }
