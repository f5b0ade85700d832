"""The copies of designated clusters in the database."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import Institution, PlanTarget
from common.contracts.cluster import ClusterFacts, Period
from common.contracts.round import ReportTerms
from common.database import Source, Transaction
from monitoring.domain.cluster import FormerTerms, MonitoredCluster
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.filed_cases import cluster_cases
from monitoring.tables.obligations import obligations
from monitoring.tables.reports import annual_reports
from monitoring.tables.supervision import breaches, incidents, supervision_tasks

OF_INSTITUTION: Final = (obligations, annual_reports, incidents, supervision_tasks, breaches)
_FACTS: Final = TypeAdapter(ClusterFacts)
_TERMS: Final = TypeAdapter(ReportTerms)
_FORMER: Final = TypeAdapter(tuple[FormerTerms, ...])
_PERIODS: Final = TypeAdapter(tuple[Period, ...])
_TARGETS: Final = TypeAdapter(tuple[PlanTarget, ...])


async def keep(tx: Transaction, cluster: MonitoredCluster) -> None:
    """Write the copy of a cluster, or what has changed of it."""
    values = _columns(cluster)
    written = insert(monitored_clusters).values(**values)
    again = written.on_conflict_do_update(index_elements=["id"], set_=values)
    await tx.connection.execute(again)


async def find(source: Source, cluster_id: UUID) -> MonitoredCluster | None:
    """The copy of a cluster, or None before its designation came in."""
    found = await source.rows(
        select(monitored_clusters).where(monitored_clusters.c.id == cluster_id)
    )
    return cluster_of(found[0]) if found else None


async def find_by_number(source: Source, number: str) -> MonitoredCluster | None:
    """The copy of the cluster with a number, or None where the actor sees none."""
    found = await source.rows(
        select(monitored_clusters).where(monitored_clusters.c.number == number)
    )
    return cluster_of(found[0]) if found else None


async def renewing_by(source: Source, application_id: UUID) -> MonitoredCluster | None:
    """The cluster whose renewal an application is, while it is not decided."""
    own = monitored_clusters.c.renewal_application_id == application_id
    found = await source.rows(select(monitored_clusters).where(own))
    return cluster_of(found[0]) if found else None


async def was_decided(source: Source, application_id: UUID) -> bool:
    """Whether an application has made or renewed a cluster already; either event may be first."""
    own = cluster_cases.c.application_id == application_id
    return bool(await source.rows(select(cluster_cases.c.cluster_id).where(own)))


async def carry_over(tx: Transaction, facts: ClusterFacts) -> None:
    """Hand everything of a cluster to the institution that the register names now."""
    for table in OF_INSTITUTION:
        values = {"institution_code": facts.institution.code, "cluster_name": facts.name}
        known = {name: values[name] for name in values if name in table.c}
        own = update(table).where(table.c.cluster_number == facts.number)
        await tx.connection.execute(own.values(**known))


async def reinstate(tx: Transaction, cluster_id: UUID) -> bool:
    """Note that a revocation was set aside; False when the cluster is not known yet."""
    own = update(monitored_clusters).where(monitored_clusters.c.id == cluster_id)
    done = await tx.connection.execute(own.values(revoked_on=None, revocation_clause=None))
    return bool(done.rowcount == 1)


async def mark_revoked(tx: Transaction, cluster_id: UUID, *, on: date, clause: str) -> bool:
    """Note the end of a designation, the earliest one; False when the cluster is not known yet."""
    known = monitored_clusters.c
    of_the_earlier = case((known.revoked_on <= on, known.revocation_clause), else_=clause)
    marked = await tx.connection.execute(
        update(monitored_clusters)
        .where(known.id == cluster_id)
        .values(revoked_on=func.least(known.revoked_on, on), revocation_clause=of_the_earlier)
    )
    return bool(marked.rowcount == 1)


def cluster_of(row: Row[Any]) -> MonitoredCluster:
    """The cluster in a row."""
    facts = ClusterFacts(
        cluster_id=row.id,
        number=row.number,
        name=row.name,
        district=row.district,
        leading_industry=row.leading_industry,
        institution=Institution(code=row.institution_code, name=row.institution_name),
        periods=_PERIODS.validate_python(row.periods),
        plan_targets=_TARGETS.validate_python(row.plan_targets),
    )
    report = terms_of(row.report_terms)
    return MonitoredCluster(
        facts=facts,
        report=report,
        former_reports=former_terms_of(row.former_report_terms),
        revoked_on=row.revoked_on,
        renewal_application_id=row.renewal_application_id,
    )


def terms_of(kept: Any) -> ReportTerms:
    """The report terms in a column."""
    return _TERMS.validate_python(kept)


def former_terms_of(kept: Any) -> tuple[FormerTerms, ...]:
    """The terms of former rounds in a column, oldest first."""
    return _FORMER.validate_python(kept or ())


def _columns(cluster: MonitoredCluster) -> dict[str, Any]:
    facts = _FACTS.dump_python(cluster.facts, mode="json")
    institution = facts.pop("institution")
    return {
        **{name: facts[name] for name in ("number", "name", "district", "leading_industry")},
        "id": cluster.facts.cluster_id,
        "institution_code": institution["code"],
        "institution_name": institution["name"],
        "periods": facts["periods"],
        "plan_targets": facts["plan_targets"],
        "report_terms": _TERMS.dump_python(cluster.report, mode="json"),
        "former_report_terms": _FORMER.dump_python(cluster.former_reports, mode="json"),
        "renewal_application_id": cluster.renewal_application_id,
    }
