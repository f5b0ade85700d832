"""Documents of applications in the database; their bytes are in the document store."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, select, true, update

from common.database import Source, Transaction
from common.documents.tending import Look
from common.rows import add_row, columns_of, one, write_one
from intake.domain.document import SITE_PHOTO, Document
from intake.tables.applications import application_documents as documents


async def load(source: Source, application_id: UUID, document_id: UUID) -> Document:
    """One document of an application; raises `NotFound`."""
    own = (documents.c.id == document_id) & (documents.c.application_id == application_id)
    return document_of(await one(source, select(documents).where(own)))


async def of_application(source: Source, application_id: UUID) -> Sequence[Document]:
    """All documents of an application that the actor may see, oldest first."""
    own = documents.c.application_id == application_id
    rows = await source.rows(select(documents).where(own).order_by(documents.c.id))
    return [document_of(row) for row in rows]


async def filed_with(source: Source, application_id: UUID) -> Sequence[Document]:
    """The documents that the institution files: all but the district's photographs."""
    return [d for d in await of_application(source, application_id) if d.kind != SITE_PHOTO]


async def add(tx: Transaction, new: Document) -> None:
    """Write a new document, still without content."""
    await add_row(tx, documents, _columns(new))


async def save(tx: Transaction, changed: Document) -> None:
    """Write a changed document; raises `Stale` when another was first or a version froze it."""
    own = _unchanged(changed, version=changed.version - 1)
    await write_one(tx, update(documents).where(own).values(**_columns(changed)))


async def remove(tx: Transaction, gone: Document) -> None:
    """Remove a document that no version holds; raises `Stale`."""
    await write_one(tx, delete(documents).where(_unchanged(gone, version=gone.version)))


async def freeze(tx: Transaction, held: Sequence[Document], *, submission: int) -> None:
    """Mark documents as held by a version; raises `Stale` if one changed since it was read."""
    for document in held:
        if document.frozen_in is None:
            own = _unchanged(document, version=document.version)
            await write_one(tx, update(documents).where(own).values(frozen_in=submission))


async def to_look_at(source: Source, *, scanning: bool, tried_before: datetime) -> list[str]:
    """The hashes of documents without SM3, or without a scanner's word where one is asked."""
    lacking: ColumnElement[bool] = documents.c.sm3.is_(None)
    if scanning:
        waiting = func.coalesce(documents.c.looked_at < tried_before, true())
        lacking |= (documents.c.scan == "not_scanned") & waiting
    kept = documents.c.sha256.is_not(None) & (documents.c.scan != "infected")
    rows = await source.rows(select(documents.c.sha256).where(kept, lacking).distinct())
    return [row.sha256 for row in rows]


async def note_look(tx: Transaction, look: Look) -> Sequence[Row[Any]]:
    """Write what was found out about bytes to every document that has them; no new version.

    A finding takes back an earlier "clean"; that nothing was found out now does not.
    """
    open_to = documents.c.scan != "infected"
    if look.scan != "infected":
        open_to = documents.c.scan == "not_scanned"
    named = select(documents.c.id, documents.c.application_id)
    having = named.where(documents.c.sha256 == look.sha256, open_to).order_by(documents.c.id)
    rows = await tx.rows(having.with_for_update())
    sm3 = func.coalesce(documents.c.sm3, look.sm3)
    for row in rows:
        noted = update(documents).where(documents.c.id == row.id, documents.c.sha256 == look.sha256)
        await write_one(tx, noted.values(sm3=sm3, scan=look.scan, looked_at=tx.at))
    return rows


def document_of(row: Row[Any]) -> Document:
    """The document in a row."""
    columns = dict(row._mapping)
    return Document(**columns | {"criterion_ids": tuple(columns["criterion_ids"])})


def _unchanged(of: Document, *, version: int) -> Any:
    same = (documents.c.id == of.id) & (documents.c.version == version)
    return same & documents.c.frozen_in.is_(None)


def _columns(of: Document) -> dict[str, Any]:
    return columns_of(documents, of) | {"criterion_ids": list(of.criterion_ids)}
