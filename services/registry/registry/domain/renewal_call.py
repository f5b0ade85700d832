"""Which clusters a renewal round concerns, and when one of them has not applied (READING 13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from common.clock import legal_day
from common.contracts.round import RoundOpened
from registry.domain.cluster import Cluster, last_period, revoked_on
from registry.domain.cluster_refusals import AlreadyRenewed


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCall:
    """A cluster that was told by name that a renewal round is open for it."""

    round_id: UUID
    cluster_id: UUID
    last_day: date
    closes_at: datetime
    told_at: datetime
    lead_id: UUID | None = None


def call_for(cluster: Cluster, of: RoundOpened, *, at: datetime) -> RenewalCall | None:
    """The call of a cluster whose validity ends within the round's window; None for others.

    One whose revocation has taken effect is not called: there is nothing to renew.
    """
    terms, last_day = of.renewal, last_period(cluster).last_day
    if terms is None or not terms.ends_from <= last_day <= terms.ends_to:
        return None
    if revoked_on(legal_day(at), cluster.revocations, cluster.set_asides):
        return None
    return RenewalCall(
        round_id=of.round_id,
        cluster_id=cluster.id,
        last_day=last_day,
        closes_at=of.closes_at,
        told_at=at,
    )


def require_renewable(cluster: Cluster, of: RoundOpened) -> None:
    """Refuse to renew what the round does not concern, or what was renewed in it already."""
    terms, last_day = of.renewal, last_period(cluster).last_day
    if terms is None or not terms.ends_from <= last_day <= terms.ends_to:
        raise AlreadyRenewed(number=cluster.number, last_day=last_day.isoformat())


def told_of(cluster: Cluster, of: RoundOpened) -> Mapping[str, str]:
    """What the message of a call is about."""
    return {
        "number": cluster.number,
        "name": cluster.name,
        "last_day": last_period(cluster).last_day.isoformat(),
        "round": of.number,
        "notice": of.notice_number,
        "closes_on": legal_day(of.closes_at).isoformat(),
    }


def not_applied(
    call: RenewalCall, cluster: Cluster, applied: Iterable[UUID], *, at: datetime
) -> bool:
    """Whether 17(1) *not applied* may be proposed: called, both ended, nobody applied, once.

    `applied` are the applications that stand in the round: filed in time and not withdrawn.
    """
    day = legal_day(at)
    ended = call.closes_at < at and last_period(cluster).last_day < day
    gone = revoked_on(day, cluster.revocations, cluster.set_asides)
    return ended and not gone and call.lead_id is None and not tuple(applied)
