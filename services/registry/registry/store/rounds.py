"""The copy of intake's rounds, with all their terms."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select

from common.contracts.round import RoundOpened
from common.database import Source, Transaction
from common.rows import add_row, named
from registry.tables.rounds import rounds

_OPENED: Final = TypeAdapter(RoundOpened)


async def add(tx: Transaction, opened: RoundOpened, *, at: datetime) -> None:
    """Keep a round as it was opened."""
    values = {
        "id": opened.round_id,
        "number": opened.number,
        "opened": _OPENED.dump_python(opened, mode="json"),
        "recorded_at": at,
    }
    await add_row(tx, rounds, values)


async def find(source: Source, ref: str | UUID) -> RoundOpened | None:
    """The round with an id or number, or None."""
    wanted = named(ref, rounds.c.id, rounds.c.number)
    found = await source.rows(select(rounds.c.opened).where(wanted))
    return _OPENED.validate_python(found[0].opened) if found else None


async def get(source: Source, round_id: UUID) -> RoundOpened:
    """The round that a row of this database names."""
    found = await find(source, round_id)
    assert found is not None
    return found
