"""The service adds what it finds out about stored bytes: SM3, and what the scanner says."""

from common import audit
from common.database import Transaction
from common.documents.tending import Look
from intake.store import documents


async def record_look(tx: Transaction, *, look: Look) -> None:
    """Note a look at bytes with every document that has them, and on the record of its case."""
    for row in await documents.note_look(tx, look):
        detail = {"document_id": str(row.id), "sha256": look.sha256, "scan": look.scan}
        await audit.record(
            tx, "application", row.application_id, act="look_at_document", detail=detail
        )
