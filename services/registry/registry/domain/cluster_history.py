"""A cluster as it was known at an instant, and as it was on a day (READING 12, 21)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from common.errors import NotFound
from programme.periods import end_of_day
from registry.domain.cluster import Cluster
from registry.domain.cluster_facts import FACTS, FactRow, facts_on
from registry.domain.cluster_refusals import KnownTooLate

_LEAST = timedelta(microseconds=1)


class _Recorded(Protocol):
    @property
    def recorded_at(self) -> datetime | None: ...


Recorded = TypeVar("Recorded", bound=_Recorded)


def as_known(
    cluster: Cluster, rows: Iterable[FactRow], *, day: date, known_at: datetime
) -> Cluster | None:
    """The cluster with the facts of a day and what was recorded by an instant; None before that."""
    facts = facts_on(day, rows, known_at=known_at)
    if facts is None:
        return None
    return replace(
        cluster,
        **{name: getattr(facts, name) for name in FACTS},
        periods=_by(known_at, cluster.periods),
        revocations=_by(known_at, cluster.revocations),
        set_asides=_by(known_at, cluster.set_asides),
        renewals=_by(known_at, cluster.renewals),
    )


def known(
    cluster: Cluster,
    rows: Iterable[FactRow],
    *,
    day: date,
    known_at: datetime | None,
    now: datetime,
) -> Cluster:
    """The same for somebody who asks; raises `NotFound` for what nobody knew of by then."""
    if known_at is not None and known_at > now:
        raise KnownTooLate()
    found = as_known(cluster, rows, day=day, known_at=known_at or now)
    if found is None:
        raise NotFound()
    return found


def last_instant_of(day: date) -> datetime:
    """What is known on a day is what was recorded before it ended in Shanghai."""
    return end_of_day(day) - _LEAST


def _by(known_at: datetime, recorded: Sequence[Recorded]) -> tuple[Recorded, ...]:
    return tuple(
        each for each in recorded if each.recorded_at is not None and each.recorded_at <= known_at
    )
