"""A round was opened: the registry keeps its terms."""

from common import audit
from common.contracts.round import RoundOpened
from common.database import Transaction
from registry.store import rounds


async def note_round(tx: Transaction, event: RoundOpened) -> None:
    """Keep the round as it was opened, so that no notice has to ask intake for its terms."""
    await rounds.add(tx, event, at=tx.at)
    await audit.record(tx, "round", event.round_id, act="note", detail={"number": event.number})
