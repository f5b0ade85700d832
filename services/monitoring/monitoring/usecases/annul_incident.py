"""The determination of an incident was set aside by the authority or a court."""

from collections.abc import Callable
from dataclasses import dataclass

from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.incident import INCIDENT, Incident, annulled, annulled_event
from monitoring.domain.supervision_access import require_visible
from monitoring.domain.supervision_refusals import INCIDENT_GROUND
from monitoring.store import supervision
from monitoring.usecases.withdraw_breach import unfounded_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Annulment:
    """Why, and by which document."""

    reason: str
    document_number: str


async def annul_incident(
    tx: Transaction, ref: str, content: Callable[[], Annulment], *, if_match: str | None
) -> Incident:
    """Record it; a breach that rests on the determination is unfounded and taken back with it."""
    incident = require_visible(tx.actor, await supervision.incident(tx, ref))
    INCIDENT.admit_on("annul", incident, actor=tx.actor, if_match=if_match)
    given, done = content(), annulled(incident)
    await supervision.save(tx, done)
    await announce(tx, annulled_event(done, reason=given.reason), about=done.id)
    detail = {"reason": given.reason, "document_number": given.document_number}
    await supervision.record(
        tx, "incident", done.id, act="annul", clause=INCIDENT_GROUND, content=detail
    )
    await unfounded_now(tx, done.id, reason=given.reason)
    return done
