"""Notices in the database: written once with their act, printed once."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from common.database import Source, Transaction
from common.rows import add_row, columns_of, one
from intake.domain.handing_over import NoticeService
from intake.domain.notice import Notice
from intake.tables.papers import application_notices as notices
from intake.tables.papers import notice_prints as prints
from intake.tables.papers import notice_services as services


async def add(tx: Transaction, new: Notice) -> None:
    """Write a notice."""
    await add_row(tx, notices, columns_of(notices, new))


async def count(tx: Transaction, application_id: UUID) -> int:
    """How many notices an application has; its own row is locked, so nobody adds one meanwhile."""
    own = select(func.count()).where(notices.c.application_id == application_id)
    return int((await tx.connection.execute(own)).scalar_one())


async def load(source: Source, application_id: UUID, number: str) -> Notice:
    """One notice of an application; raises `NotFound`."""
    own = (notices.c.application_id == application_id) & (notices.c.number == number)
    return notice_of(await one(source, select(notices).where(own)))


async def of_application(source: Source, application_id: UUID) -> Sequence[Row[Any]]:
    """The notices of an application in their order, each with the hash of its print if it has."""
    shown = select(notices, prints.c.sha256.label("pdf_sha256"))
    joined = shown.select_from(notices.outerjoin(prints, prints.c.number == notices.c.number))
    own = joined.where(notices.c.application_id == application_id)
    return await source.rows(own.order_by(notices.c.number))


async def printed(source: Source, number: str) -> bytes | None:
    """The bytes of a notice, once it was printed."""
    rows = await source.rows(select(prints.c.pdf).where(prints.c.number == number))
    return bytes(rows[0].pdf) if rows else None


async def keep_print(tx: Transaction, number: str, pdf: bytes) -> bytes:
    """Keep the first print of a notice; whoever printed it at the same time gets that one."""
    row = {"number": number, "pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
    first = upsert(prints).values(**row, printed_at=tx.at).on_conflict_do_nothing()
    await tx.connection.execute(first)
    kept = await printed(tx, number)
    assert kept is not None
    return kept


async def add_service(tx: Transaction, new: NoticeService) -> None:
    """Write the service of a notice."""
    await add_row(tx, services, columns_of(services, new))


async def services_of(source: Source, application_id: UUID) -> Sequence[NoticeService]:
    """Every service of an application's notices, in the order in which they were recorded."""
    joined = select(services).join(notices, notices.c.number == services.c.number)
    own = joined.where(notices.c.application_id == application_id).order_by(services.c.id)
    return [NoticeService(**row._mapping) for row in await source.rows(own)]


def notice_of(row: Row[Any]) -> Notice:
    """The notice in a row."""
    return Notice(**row._mapping)
