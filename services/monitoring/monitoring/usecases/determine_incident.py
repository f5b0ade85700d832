"""The competent authority's determination of an incident is recorded."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.incident import (
    INCIDENT,
    Determination,
    Incident,
    determined,
    determined_event,
)
from monitoring.domain.supervision_access import require_visible
from monitoring.store import supervision
from monitoring.terms.supervising import supervision as terms_of_supervision


async def determine_incident(
    tx: Transaction, ref: str, content: Callable[[], Determination], *, if_match: str | None
) -> Incident:
    """Record authority, number, day, document and grade; the grade says whether it counts."""
    incident = require_visible(tx.actor, await supervision.incident(tx, ref))
    INCIDENT.admit_on("determine", incident, actor=tx.actor, if_match=if_match)
    kind, given = terms_of_supervision().incidents[incident.kind], content()
    done = determined(incident, kind, given, at=tx.at, today=legal_day(tx.at))
    await supervision.save(tx, done)
    await announce(tx, determined_event(done), about=done.id)
    detail = {
        "authority": given.authority,
        "document_number": given.document_number,
        "determined_on": given.determined_on.isoformat(),
        "document_sha256": given.document_sha256,
        "grade": given.grade,
    }
    await supervision.record(
        tx, "incident", done.id, act="determine", clause=kind.clause, content=detail
    )
    return done
