"""A monitored cluster: what the register says of it, and the terms of its reports."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from common.contracts.cluster import ClusterFacts
from common.contracts.round import ReportTerms
from common.ids import new_id
from monitoring.domain.due_days import ReportingTerms, due_days, opens_on, years_owed
from monitoring.domain.obligation import Obligation


class NotYet(RuntimeError):
    """An event needs one of another aggregate that has not come in; it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoredCluster:
    """The copy of a designated cluster's public facts."""

    facts: ClusterFacts
    report: ReportTerms
    revoked_on: date | None = None
    renewal_application_id: UUID | None = None

    @property
    def district(self) -> str:
        """The code of its district."""
        return self.facts.district

    @property
    def institution_code(self) -> str:
        """The credit code of its operating institution."""
        return self.facts.institution.code


def obligations_of(cluster: MonitoredCluster, terms: ReportingTerms) -> tuple[Obligation, ...]:
    """Every report that a cluster's validity makes it owe (art. 16), oldest first."""
    return tuple(_obligation(cluster, year, terms) for year in years_owed_by(cluster, terms))


def years_owed_by(cluster: MonitoredCluster, terms: ReportingTerms) -> tuple[int, ...]:
    """The calendar years for which a cluster owes a report; the last one while it is renewing."""
    pending = cluster.renewal_application_id is not None
    return years_owed(cluster.facts.periods, terms, pending=pending)


def _obligation(cluster: MonitoredCluster, year: int, terms: ReportingTerms) -> Obligation:
    facts, due = cluster.facts, due_days(year, cluster.report)
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
