"""The reports of a cluster with the version of each that counts, and all they are held against."""

from uuid import UUID

from sqlalchemy import func, select

from common.database import Source
from monitoring.domain.obligation import Obligation
from monitoring.domain.report_questions import Told
from monitoring.domain.stated import Filing, stated_in, year_of
from monitoring.store import clusters, filed_cases
from monitoring.store.reports import frozen_of, report_of
from monitoring.tables.obligations import obligations
from monitoring.tables.reports import annual_reports, report_versions


async def of_cluster(source: Source, cluster_id: UUID) -> list[Filing]:
    """Every received report of a cluster, oldest period first: as confirmed, else as received."""
    counted = func.coalesce(annual_reports.c.confirmed_submission, annual_reports.c.submissions)
    version = [column for column in report_versions.c if column.name != "report_id"]
    statement = (
        select(annual_reports, *version)
        .join(obligations, obligations.c.id == annual_reports.c.obligation_id)
        .join(
            report_versions,
            (report_versions.c.report_id == annual_reports.c.id)
            & (report_versions.c.number == counted),
        )
        .where(obligations.c.cluster_id == cluster_id)
        .order_by(annual_reports.c.period)
    )
    rows = await source.rows(statement)
    return [Filing(report=report_of(row), version=frozen_of(row)) for row in rows]


async def told_of(source: Source, owed: Obligation, *, tally: dict[str, str]) -> Told:
    """What the report of an obligation is held against: the applications, the other reports."""
    cluster = await clusters.find(source, owed.cluster_id)
    cases = await filed_cases.of_cluster(source, owed.cluster_id)
    others = [
        filing
        for filing in await of_cluster(source, owed.cluster_id)
        if filing.report.obligation_id != owed.id
    ]
    return Told(
        year=year_of(owed.period),
        earlier=stated_in(cases, others),
        targets=cluster.facts.plan_targets if cluster else (),
        targets_in=cases[-1].application_number if cases else owed.cluster_number,
        tally=tally,
    )
