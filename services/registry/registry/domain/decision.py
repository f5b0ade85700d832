"""The decision in a revocation case: by another person, on every point, with its effective day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from common.clock import legal_day
from common.contracts.revocation import RevocationClosed
from programme.remedies import remedies_on
from registry.domain.cluster import Cluster, Revocation, revoked_on
from registry.domain.grounds import Limb, Procedure
from registry.domain.refusals import (
    AlreadyRevoked,
    EffectNotPossible,
    PointsNotDealtWith,
    SamePerson,
    WithoutFacts,
)
from registry.domain.revocation import (
    REVOCATION,
    Decision,
    Favour,
    PointAnswered,
    RevocationCase,
)
from registry.domain.revocation_refusals import FindingNotStated


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the deciding person finds."""

    outcome: Literal["revoked", "not_revoked"]
    reason: str
    dealt_with: tuple[PointAnswered, ...]
    effective_on: date | None
    facts: str | None = None
    finding: Favour | None = None


def decided(
    case: RevocationCase,
    cluster: Cluster,
    finding: Finding,
    procedure: Procedure,
    *,
    limb: Limb,
    by: str,
    at: datetime,
) -> RevocationCase:
    """The case as decided; refuses a decision without facts, or one that passes over a point."""
    day = legal_day(at)
    require_points(case.answer or (), finding.dealt_with)
    require_effect(cluster, finding, procedure, limb=limb, day=day)
    require_stated(finding)
    remedies = remedies_on(day)
    decision = Decision(
        outcome=finding.outcome,
        reason=finding.reason,
        dealt_with=finding.dealt_with,
        facts=facts_found(case, finding),
        after="answered" if case.answer is not None else "silent",
        effective_on=finding.effective_on,
        decided_by=by,
        decided_at=at,
        remedies_zh=remedies.zh if remedies else "",
        remedies_en=remedies.en if remedies else "",
        finding=finding.finding,
    )
    end = REVOCATION.end_of("decide", case.status_on(day), choose=finding.outcome)
    return replace(case, status=end, version=case.version + 1, decision=decision)


def closed(
    case: RevocationCase, *, finding: Favour, reason: str, by: str, at: datetime
) -> RevocationCase:
    """The case as ended in the party's favour by a person: unfounded, put right, disproportionate.

    A report or a change filed late is a fact on which a person may do so (READING 14).
    """
    decision = Decision(
        outcome="not_revoked",
        reason=reason,
        dealt_with=(),
        facts=case.facts,
        after="closed",
        effective_on=None,
        decided_by=by,
        decided_at=at,
        remedies_zh="",
        remedies_en="",
        finding=finding,
    )
    end = REVOCATION.end_of("close", case.status)
    return replace(case, status=end, version=case.version + 1, decision=decision)


def require_stated(finding: Finding) -> None:
    """Only a decision not to revoke states why not."""
    if finding.outcome == "revoked" and finding.finding is not None:
        raise FindingNotStated()


def require_another(case: RevocationCase, procedure: Procedure, *, by: str) -> None:
    """Whoever investigated the case does not decide it alone (READING 14, default)."""
    if procedure.decider_took_no_part and case.took_part(by):
        raise SamePerson()


def facts_found(case: RevocationCase, finding: Finding) -> str:
    """The facts a decision rests on: those it states, or those of the case; never none."""
    facts = finding.facts or case.facts
    if not facts.strip():
        raise WithoutFacts()
    return facts


def require_points(points: Sequence[str], dealt_with: Sequence[PointAnswered]) -> None:
    """Each point of the answer is dealt with exactly once."""
    wanted = list(range(1, len(points) + 1))
    given = sorted(each.point for each in dealt_with)
    if given != wanted:
        wrong = sorted(set(wanted) ^ set(given)) or [n for n in set(given) if given.count(n) > 1]
        raise PointsNotDealtWith(points="、".join(map(str, wrong)))


def require_effect(
    cluster: Cluster, finding: Finding, procedure: Procedure, *, limb: Limb, day: date
) -> None:
    """A revocation states its effective day; only false filing reaches back (READING 14)."""
    earliest = limb.earliest_effect(
        decided_on=day,
        designated_on=cluster.published_on,
        last_day=max(period.last_day for period in cluster.periods),
    )
    latest = max(earliest, day + timedelta(days=procedure.effect_within_days))
    revokes, wanted = finding.outcome == "revoked", finding.effective_on
    if revokes and revoked_on(day, cluster.revocations, cluster.set_asides):
        raise AlreadyRevoked()
    if revokes != (wanted is not None) or not earliest <= (wanted or earliest) <= latest:
        raise EffectNotPossible(earliest=earliest.isoformat(), latest=latest.isoformat())


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
        finding=case.decision.finding,
        notified=case.notified_on is not None,
    )
