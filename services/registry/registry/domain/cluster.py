"""A cluster of the register: its facts, and its standing on a day, always computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from common.contracts.case import Case, Institution, PlanTarget
from common.contracts.cluster import (
    ClusterDesignated,
    ClusterFacts,
    ClusterRenewed,
    ClusterRevoked,
    Period,
)
from common.contracts.round import ReportTerms, ValidityTerms
from programme import periods
from registry.domain.cluster_renewal import RenewalStep, pending_on
from registry.domain.notice import Notice
from registry.domain.proposal import Proposal

Standing = Literal["valid", "not_yet_valid", "expired", "expired_renewal_pending", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """A validity period as printed, both days inclusive, and the day it was published."""

    first_day: date
    last_day: date
    style: Literal["calendar_years", "date_to_date"]
    published_on: date
    recorded_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A decision that ends a designation from its effective day."""

    case_id: UUID
    case_number: str
    ground: str
    clause: str
    effective_on: date
    published_on: date
    recorded_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A later decision by which a revocation has no effect, from a day on (READING 14)."""

    case_id: UUID
    effective_on: date
    recorded_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A designated cluster with the facts that make its standing; nothing here is edited."""

    id: UUID
    number: str
    version: int
    name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    plan_targets: tuple[PlanTarget, ...]
    notice_number: str
    official_address: str
    published_on: date
    periods: tuple[Validity, ...]
    revocations: tuple[Revocation, ...] = ()
    set_asides: tuple[SetAside, ...] = ()
    renewals: tuple[RenewalStep, ...] = ()
    territory: str | None = None

    def standing_on(self, day: date) -> Standing:
        """The standing on a day, as known now."""
        return standing_on(
            day,
            self.periods,
            self.revocations,
            set_asides=self.set_asides,
            renewal_pending=pending_on(day, self.renewals),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a designation comes from: what `verify` follows back."""

    application_id: UUID
    proposal_id: UUID
    notice_id: UUID
    recorded_at: datetime


def standing_on(
    day: date,
    validities: Sequence[Validity],
    revocations: Sequence[Revocation],
    *,
    set_asides: Sequence[SetAside] = (),
    renewal_pending: bool = False,
) -> Standing:
    """The standing on a day (READING 12, 13); no job has to run for it to change."""
    if revoked_on(day, revocations, set_asides):
        return "revoked"
    published = [validity for validity in validities if validity.published_on <= day]
    if any(validity.first_day <= day <= validity.last_day for validity in published):
        return "valid"
    if any(validity.last_day < day for validity in published):
        return "expired_renewal_pending" if renewal_pending else "expired"
    return "not_yet_valid"


def revoked_on(
    day: date, revocations: Sequence[Revocation], set_asides: Sequence[SetAside] = ()
) -> bool:
    """Whether a revocation has taken effect by a day and counts on it.

    One that is only decided has not; one set aside does not count from the day on that the later
    decision states (READING 14).
    """
    annulled = {each.case_id for each in set_asides if each.effective_on <= day}
    return any(
        revocation.effective_on <= day and revocation.case_id not in annulled
        for revocation in revocations
    )


def designate(
    proposal: Proposal, notice: Notice, terms: ValidityTerms, *, new_id: UUID, number: str
) -> Cluster:
    """The cluster that a released proposal becomes, with its period by the round's terms."""
    assert notice.release is not None
    case = proposal.case
    published_on = published_day(notice)
    return Cluster(
        id=new_id,
        number=number,
        version=1,
        name=case.cluster_name,
        district=case.district,
        leading_industry=case.leading_industry,
        institution_code=case.institution.code,
        institution_name=case.institution.name,
        plan_targets=case.plan_targets,
        notice_number=notice.number,
        official_address=notice.release.official_address,
        published_on=published_on,
        periods=(validity_from(published_on, terms),),
    )


def published_day(notice: Notice) -> date:
    """The day the list of a released notice was posted on the official website."""
    assert notice.release is not None
    return periods.shanghai_day(notice.release.posted_at)


def validity_from(published_on: date, terms: ValidityTerms) -> Validity:
    """The first validity period of a list published on a day (art. 15, READING 12)."""
    period = periods.validity(terms.style, first_day=published_on, years=terms.years)
    return Validity(
        first_day=period.first_day,
        last_day=period.last_day,
        style=terms.style,
        published_on=published_on,
    )


def last_period(cluster: Cluster) -> Validity:
    """The period that ends last."""
    return max(cluster.periods, key=lambda period: period.last_day)


def renewed_validity(cluster: Cluster, published_on: date, terms: ValidityTerms) -> Validity:
    """The period after a renewal that passed, also when decided later (art. 15, READING 13).

    It begins the day after the old last day. Where a period printed as whole years begins within a
    year, that year is its first: the old period covers the days before.
    """
    before = last_period(cluster)
    old = periods.Period(before.first_day, before.last_day)
    new = periods.following(old, style=terms.style, years=terms.years)
    return Validity(
        first_day=max(new.first_day, periods.day_after(old)),
        last_day=new.last_day,
        style=terms.style,
        published_on=published_on,
    )


def facts_of(cluster: Cluster) -> ClusterFacts:
    """What the register publishes of a cluster, as events carry it."""
    printed = tuple(
        Period(first_day=each.first_day, last_day=each.last_day, style=each.style)
        for each in cluster.periods
    )
    return ClusterFacts(
        cluster_id=cluster.id,
        number=cluster.number,
        name=cluster.name,
        district=cluster.district,
        leading_industry=cluster.leading_industry,
        institution=Institution(code=cluster.institution_code, name=cluster.institution_name),
        periods=printed,
        plan_targets=cluster.plan_targets,
    )


def designated_event(
    cluster: Cluster, *, application_id: UUID, report: ReportTerms
) -> ClusterDesignated:
    """What others learn of a new cluster, with the terms of the reports it will owe."""
    return ClusterDesignated(
        cluster=facts_of(cluster),
        application_id=application_id,
        notice_number=cluster.notice_number,
        published_on=cluster.published_on,
        report=report,
    )


def renewed_facts(case: Case, notice: Notice) -> dict[str, Any]:
    """What a renewal says anew: the targets of the next plan, and where its list stands.

    Other facts change by a change filing alone (art. 17(4)).
    """
    assert notice.release is not None
    return {
        "plan_targets": case.plan_targets,
        "notice_number": notice.number,
        "official_address": notice.release.official_address,
    }


def renewed_event(
    cluster: Cluster,
    *,
    application_id: UUID,
    published_on: date,
    report: ReportTerms,
) -> ClusterRenewed:
    """What others learn of a renewal: all periods, and the terms of the reports owed from now."""
    return ClusterRenewed(
        cluster=facts_of(cluster),
        application_id=application_id,
        published_on=published_on,
        report=report,
        notice_number=cluster.notice_number,
    )


def revoked_event(cluster: Cluster, revocation: Revocation) -> ClusterRevoked:
    """What others learn of a revocation."""
    return ClusterRevoked(
        cluster=facts_of(cluster),
        revocation_case_id=revocation.case_id,
        ground=revocation.ground,
        clause=revocation.clause,
        effective_on=revocation.effective_on,
        published_on=revocation.published_on,
    )
