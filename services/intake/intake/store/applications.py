"""Applications and their working copies in the database."""

from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true, update

from common.actor import Actor
from common.database import Source, Transaction
from common.errors import NotFound
from common.rows import add_row, columns_of, named_row, one, save_version
from intake.domain import access
from intake.domain.application import Application, Sections
from intake.domain.application_refusals import RankTaken
from intake.domain.renewal_refusals import RenewalFiledBefore
from intake.tables.applications import application_drafts, applications

_RANK = "uq_applications_rank"
_RENEWAL = "uq_applications_renewal"
# What a case is stays as it was begun; the database lets no API write it either.
_FIXED = {"number", "kind", "round_id", "district", "institution_code", "on_notice"} | {
    "cluster_id",
    "cluster_number",
}


async def load(source: Source, ref: str | UUID) -> Application:
    """The application with an id or number, if the actor may see it; raises `NotFound`."""
    found = await known(source, ref)
    if not access.visible_to(source.actor, found):
        raise NotFound()
    return found


async def known(source: Source, ref: str | UUID) -> Application:
    """The application as a service itself looks at it; raises `NotFound`."""
    return application_of(await named_row(source, applications, ref))


async def locked(tx: Transaction, application_id: UUID) -> Application:
    """The same, held until the transaction ends: an event's effect waits its turn.

    A refusal for being second would park the event.
    """
    of = select(applications).where(applications.c.id == application_id).with_for_update()
    return application_of(await one(tx, of))


async def held(tx: Transaction, case: Application) -> Application:
    """The same as it stands once other writers of it have ended; for those who may write it."""
    of = select(applications).where(applications.c.id == case.id).with_for_update()
    rows = (await tx.connection.execute(of)).all()
    return application_of(rows[0]) if rows else case


async def add(tx: Transaction, new: Application, *, sections: Sections) -> None:
    """Write a new application with its first working copy; `RenewalFiledBefore` for a second."""
    try:
        await add_row(tx, applications, columns_of(applications, new))
    except UniqueViolationError as error:
        if error.constraint_name == _RENEWAL:
            raise RenewalFiledBefore() from error
        raise
    draft = {"application_id": new.id, "sections": dict(sections)}
    await add_row(tx, application_drafts, draft)


async def save(tx: Transaction, changed: Application) -> None:
    """Write a changed application; `Stale` if another was first, `RankTaken` by another case."""
    try:
        await save_version(tx, applications, _changing(changed))
    except UniqueViolationError as error:
        if error.constraint_name == _RANK:
            raise RankTaken() from error
        raise


async def save_notice(tx: Transaction, changed: Application) -> None:
    """Write which public notice lists an application; only the registry's events say so."""
    names = ("id", "version", "changed_at", "on_notice")
    await save_version(tx, applications, {name: getattr(changed, name) for name in names})


async def draft_sections(source: Source, application_id: UUID) -> dict[str, Any] | None:
    """The working copy, or None to whom it is invisible."""
    own = application_drafts.c.application_id == application_id
    rows = await source.rows(select(application_drafts.c.sections).where(own))
    return dict(rows[0].sections) if rows else None


async def save_sections(tx: Transaction, application_id: UUID, sections: Sections) -> None:
    """Write the working copy; the application's own version guards it."""
    own = application_drafts.c.application_id == application_id
    await tx.connection.execute(
        update(application_drafts).where(own).values(sections=dict(sections))
    )


async def recommended_count(tx: Transaction, case: Application) -> int:
    """How many applications of the same round and district stand recommended."""
    count = await tx.connection.execute(
        select(func.count())
        .select_from(applications)
        .where(
            applications.c.round_id == case.round_id,
            applications.c.district == case.district,
            applications.c.status == "recommended",
        )
    )
    return int(count.scalar_one())


def listed(actor: Actor) -> Select[Any]:
    """The applications an actor may see: the first wall, as `access.visible_to` has it."""
    return select(applications).where(visible_where(actor))


def visible_where(actor: Actor) -> ColumnElement[bool]:
    """`access.visible_to` as a condition."""
    if actor.has("auditor"):
        return true()
    walls: list[ColumnElement[bool]] = []
    if actor.has("operating_institution"):
        walls.append(applications.c.institution_code == actor.institution)
    filed = applications.c.submissions > 0
    if actor.has("district_authority"):
        walls.append(and_(filed, applications.c.district == actor.district))
    if actor.has("municipal_bureau"):
        walls.append(filed)
    return or_(*walls) if walls else ~true()


def _changing(changed: Application) -> dict[str, Any]:
    columns = columns_of(applications, changed)
    return {name: value for name, value in columns.items() if name not in _FIXED}


def application_of(row: Row[Any]) -> Application:
    """The application in a row."""
    return Application(**row._mapping)
