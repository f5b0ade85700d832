"""Public notices in the database, each act with a row of its own."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, insert, null, select, update

from common import audit
from common.database import Source, Transaction
from common.errors import NotFound, Stale
from common.ids import as_id, new_id
from registry.domain.notice import Notice, NoticeEntry, Posting, Release
from registry.domain.refusals import NOTICE_RULE
from registry.tables.notices import notice_acts, notices

_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "entries": TypeAdapter(tuple[NoticeEntry, ...]),
    "publication": TypeAdapter(Posting | None),
    "release": TypeAdapter(Release | None),
}


async def load(source: Source, ref: str | UUID) -> Notice:
    """The notice with an id or number; raises `NotFound`."""
    found = await source.rows(select(notices).where(named(ref)))
    if not found:
        raise NotFound()
    return notice_of(found[0])


async def lock(tx: Transaction, notice_id: UUID) -> Notice:
    """A notice that nobody else changes until the transaction ends."""
    rows = await tx.rows(select(notices).where(notices.c.id == notice_id).with_for_update())
    return notice_of(rows[0])


async def add(tx: Transaction, new: Notice) -> None:
    """Write a new notice."""
    await tx.connection.execute(insert(notices).values(**_columns(new)))


async def save(tx: Transaction, changed: Notice) -> None:
    """Write a changed notice; raises `Stale` when another writer was first."""
    saved = await tx.connection.execute(
        update(notices)
        .where(notices.c.id == changed.id, notices.c.version == changed.version - 1)
        .values(**_columns(changed))
    )
    if saved.rowcount != 1:
        raise Stale()


async def record(
    tx: Transaction, notice: Notice, act: str, content: dict[str, Any] | None = None
) -> None:
    """Keep an act on a notice: who, when, by which clause, with what; and its audit row."""
    detail = {"status": notice.status, "sha256": notice.sha256} | (content or {})
    await tx.connection.execute(
        insert(notice_acts).values(
            id=new_id(),
            notice_id=notice.id,
            act=act,
            actor=tx.actor.subject,
            at=tx.at,
            clause=NOTICE_RULE,
            content=detail,
        )
    )
    await audit.record(tx, "notice", notice.id, act=act, detail=detail)


async def run_out(source: Source, *, day: date) -> list[UUID]:
    """The notices on the website whose last day has passed."""
    over = (notices.c.status == "published") & (notices.c.last_day < day)
    return [row.id for row in await source.rows(select(notices.c.id).where(over))]


def named(ref: str | UUID) -> ColumnElement[bool]:
    """The condition that a row is the one a reference names, by id or by number."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    return notices.c.id == known if known else notices.c.number == str(ref)


def of_round(ref: str) -> ColumnElement[bool]:
    """The condition that a notice belongs to a round, named by id or by number."""
    known = as_id(ref)
    return notices.c.round_id == known if known else notices.c.round_number == ref


def notice_of(row: Row[Any]) -> Notice:
    """The notice in a row."""
    columns = dict(row._mapping)
    for name, kind in _JSON.items():
        columns[name] = kind.validate_python(columns[name])
    return Notice(**columns)


def _columns(of: Notice) -> dict[str, Any]:
    columns = {name: getattr(of, name) for name in notices.c.keys()}  # noqa: SIM118
    for name, kind in _JSON.items():
        columns[name] = kind.dump_python(columns[name], mode="json")
    # An absent document is SQL's NULL, not JSON's: the table's checks look at it.
    return {name: null() if value is None else value for name, value in columns.items()}
