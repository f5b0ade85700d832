"""What monitoring tells of a cluster is a fact for a person: it ends and revokes nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from common import audit
from common.contracts.monitoring import (
    IncidentAnnulled,
    IncidentDetermined,
    IncidentFound,
    ReportConfirmed,
    ReportReminded,
    ReportSubmitted,
    SupervisionRefused,
)
from common.database import Transaction
from registry.store import known


async def note_report(tx: Transaction, event: ReportSubmitted) -> None:
    """A report was received, in time or late (READING 14)."""
    content = {"period": event.period, "version": event.version, "late_days": event.late_days}
    number, about = event.cluster_number, event.obligation_id
    await note(tx, "report_submitted", content, of=number, about=about, at=event.received_at)


async def note_confirmation(tx: Transaction, event: ReportConfirmed) -> None:
    """The bureau confirmed a report."""
    content = {"period": event.period, "version": event.version}
    number, about = event.cluster_number, event.obligation_id
    await note(tx, "report_confirmed", content, of=number, about=about, at=event.confirmed_at)


async def note_reminder(tx: Transaction, event: ReportReminded) -> None:
    """A written reminder was served: 17(3) needs one first."""
    content = _said(event, "period", "document_number", "served_on", "comply_by")
    await note(tx, "written_reminder", content, of=event.cluster_number, about=event.obligation_id)


async def note_refusal(tx: Transaction, event: SupervisionRefused) -> None:
    """Supervision was refused, with the evidence on record at monitoring."""
    content = _said(event, "facts")
    await note(tx, "supervision_refused", content, of=event.cluster_number, about=event.task_id)


async def note_determination(tx: Transaction, event: IncidentDetermined) -> None:
    """The competent authority determined an incident (READING 18)."""
    names = ("kind", "grade", "happened_on", "authority", "document_number", "supports_17_5")
    content, about = _said(event, *names), event.incident_id
    await note(tx, "incident_determined", content, of=event.cluster_number, about=about)


async def note_weight(tx: Transaction, event: IncidentFound) -> None:
    """A named official found whether an ungraded matter has the clause's weight."""
    content = _said(event, "of_weight", "reason")
    await note(tx, "incident_found", content, of=event.cluster_number, about=event.incident_id)


async def note_annulment(tx: Transaction, event: IncidentAnnulled) -> None:
    """The determination of an incident was set aside."""
    content, about = _said(event, "reason"), event.incident_id
    await note(tx, "incident_annulled", content, of=event.cluster_number, about=about)


async def note(
    tx: Transaction,
    kind: str,
    content: Mapping[str, Any],
    *,
    of: str,
    about: UUID,
    at: datetime | None = None,
) -> None:
    """Keep a fact of a cluster, and that it was heard."""
    when = at or tx.cause_at or tx.at
    await known.add_fact(tx, kind, cluster_number=of, reference=about, at=when, content=content)
    await audit.record(tx, "case_fact", about, act=kind, detail={"cluster": of})


def _said(event: object, *names: str) -> dict[str, Any]:
    given = {name: getattr(event, name) for name in names}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in given.items()}
