"""Objections in the database: open to the parties without who, sealed fields beside them."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, or_, select

from common import audit
from common.database import Source, Transaction
from common.ids import new_id
from common.rows import add_row, one, save_version
from registry.domain.notice import Notice
from registry.domain.notice_release import Against
from registry.domain.objection import (
    OPEN,
    Filing,
    Objection,
    ObjectionAnswer,
    ObjectionEvidence,
    ObjectionFinding,
    Objector,
)
from registry.domain.refusals import NOTICE_RULE
from registry.store.json_columns import documents_read, with_documents
from registry.store.sealing import Sealer
from registry.tables.notices import notices
from registry.tables.objections import objection_acts, objection_seals, objections

# Crockford's letters: none is taken for another when it is read out or copied by hand.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAKEN_FOR: Final = str.maketrans("OIL", "011")  # what people write for them all the same
_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "answer": TypeAdapter(ObjectionAnswer | None),
    "finding": TypeAdapter(ObjectionFinding | None),
}
_SEALED: Final[dict[str, TypeAdapter[Any]]] = {
    "objector": TypeAdapter(Objector | None),
    "content": TypeAdapter(str),
    "evidence": TypeAdapter(tuple[ObjectionEvidence, ...]),
}


def new_receipt() -> str:
    """A receipt number that nobody guesses and that says nothing: `YY-XXXX-XXXX-XXXX-XXXX`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(("YY", *groups))


async def load(source: Source, receipt: str) -> Objection:
    """The objection of a receipt number; raises `NotFound`, also for what is invisible."""
    wanted = select(objections).where(objections.c.receipt == receipt.upper().translate(_TAKEN_FOR))
    return objection_of(await one(source, wanted))


async def add(tx: Transaction, new: Objection, filing: Filing, sealer: Sealer) -> None:
    """Write a new objection, and sealed what tells who objected."""
    await add_row(tx, objections, with_documents(objections, new, _JSON))
    sealed = [
        {
            "objection_id": new.id,
            "field": field,
            "sealed": sealer.seal(
                new.id, field, kind.dump_python(getattr(filing, field), mode="json")
            ),
        }
        for field, kind in _SEALED.items()
    ]
    await tx.connection.execute(insert(objection_seals), sealed)


async def save(tx: Transaction, changed: Objection) -> None:
    """Write a changed objection; raises `Stale` when another writer was first."""
    await save_version(tx, objections, with_documents(objections, changed, _JSON))


async def record(tx: Transaction, of: Objection, act: str, content: dict[str, Any]) -> None:
    """Keep an act on an objection: who, when, with what; nothing sealed, and its audit row."""
    await add_row(
        tx,
        objection_acts,
        {
            "id": new_id(),
            "objection_id": of.id,
            "act": act,
            "actor": tx.actor.subject,
            "at": tx.at,
            "clause": NOTICE_RULE,
            "content": content,
        },
    )
    detail = {"notice": of.notice_number, "status": of.status} | content
    await audit.record(tx, "objection", of.id, act=act, detail=detail)


async def unsealed(source: Source, of: Objection, sealer: Sealer) -> Mapping[str, Any]:
    """The sealed fields of an objection, for whom row-level security shows them."""
    own = select(objection_seals).where(objection_seals.c.objection_id == of.id)
    return {
        row.field: _SEALED[row.field].validate_python(sealer.opened(of.id, row.field, row.sealed))
        for row in await source.rows(own)
    }


async def acts_of(source: Source, of: Objection) -> Sequence[Row[Any]]:
    """The acts on an objection, oldest first, for officials."""
    own = select(objection_acts).where(objection_acts.c.objection_id == of.id)
    return await source.rows(own.order_by(objection_acts.c.id))


async def against(tx: Transaction, notice: Notice) -> Against:
    """What stands against the release of a notice, read once its turn is held.

    An objection to the whole of a list concerns its correction too, and one to an entry follows
    the entry into the notice that corrects the first.
    """
    chain = await _chain(tx, notice)
    listed = [entry.application_id for entry in notice.entries]
    table = objections.c
    concerned = or_(
        table.notice_id == notice.id,
        table.notice_id.in_(chain) & table.application_id.is_(None),
        table.application_id.in_(listed),
    )
    mine = [objection_of(row) for row in await tx.rows(select(objections).where(concerned))]
    open_ones = [each for each in mine if each.status in OPEN]
    upheld = [each for each in mine if each.status == "upheld" and each.notice_id == notice.id]
    return Against(
        open_count=len(open_ones),
        whole_list=any(each.application_id is None for each in open_ones),
        upheld_list=any(each.application_id is None for each in upheld),
        applications=frozenset(each.application_id for each in open_ones if each.application_id),
    )


async def _chain(tx: Transaction, notice: Notice) -> list[UUID]:
    """The notices that this one corrects, one after the other."""
    chain: list[UUID] = []
    number = notice.corrects
    while number is not None:
        corrected = select(notices.c.id, notices.c.corrects).where(notices.c.number == number)
        row = (await tx.rows(corrected))[0]
        chain.append(row.id)
        number = row.corrects
    return chain


def objection_of(row: Row[Any]) -> Objection:
    """The objection in a row."""
    return Objection(**documents_read(row, _JSON))
