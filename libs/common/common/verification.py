"""What a database proves about itself, as lines that `make verify` joins across services."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from common import audit
from common.database import Transaction
from common.tables import inbox, outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line: what is wrong with what; or, with `ok`, what was found in order."""

    check: str
    ok: bool
    subject: str
    detail: str = ""


Check = Callable[[Transaction], AsyncIterator[Finding]]


async def mechanism_findings(tx: Transaction) -> AsyncIterator[Finding]:
    """Audit chains, and the events that are unpublished, waiting or parked."""
    async for broken in audit.breaks(tx):
        yield Finding(
            check="audit_chain", ok=False, subject=str(broken.audit_id), detail=broken.problem
        )
    unpublished = select(outbox.c.event_id, outbox.c.type).where(outbox.c.published_at.is_(None))
    for row in (await tx.connection.execute(unpublished)).all():
        yield Finding(check="event_unpublished", ok=False, subject=str(row.event_id))
    unsettled = select(inbox.c.event_id, inbox.c.state, inbox.c.reason, inbox.c.type).where(
        inbox.c.state != "applied"
    )
    for kept in (await tx.connection.execute(unsettled)).all():
        detail = f"{kept.type}: {kept.reason or ''}"
        yield Finding(
            check=f"event_{kept.state}", ok=False, subject=str(kept.event_id), detail=detail
        )


async def event_lines(tx: Transaction) -> AsyncIterator[dict[str, Any]]:
    """Every event sent and every event taken in, for joining producers with consumers."""
    sent = select(
        outbox.c.event_id, outbox.c.type, outbox.c.kind, outbox.c.aggregate_id, outbox.c.sequence
    ).order_by(outbox.c.position)
    for row in (await tx.connection.execute(sent)).all():
        yield {"line": "sent", **_identity(row)}
    taken = select(
        inbox.c.stream,
        inbox.c.event_id,
        inbox.c.type,
        inbox.c.kind,
        inbox.c.aggregate_id,
        inbox.c.sequence,
        inbox.c.state,
    ).order_by(inbox.c.received_at)
    for kept in (await tx.connection.execute(taken)).all():
        yield {"line": "taken", "stream": kept.stream, "state": kept.state, **_identity(kept)}


async def lines(tx: Transaction, service: str, check: Check) -> AsyncIterator[str]:
    """All lines of a service's verification, one JSON document each."""
    async for event in event_lines(tx):
        yield json.dumps({"service": service, **event}, ensure_ascii=False)
    for source in (mechanism_findings, check):
        async for finding in source(tx):
            line = {"service": service, "line": "finding", **asdict(finding)}
            yield json.dumps(line, ensure_ascii=False)
    yield json.dumps({"service": service, "line": "end"})


def _identity(row: Any) -> dict[str, Any]:
    return {
        "event_id": str(row.event_id),
        "type": row.type,
        "aggregate": f"{row.kind}/{row.aggregate_id}",
        "sequence": row.sequence,
    }
