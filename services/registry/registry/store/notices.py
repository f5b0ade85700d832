"""Public notices in the database, each act with a row of its own."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, func, select

from common import audit
from common.database import Source, Transaction
from common.ids import new_id
from common.rows import add_row, named, one, save_version
from registry.domain.notice import Notice, NoticeEntry, Posting, Release
from registry.domain.refusals import NOTICE_RULE
from registry.store.json_columns import documents_read, with_documents
from registry.tables.notices import notice_acts, notices

_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "entries": TypeAdapter(tuple[NoticeEntry, ...]),
    "publication": TypeAdapter(Posting | None),
    "release": TypeAdapter(Release | None),
    "corrected_by": TypeAdapter(tuple[str, ...]),
    "earlier_releases": TypeAdapter(tuple[Release, ...]),
}


async def load(source: Source, ref: str | UUID) -> Notice:
    """The notice with an id or number; raises `NotFound`."""
    wanted = named(ref, notices.c.id, notices.c.number)
    return notice_of(await one(source, select(notices).where(wanted)))


async def lock(tx: Transaction, notice_id: UUID) -> Notice:
    """A notice that nobody else changes until the transaction ends."""
    rows = await tx.rows(select(notices).where(notices.c.id == notice_id).with_for_update())
    return notice_of(rows[0])


async def hold(tx: Transaction, ref: str | UUID) -> Notice:
    """A notice in its turn: objections to it and its release wait for each other.

    The turn is no lock on the row, because that asks for the right to change it; row-level
    security and the database's own second wall take the same turn.
    """
    known = await load(tx, ref)
    await tx.connection.execute(select(func.hold_notice(known.id)))
    return await load(tx, known.id)


async def add(tx: Transaction, new: Notice) -> None:
    """Write a new notice."""
    await add_row(tx, notices, with_documents(notices, new, _JSON))


async def save(tx: Transaction, changed: Notice) -> None:
    """Write a changed notice; raises `Stale` when another writer was first."""
    await save_version(tx, notices, with_documents(notices, changed, _JSON))


async def record(
    tx: Transaction, notice: Notice, act: str, content: dict[str, Any] | None = None
) -> None:
    """Keep an act on a notice: who, when, by which clause, with what; and its audit row."""
    detail = {"status": notice.status, "sha256": notice.sha256} | (content or {})
    await add_row(
        tx,
        notice_acts,
        {
            "id": new_id(),
            "notice_id": notice.id,
            "act": act,
            "actor": tx.actor.subject,
            "at": tx.at,
            "clause": NOTICE_RULE,
            "content": detail,
        },
    )
    await audit.record(tx, "notice", notice.id, act=act, detail=detail)


async def run_out(source: Source, *, day: date) -> list[UUID]:
    """The notices on the website whose last day has passed."""
    over = (notices.c.status == "published") & (notices.c.last_day < day)
    return [row.id for row in await source.rows(select(notices.c.id).where(over))]


def of_round(ref: str) -> ColumnElement[bool]:
    """The condition that a notice belongs to a round, named by id or by number."""
    return named(ref, notices.c.round_id, notices.c.round_number)


def notice_of(row: Row[Any]) -> Notice:
    """The notice in a row."""
    return Notice(**documents_read(row, _JSON))
