"""A standard that came with the programme is kept, so that its verdicts can be had again."""

from common import audit
from common.database import Transaction
from evaluation.domain.standard import aggregate_id
from evaluation.store import packaged, standards


async def seed_standard(tx: Transaction, *, standard_id: str) -> None:
    """Keep the packaged revision of a standard, unless its number is kept already."""
    revision = packaged.revision(standard_id)
    if await standards.keep(tx, revision):
        detail = {"standard": standard_id, "sha256": revision.standard.sha256}
        await audit.record(tx, "standard", aggregate_id(revision.pin), act="seed", detail=detail)
