"""What the history of a cluster proves: its facts as shown, and each period with its renewal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from common.clock import legal_day
from common.contracts.round import RoundOpened
from registry.domain.cluster import Cluster, published_day, renewed_validity
from registry.domain.cluster_facts import FACTS, FactRow, facts_on
from registry.domain.notice import Notice

Renewed = tuple[RoundOpened, Notice]


def missing_of_facts(cluster: Cluster, rows: Iterable[FactRow], *, at: datetime) -> Iterator[str]:
    """Whether what the register shows is what its rows say today, which nobody edits."""
    told = facts_on(legal_day(at), rows, known_at=at)
    if told is None:
        yield "none of its facts is on record"
        return
    wrong = [name for name in FACTS if getattr(cluster, name) != getattr(told, name)]
    if wrong:
        yield f"it shows otherwise than recorded: {', '.join(wrong)}"


def missing_of_renewals(cluster: Cluster, released: Sequence[Renewed]) -> Iterator[str]:
    """Whether each period after the first is that of a renewal whose list was released."""
    periods = sorted(cluster.periods, key=lambda period: period.first_day)
    for place, period in enumerate(periods[1:], start=1):
        before = replace(cluster, periods=tuple(periods[:place]))
        expected = [
            renewed_validity(before, published_day(notice), of.validity)
            for of, notice in released
            if notice.release is not None
        ]
        if period not in expected:
            yield f"no renewal was released for its period from {period.first_day}"
    if len(released) > len(periods) - 1:
        yield "a renewal was released that added no period"
