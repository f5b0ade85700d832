"""An official records an incident at an enterprise of a cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.clock import legal_day
from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from monitoring.domain.incident import OFFICIALS, Incident, Kind, require_past
from monitoring.domain.supervision_refusals import INCIDENT_GROUND
from monitoring.store import supervision
from monitoring.usecases.supervised import supervised_cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReport:
    """What is recorded: the enterprise, where it stands in the roster, what happened, when."""

    cluster_number: str
    kind: Kind
    enterprise_code: str
    enterprise_name: str
    roster_reference: str
    happened_on: date
    summary: str
    source: str


async def record_incident(tx: Transaction, content: Callable[[], IncidentReport]) -> Incident:
    """Keep what is alleged; only what the competent authority determines counts (art. 17(5))."""
    if not tx.actor.has(*OFFICIALS):
        raise Forbidden()
    given, today = content(), legal_day(tx.at)
    named = await supervised_cluster(tx, given.cluster_number)
    require_past(given.happened_on, what="happened_on", first=date(1900, 1, 1), today=today)
    new = Incident(id=new_id(), status="recorded", version=1, **named, **_said(tx, given))
    await supervision.add(tx, new)
    detail = {"kind": new.kind, "happened_on": new.happened_on.isoformat()}
    await supervision.record(
        tx, "incident", new.id, act="record", clause=INCIDENT_GROUND, content=detail
    )
    return new


def _said(tx: Transaction, given: IncidentReport) -> dict[str, Any]:
    return {
        "kind": given.kind,
        "enterprise_code": given.enterprise_code,
        "enterprise_name": given.enterprise_name,
        "roster_reference": given.roster_reference,
        "happened_on": given.happened_on,
        "summary": given.summary,
        "source": given.source,
        "recorded_by": tx.actor.subject,
        "recorded_at": tx.at,
    }
