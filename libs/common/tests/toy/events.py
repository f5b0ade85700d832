"""Envelopes as a publisher would have sent them."""

from datetime import UTC, datetime
from uuid import UUID

from common.ids import new_id
from common.messaging.envelope import Envelope, data_of
from toy.notes import overdue


def envelope(aggregate: UUID, sequence: int, words: str = "fine", **changes: object) -> Envelope:
    """One event of an aggregate."""
    values = {
        "id": new_id(),
        "source": "/monitoring",
        "type": "report.overdue",
        "subject": aggregate,
        "time": datetime.now(UTC),
        "dataschema": "urn:jiqun:event:report.overdue:1",
        "sequence": str(sequence),
        "actor": "service:monitoring",
        "traceparent": "",
        "data": data_of(overdue(words)),
    }
    return Envelope(**(values | changes))
