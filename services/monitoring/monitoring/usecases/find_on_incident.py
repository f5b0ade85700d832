"""A named official finds whether an ungraded matter is of the weight that the clause means."""

from collections.abc import Callable
from dataclasses import dataclass

from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.incident import INCIDENT, Incident, found, found_event
from monitoring.domain.supervision_access import require_visible
from monitoring.store import supervision
from monitoring.terms.supervising import supervision as terms_of_supervision


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFinding:
    """The finding and its reason."""

    of_weight: bool
    reason: str


async def find_on_incident(
    tx: Transaction, ref: str, content: Callable[[], WeightFinding], *, if_match: str | None
) -> Incident:
    """Record the finding under the official's name; grades need none (art. 17(5))."""
    incident = require_visible(tx.actor, await supervision.incident(tx, ref))
    INCIDENT.admit_on("find", incident, actor=tx.actor, if_match=if_match)
    kind, given = terms_of_supervision().incidents[incident.kind], content()
    done = found(incident, kind, of_weight=given.of_weight, by=tx.actor.subject)
    await supervision.save(tx, done)
    await announce(tx, found_event(done, reason=given.reason), about=done.id)
    detail = {"of_weight": given.of_weight, "reason": given.reason}
    await supervision.record(
        tx, "incident", done.id, act="find", clause=kind.clause, content=detail
    )
    return done
