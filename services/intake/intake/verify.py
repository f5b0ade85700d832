"""What intake's database proves about its applications."""

from collections.abc import AsyncIterator

from sqlalchemy import select

from common.database import Transaction
from common.verification import Finding
from intake.tables.rounds import rounds


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """One line a round, and what is wrong with its applications."""
    for row in await tx.rows(select(rounds.c.number, rounds.c.status)):
        yield Finding(check="round", ok=True, subject=row.number, detail=row.status)
