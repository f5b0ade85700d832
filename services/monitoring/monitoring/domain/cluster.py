"""A monitored cluster: what the register says of it, and the terms of its reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from common.contracts.case import PlanTarget
from common.contracts.cluster import ClusterFacts
from common.contracts.round import ReportTerms
from common.ids import new_id
from monitoring.domain.due_days import ReportingTerms, due_days, opens_on, years_owed
from monitoring.domain.obligation import Obligation


class NotYet(RuntimeError):
    """An event needs one of another aggregate that has not come in; it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerTerms:
    """The report terms of a round, up to the last year of the validity that it led to."""

    until: int
    terms: ReportTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoredCluster:
    """The copy of a designated cluster's public facts; `report` are its newest round's terms."""

    facts: ClusterFacts
    report: ReportTerms
    former_reports: tuple[FormerTerms, ...] = ()
    revoked_on: date | None = None
    renewal_application_id: UUID | None = None

    def renewed(self, facts: ClusterFacts, report: ReportTerms) -> "MonitoredCluster":
        """The cluster after its renewal, whose round's terms hold from its own years on."""
        until = max(period.last_day.year for period in self.facts.periods)
        former = (*self.former_reports, FormerTerms(until=until, terms=self.report))
        plain = replace(self.followed_by(facts), report=report, renewal_application_id=None)
        return replace(plain, former_reports=former)

    def followed_by(self, facts: ClusterFacts) -> "MonitoredCluster":
        """The cluster with newer facts; a plan holds for its years until the next one begins."""
        plan = following_plan(self.facts.plan_targets, facts.plan_targets)
        return replace(self, facts=replace(facts, plan_targets=plan))

    @property
    def district(self) -> str:
        """The code of its district."""
        return self.facts.district

    @property
    def institution_code(self) -> str:
        """The credit code of its operating institution."""
        return self.facts.institution.code


def terms_for(year: int, newest: ReportTerms, former: Sequence[FormerTerms]) -> ReportTerms:
    """The report terms of the round under which a year of validity was designated."""
    return next((each.terms for each in former if year <= each.until), newest)


def following_plan(
    former: tuple[PlanTarget, ...], newer: tuple[PlanTarget, ...]
) -> tuple[PlanTarget, ...]:
    """What a plan promised for the years before the next one, and the next one (art. 15)."""
    begins = min((year for target in newer for year in target.targets), default=None)
    before = (
        replace(
            target,
            targets={
                year: value
                for year, value in target.targets.items()
                if begins is None or year < begins
            },
        )
        for target in former
    )
    return (*(target for target in before if target.targets), *newer)


def obligations_of(cluster: MonitoredCluster, terms: ReportingTerms) -> tuple[Obligation, ...]:
    """Every report that a cluster's validity makes it owe (art. 16), oldest first."""
    return tuple(_obligation(cluster, year, terms) for year in years_owed_by(cluster, terms))


def years_owed_by(cluster: MonitoredCluster, terms: ReportingTerms) -> tuple[int, ...]:
    """The calendar years for which a cluster owes a report; the last one while it is renewing."""
    pending = cluster.renewal_application_id is not None
    return years_owed(cluster.facts.periods, terms, pending=pending)


def _obligation(cluster: MonitoredCluster, year: int, terms: ReportingTerms) -> Obligation:
    report = terms_for(year, cluster.report, cluster.former_reports)
    facts, due = cluster.facts, due_days(year, report)
    return Obligation(
        id=new_id(),
        cluster_id=facts.cluster_id,
        cluster_number=facts.number,
        cluster_name=facts.name,
        district=facts.district,
        institution_code=facts.institution.code,
        period=str(year),
        opens_on=opens_on(year, terms),
        district_due_on=due.district_due_on,
        due_on=due.due_on,
    )
