"""A round was opened: the registry keeps its terms."""

from common import audit
from common.contracts.round import RoundOpened
from common.database import Transaction
from registry.store import rounds
from registry.usecases.call_to_renewal import call_to_renewal


async def note_round(tx: Transaction, event: RoundOpened) -> None:
    """Keep the round as it was opened, and tell each cluster that a renewal round concerns."""
    await rounds.add(tx, event, at=tx.at)
    await call_to_renewal(tx, event)
    await audit.record(tx, "round", event.round_id, act="note", detail={"number": event.number})
