"""Every figure a process tells about itself on `/metrics`; docs/METRICS.md is made from here."""

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

REGISTRY: Final = CollectorRegistry()
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

disable_created_metrics()  # type: ignore[no-untyped-call]  # theirs has no types
ProcessCollector(registry=REGISTRY)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    return Counter(f"jiqun_{name}", meaning, labels, registry=REGISTRY)


def _gauge(name: str, meaning: str, *labels: str) -> Gauge:
    return Gauge(f"jiqun_{name}", meaning, labels, registry=REGISTRY)


REQUESTS: Final = Histogram(
    "jiqun_http_request_duration_seconds",
    "Time from a request's head to its answer's end, by route template",
    ("method", "route", "status"),
    registry=REGISTRY,
)
REFUSALS: Final = _counter("refusals", "Problem documents sent, by their code", "code")
TRANSACTIONS: Final = _counter(
    "transactions",
    "Transactions ended: committed, refused, replayed, failed, or commit_failed when COMMIT did"
    " not commit",
    "outcome",
)
PUBLISHED: Final = _counter("events_published", "Events that the broker acknowledged", "type")
APPLIED: Final = _counter("events_applied", "Events taken in and applied", "type")
PARKED: Final = _counter("events_parked", "Events set aside for a person", "type")
MESSAGES: Final = _counter(
    "messages", "Attempts to send a message to people: sent, failed, or dead", "outcome"
)
LEADER: Final = _gauge("leader", "1 in the worker that relays, seals and sweeps, else 0")
POOL_IN_USE: Final = _gauge("pool_connections_in_use", "Connections handed out", "pool")
POOL_SIZE: Final = _gauge("pool_size", "Connections a pool may open", "pool")
OUTBOX_WAITING: Final = _gauge("outbox_unpublished", "Events not yet published")
OUTBOX_AGE: Final = _gauge("outbox_oldest_seconds", "Age of the oldest event not yet published")
INBOX_WAITING: Final = _gauge("inbox_waiting", "Events that wait for an earlier one or a retry")
INBOX_AGE: Final = _gauge("inbox_oldest_seconds", "Age of the oldest waiting event")
INBOX_PARKED: Final = _gauge("inbox_parked", "Events that are parked now")
UNSEALED: Final = _gauge("audit_unsealed", "Audit rows not yet in the service's chain")
