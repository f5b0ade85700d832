"""Monitoring took a breach back: it was unfounded."""

from common.contracts.monitoring import SupervisionBreachWithdrawn
from common.database import Transaction
from registry.domain.revocation import lead_withdrawn
from registry.store import revocations
from registry.usecases.note_case_facts import note


async def note_breach_withdrawn(tx: Transaction, event: SupervisionBreachWithdrawn) -> None:
    """End a lead that nobody has opened; in an opened case it is a fact for a person."""
    content, about = {"reason": event.reason}, event.breach_id
    await note(tx, "breach_withdrawn", content, of=event.cluster_number, about=about)
    case = await revocations.of_breach(tx, about)
    if case is None or case.status != "proposed":
        return
    ended = lead_withdrawn(case)
    await revocations.save(tx, ended)
    await revocations.record(tx, ended, "withdraw_lead", content)
