"""The right to act for a cluster moves to another institution: its open matters go with it."""

from typing import Final
from uuid import UUID

from sqlalchemy import update

from common import audit
from common.database import Transaction
from registry.tables.change_filings import change_filings
from registry.tables.revocations import revocation_cases

_OPEN: Final = (
    ("revocation", revocation_cases, ("proposed", "opened", "notified", "served", "answered")),
    ("change_filing", change_filings, ("filed", "reviewed", "returned")),
)


async def move(tx: Transaction, cluster_id: UUID, *, to: str, because: str) -> None:
    """Let another institution act in every open matter of a cluster, from now on."""
    for kind, table, statuses in _OPEN:
        own = (table.c.cluster_id == cluster_id) & table.c.status.in_(statuses)
        moved = update(table).where(own, table.c.institution_code != to)
        moved = moved.values(institution_code=to, version=table.c.version + 1)
        found = await tx.connection.execute(moved.returning(table.c.id))
        for row in found.all():
            detail = {"institution": to, "because": because}
            await audit.record(tx, kind, row.id, act="move_institution", detail=detail)
