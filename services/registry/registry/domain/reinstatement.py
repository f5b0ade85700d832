"""A revocation is set aside by a later decision: nothing is edited, the decision is appended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from common.clock import legal_day
from common.contracts.cluster import ClusterReinstated
from registry.domain.cluster import Cluster, Revocation, facts_of
from registry.domain.revocation import RevocationCase
from registry.domain.revocation_refusals import (
    NothingToSetAside,
    ReinstatedOutside,
    RevokerReinstates,
)

Reach = Literal["from_beginning", "from_decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstatementTerms:
    """Whether another person than the revoker is needed, and how far ahead an effect may lie."""

    another_than_revoker: bool
    effect_within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingAside:
    """What a later decision says: of which case, from the beginning or from itself on, and why."""

    case: str
    reach: Reach
    effective_on: date | None
    reason: str
    document_number: str
    document_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstatement:
    """The decision on record: from `effective_on` on the revocation has no effect."""

    cluster_id: UUID
    case_id: UUID
    reach: Reach
    effective_on: date
    published_on: date
    document_number: str
    reason: str
    document_sha256: str | None
    decided_by: str


def revocation_of_case(cluster: Cluster, number: str) -> Revocation:
    """The revocation by a case that still stands; refuses where there is none."""
    gone = {each.case_id for each in cluster.set_asides}
    for revocation in cluster.revocations:
        if revocation.case_number == number and revocation.case_id not in gone:
            return revocation
    raise NothingToSetAside()


def require_another(case: RevocationCase, terms: ReinstatementTerms, *, by: str) -> None:
    """Whoever decided the revocation does not set it aside (default)."""
    assert case.decision is not None
    if terms.another_than_revoker and case.decision.decided_by == by:
        raise RevokerReinstates()


def reinstated(
    cluster: Cluster,
    revocation: Revocation,
    given: SettingAside,
    terms: ReinstatementTerms,
    *,
    by: str,
    at: datetime,
) -> Reinstatement:
    """The decision: from the beginning, the revocation never had effect; else from a stated day."""
    today = legal_day(at)
    return Reinstatement(
        cluster_id=cluster.id,
        case_id=revocation.case_id,
        reach=given.reach,
        effective_on=_effective_on(revocation, given, terms, today=today),
        published_on=today,
        document_number=given.document_number,
        reason=given.reason,
        document_sha256=given.document_sha256,
        decided_by=by,
    )


def reinstated_event(cluster: Cluster, of: Reinstatement) -> ClusterReinstated:
    """What others learn of a revocation set aside."""
    return ClusterReinstated(
        cluster=facts_of(cluster),
        reason=of.reason,
        revocation_case_id=of.case_id,
        effective_on=of.effective_on,
        reach=of.reach,
        published_on=of.published_on,
    )


def _effective_on(
    revocation: Revocation, given: SettingAside, terms: ReinstatementTerms, *, today: date
) -> date:
    latest, wanted = today + timedelta(days=terms.effect_within_days), given.effective_on
    if given.reach == "from_beginning" and wanted is None:
        return revocation.effective_on
    if given.reach == "from_decision" and wanted is not None and today <= wanted <= latest:
        return wanted
    raise ReinstatedOutside(earliest=today.isoformat(), latest=latest.isoformat())
