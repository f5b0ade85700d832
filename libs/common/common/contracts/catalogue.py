"""Which event belongs to which publisher; the first word of a type belongs to one service."""

from collections.abc import Mapping
from typing import Any, Final

from common.contracts import (
    application,
    cluster,
    evaluation,
    monitoring,
    notice,
    revocation,
    round,
)

PUBLISHERS: Final[Mapping[str, tuple[type[Any], ...]]] = {
    "intake": round.EVENTS + application.EVENTS,
    "evaluation": evaluation.EVENTS,
    "registry": notice.EVENTS + cluster.EVENTS + revocation.EVENTS,
    "monitoring": monitoring.EVENTS,
}
BY_TYPE: Final[Mapping[str, type[Any]]] = {
    event.TYPE: event for events in PUBLISHERS.values() for event in events
}
PUBLISHER_OF: Final[Mapping[str, str]] = {
    event.TYPE: service for service, events in PUBLISHERS.items() for event in events
}


def stream_of(service: str) -> str:
    """The JetStream stream that carries a service's events."""
    return service.upper()
