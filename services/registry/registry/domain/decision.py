"""The decision in a revocation case: by another person, on every point, with its effective day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from common.clock import legal_day
from common.contracts.revocation import RevocationClosed
from programme.remedies import remedies_on
from registry.domain.cluster import Cluster, Revocation
from registry.domain.grounds import Limb, Procedure
from registry.domain.refusals import (
    AlreadyRevoked,
    EffectNotPossible,
    PointsNotDealtWith,
    SamePerson,
)
from registry.domain.revocation import REVOCATION, Decision, PointAnswered, RevocationCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the deciding person finds."""

    outcome: Literal["revoked", "not_revoked"]
    reason: str
    dealt_with: tuple[PointAnswered, ...]
    effective_on: date | None


def decided(
    case: RevocationCase,
    cluster: Cluster,
    finding: Finding,
    *,
    limb: Limb,
    by: str,
    at: datetime,
) -> RevocationCase:
    """The case as decided; refuses a decision by its opener, or one that passes over a point."""
    day = legal_day(at)
    require_points(case.answer or (), finding.dealt_with)
    require_effect(cluster, finding, limb=limb, day=day)
    remedies = remedies_on(day)
    decision = Decision(
        outcome=finding.outcome,
        reason=finding.reason,
        dealt_with=finding.dealt_with,
        after="answered" if case.answer is not None else "silent",
        effective_on=finding.effective_on,
        decided_by=by,
        decided_at=at,
        remedies_zh=remedies.zh if remedies else "",
        remedies_en=remedies.en if remedies else "",
    )
    end = REVOCATION.end_of("decide", case.status_on(day), choose=finding.outcome)
    return replace(case, status=end, version=case.version + 1, decision=decision)


def require_another(case: RevocationCase, procedure: Procedure, *, by: str) -> None:
    """Whoever opened the case does not decide it alone (READING 14, default)."""
    if procedure.decider_differs_from_opener and by == case.opened_by:
        raise SamePerson()


def require_points(points: Sequence[str], dealt_with: Sequence[PointAnswered]) -> None:
    """Each point of the answer is dealt with exactly once."""
    wanted = list(range(1, len(points) + 1))
    given = sorted(each.point for each in dealt_with)
    if given != wanted:
        wrong = sorted(set(wanted) ^ set(given)) or [n for n in set(given) if given.count(n) > 1]
        raise PointsNotDealtWith(points="、".join(map(str, wrong)))


def require_effect(cluster: Cluster, finding: Finding, *, limb: Limb, day: date) -> None:
    """A revocation states its effective day; only false filing reaches back (READING 14)."""
    earliest = limb.earliest_effect(
        decided_on=day,
        designated_on=cluster.published_on,
        last_day=max(period.last_day for period in cluster.periods),
    )
    revokes = finding.outcome == "revoked"
    if revokes and cluster.revocations:
        raise AlreadyRevoked()
    if revokes != (finding.effective_on is not None):
        raise EffectNotPossible(earliest=earliest.isoformat())
    if finding.effective_on is not None and finding.effective_on < earliest:
        raise EffectNotPossible(earliest=earliest.isoformat())


def revocation_of(case: RevocationCase) -> Revocation | None:
    """The revocation that a decided case makes, if it makes one."""
    decision = case.decision
    assert decision is not None
    if decision.effective_on is None:
        return None
    return Revocation(
        case_id=case.id,
        case_number=case.number,
        ground=case.ground,
        clause=case.clause,
        effective_on=decision.effective_on,
        published_on=legal_day(decision.decided_at),
    )


def closed_event(case: RevocationCase) -> RevocationClosed:
    """What others learn of a decided case."""
    assert case.decision is not None
    return RevocationClosed(
        case_id=case.id,
        cluster_number=case.cluster_number,
        outcome=case.decision.outcome,
        reason=case.decision.reason,
    )
