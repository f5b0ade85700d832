"""Frozen versions of applications: written once, never changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, select

from common.database import Source, Transaction
from common.rows import add_row, columns_of, one
from intake.domain.version import Version
from intake.tables.applications import application_versions as versions


async def add(tx: Transaction, new: Version) -> None:
    """Write a version."""
    await add_row(tx, versions, columns_of(versions, new))


async def load(source: Source, application_id: UUID, number: int) -> Version:
    """Version n of an application; raises `NotFound`."""
    own = (versions.c.application_id == application_id) & (versions.c.number == number)
    return version_of(await one(source, select(versions).where(own)))


async def of_application(source: Source, application_id: UUID) -> Sequence[Version]:
    """All versions of an application, oldest first."""
    own = versions.c.application_id == application_id
    rows = await source.rows(select(versions).where(own).order_by(versions.c.number))
    return [version_of(row) for row in rows]


async def filed_sections(source: Source, application_id: UUID, number: int) -> dict[str, Any]:
    """The sections as they stand in a version."""
    return sections_in((await load(source, application_id, number)).canonical)


def sections_in(canonical: str) -> dict[str, Any]:
    """The sections in a version's canonical JSON."""
    sections: dict[str, Any] = orjson.loads(canonical)["sections"]
    return sections


def version_of(row: Row[Any]) -> Version:
    """The version in a row."""
    return Version(**row._mapping)
