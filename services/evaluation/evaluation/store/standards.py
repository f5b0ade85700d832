"""Standards: those that come with the programme, and every revision that was ever kept here."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from common.clock import legal_day
from common.contracts.case import StandardPin
from common.database import Database, Source, Transaction
from common.errors import NotFound
from common.rows import write_one
from evaluation.domain.effective_days import EffectiveDays
from evaluation.domain.refusals import StandardNotHere
from evaluation.domain.standard import Revision, StandardAct, StandardRecord
from evaluation.store import packaged
from evaluation.tables.standards import standard_acts, standard_days, standard_revisions
from programme.standards.loading import load_text
from programme.standards.standard import Standard
from programme.strict_toml import DataRefused

_REVISIONS: Final = (
    select(standard_revisions, standard_days.c.first, standard_days.c.last)
    .outerjoin(
        standard_days,
        (standard_days.c.standard_id == standard_revisions.c.standard_id)
        & (standard_days.c.revision == standard_revisions.c.revision),
    )
    .order_by(standard_revisions.c.revision)
)


async def load(source: Source, standard_id: str) -> StandardRecord:
    """The standard with an id, as the actor sees it; raises `NotFound`."""
    found = await find(source, standard_id)
    if found is None:
        raise NotFound()
    return found


async def find(source: Source, standard_id: str) -> StandardRecord | None:
    """The standard with an id, if there is one that the actor sees."""
    own = _REVISIONS.where(standard_revisions.c.standard_id == standard_id)
    kept = [_revision_of(row) for row in await source.rows(own)]
    revisions = [*kept, *packaged.beyond(standard_id, kept)]
    if not revisions:
        return None
    acts = select(standard_acts).where(standard_acts.c.standard_id == standard_id)
    rows = await source.rows(acts.order_by(standard_acts.c.number))
    return StandardRecord(
        revisions=tuple(revisions),
        acts=tuple(act_of(row) for row in rows),
        day=legal_day(source.at),
    )


async def ids(source: Source) -> Sequence[str]:
    """The ids of all standards that the actor sees, in their order."""
    rows = await source.rows(select(standard_revisions.c.standard_id).distinct())
    return sorted({*packaged.ids(), *(row.standard_id for row in rows)})


async def pinned(source: Source, pin: StandardPin) -> Standard:
    """The very standard that a round or a check pins; raises `StandardNotHere`."""
    record = await find(source, pin.id)
    revisions: Iterable[Revision] = record.revisions if record else ()
    for revision in revisions:
        if revision.pin == pin:
            return revision.standard
    raise StandardNotHere(standard_id=pin.id)


async def kept(database: Database) -> frozenset[tuple[str, int]]:
    """Id and number of every revision that is kept."""
    key = (standard_revisions.c.standard_id, standard_revisions.c.revision)
    rows = await database.plain_rows(select(*key))
    return frozenset((row.standard_id, row.revision) for row in rows)


async def with_acts(database: Database) -> frozenset[str]:
    """The ids of the standards whose publication has begun."""
    rows = await database.plain_rows(select(standard_acts.c.standard_id).distinct())
    return frozenset(row.standard_id for row in rows)


async def keep(tx: Transaction, revision: Revision) -> bool:
    """Keep the text of a revision; false if that number, or that text, is kept already."""
    values = {
        "standard_id": revision.standard.id,
        "revision": revision.number,
        "sha256": revision.standard.sha256,
        "text": revision.text,
        "cases": revision.cases,
        "drafted_by": revision.drafted_by or tx.actor.subject,
        "drafted_at": revision.drafted_at or tx.at,
    }
    written = insert(standard_revisions).values(values).on_conflict_do_nothing()
    return (await tx.connection.execute(written)).rowcount == 1


async def append(tx: Transaction, act: StandardAct) -> None:
    """Write the next act; raises `Stale` when another writer was first."""
    values = {
        "id": act.id,
        "standard_id": act.standard.id,
        "revision": act.standard.revision,
        "sha256": act.standard.sha256,
        "number": act.number,
        "act": act.act,
        "effective_from": act.effective_from,
        "effective_to": act.effective_to,
        "content": dict(act.content),
        "actor": act.actor,
        "at": act.at,
    }
    await write_one(tx, insert(standard_acts).values(values).on_conflict_do_nothing())


async def set_days(tx: Transaction, standard_id: str, days: EffectiveDays) -> None:
    """Write from which day to which a revision is in force; the database refuses any overlap."""
    key = {"standard_id": standard_id, "revision": days.revision}
    until = {"first": days.first, "last": days.last}
    written = insert(standard_days).values(key | until)
    await tx.connection.execute(written.on_conflict_do_update(index_elements=list(key), set_=until))


async def ordered(tx: Transaction, round_id: UUID) -> StandardPin | None:
    """The revision that the bureau last ordered the undecided cases of a round to follow."""
    of_round = standard_acts.c.content["round_id"].as_string() == str(round_id)
    orders = select(standard_acts).where(standard_acts.c.act == "ordered", of_round)
    rows = await tx.rows(orders.order_by(standard_acts.c.at.desc(), standard_acts.c.id.desc()))
    return act_of(rows[0]).standard if rows else None


def act_of(row: Row[Any]) -> StandardAct:
    """The act in a row."""
    return StandardAct(
        id=row.id,
        standard=StandardPin(id=row.standard_id, revision=row.revision, sha256=row.sha256),
        number=row.number,
        act=row.act,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        content=row.content,
        actor=row.actor,
        at=row.at,
    )


def _revision_of(row: Row[Any]) -> Revision:
    first = row.first
    return Revision(
        standard=parsed(row.standard_id, row.text, row.sha256),
        text=row.text,
        cases=row.cases,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        days=EffectiveDays(revision=row.revision, first=first, last=row.last) if first else None,
    )


@lru_cache(maxsize=64)
def parsed(standard_id: str, text: str, sha256: str) -> Standard:
    """The standard of a kept text; raises `StandardNotHere` where it has lost its hash."""
    try:
        standard = load_text(text, place=standard_id, seals={})
    except DataRefused as error:
        raise StandardNotHere(standard_id=standard_id) from error
    if standard.sha256 != sha256:
        raise StandardNotHere(standard_id=standard_id)
    return standard
