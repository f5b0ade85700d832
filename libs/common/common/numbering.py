"""Numbers for people, without gaps within a year: BJ-2024-A-0001."""

from typing import Final

from sqlalchemy.dialects.postgresql import insert

from common.database import Transaction
from common.tables import number_series

PLACE: Final = "BJ"


async def next_number(tx: Transaction, kind: str, *, year: int) -> str:
    """The next number of a kind (`A`, `N`, `R`, `C`; empty for a cluster) in a year.

    The series' row stays locked until the transaction ends, so a rollback leaves no gap.
    """
    first = insert(number_series).values(kind=kind, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["kind", "year"], set_={"last": number_series.c.last + 1}
    ).returning(number_series.c.last)
    last = (await tx.connection.execute(counted)).scalar_one()
    letter = f"-{kind}" if kind else ""
    return f"{PLACE}-{year}{letter}-{last:04d}"
