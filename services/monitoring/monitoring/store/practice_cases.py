"""Practice cases in the database."""

from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import Row, select

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import add_row, one, save_version
from monitoring.domain.practice_case import PracticeCase
from monitoring.tables.practice_cases import practice_cases

_COLUMNS: Final = tuple(field.name for field in fields(PracticeCase))


async def load(source: Source, ref: str) -> PracticeCase:
    """The case with an id; raises `NotFound`."""
    known = as_id(ref)
    if known is None:
        raise NotFound()
    return case_of(await one(source, select(practice_cases).where(practice_cases.c.id == known)))


async def add(tx: Transaction, new: PracticeCase) -> None:
    """Write a new case."""
    await add_row(tx, practice_cases, asdict(new))


async def save(tx: Transaction, changed: PracticeCase) -> None:
    """Write the next version of a case; raises `Stale` for the slower of two."""
    await save_version(tx, practice_cases, asdict(changed))


def case_of(row: Row[Any]) -> PracticeCase:
    """The case in a row."""
    return PracticeCase(**{name: getattr(row, name) for name in _COLUMNS})
