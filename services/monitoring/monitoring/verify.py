"""What monitoring's database proves: every obligation explained, every confirmed report intact."""

from collections.abc import AsyncIterator, Iterator

from sqlalchemy import select

from common.clock import legal_day
from common.database import Transaction
from common.verification import Finding
from monitoring.domain.assessment import problems_of
from monitoring.domain.breach import Breach
from monitoring.domain.cluster import MonitoredCluster, years_owed_by
from monitoring.domain.due_days import DueOrigin
from monitoring.domain.frozen import Frozen
from monitoring.domain.incident import supports_ground
from monitoring.domain.obligation import (
    NOT_RENEWING,
    Obligation,
    days_late,
    state_of,
    to_request,
)
from monitoring.domain.report import REPORT
from monitoring.store import clusters, obligations, reports, rosters, supervision
from monitoring.store.assessments import assessment_of
from monitoring.tables.assessments import assessments
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.obligations import obligations as owed_table
from monitoring.tables.supervision import breaches
from monitoring.terms import reading


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """One line an obligation, and a line for whatever does not add up."""
    for row in await tx.rows(select(monitored_clusters).order_by(monitored_clusters.c.number)):
        cluster = clusters.cluster_of(row)
        owed = await obligations.of_cluster(tx, cluster.facts.cluster_id)
        for problem in _years(cluster, owed):
            yield Finding(
                check="obligations", ok=False, subject=cluster.facts.number, detail=problem
            )
    for row in await tx.rows(select(owed_table).order_by(owed_table.c.id)):
        each = obligations.obligation_of(row)
        origin = await obligations.origin_of(tx, each)
        problems = [*_days(each, origin), *await _report(tx, each)]
        if to_request(each, legal_day(tx.at)):
            problems.append("its period has ended and nobody was asked for the report")
        state = state_of(each, legal_day(tx.at))
        yield Finding(
            check="obligation",
            ok=not problems,
            subject=f"{each.cluster_number}/{each.period}",
            detail="; ".join(problems) or state,
        )
    async for finding in _breaches(tx):
        yield finding
    async for finding in _assessments(tx):
        yield finding


async def _assessments(tx: Transaction) -> AsyncIterator[Finding]:
    """One line a standing assessment: its grade follows from what it was made with."""
    standing = select(assessments).where(assessments.c.status == "standing")
    for row in await tx.rows(standing.order_by(assessments.c.id)):
        each = assessment_of(row)
        problems = problems_of(each)
        yield Finding(
            check="assessment",
            ok=not problems,
            subject=f"{each.cluster_number}/{each.period}",
            detail="; ".join(problems) or each.grade,
        )


async def _breaches(tx: Transaction) -> AsyncIterator[Finding]:
    """One line a standing breach: what it rests on is on record and still stands."""
    standing = select(breaches).where(breaches.c.status == "proposed").order_by(breaches.c.id)
    for row in await tx.rows(standing):
        problem = await _unfounded(tx, supervision.breach_of(row))
        subject = f"{row.cluster_number}/{row.ground}/{row.id}"
        yield Finding(check="breach", ok=not problem, subject=subject, detail=problem or row.limb)


async def _unfounded(tx: Transaction, breach: Breach) -> str:
    about = str(breach.about_id)
    if breach.about_kind == "incident":
        sound = supports_ground(await supervision.incident(tx, about))
        return "" if sound else "no standing determination supports it"
    if breach.about_kind == "supervision_task":
        refused = (await supervision.task(tx, about)).status == "refused"
        return "" if refused else "no refusal is on record"
    owed, proposed_on = await obligations.load(tx, about), legal_day(breach.proposed_at)
    waited = owed.comply_by is not None and owed.reminded and proposed_on > owed.comply_by
    return "" if waited else "no written reminder had run out when it was proposed"


def _years(cluster: MonitoredCluster, owed: list[Obligation]) -> Iterator[str]:
    expected = {str(year) for year in years_owed_by(cluster, reading.reporting())}
    # Half a year is owed by its cycle alone, which is another question.
    standing = [each for each in owed if each.closed_because != NOT_RENEWING]
    written = {each.period for each in standing if "-" not in each.period}
    for period in sorted(expected - written):
        yield f"nobody wrote down that {period} is owed"
    for period in sorted(written - expected):
        yield f"{period} is not owed by its validity"


def _days(owed: Obligation, origin: DueOrigin) -> Iterator[str]:
    due = origin.due
    if (owed.district_due_on, owed.due_on) != (due.district_due_on, due.due_on):
        yield f"its due days are not those of its {origin.kind}"
    if owed.submitted_at and owed.late_days != days_late(owed.deadline, owed.submitted_at):
        yield "its lateness does not follow from its due day"


async def _report(tx: Transaction, owed: Obligation) -> list[str]:
    report = await reports.find(tx, owed.id)
    versions = await reports.versions_of(tx, report.id) if report else []
    problems = [f"version {each.number} was changed" for each in versions if not each.intact]
    for each in versions:
        if await rosters.incomplete(tx, each):
            problems.append(f"rows of the roster of version {each.number} are missing")
    if [each.number for each in versions] != list(range(1, len(versions) + 1)):
        problems.append("a version is missing")
    if owed.submitted_at != _first_receipt(versions):
        problems.append("it was not received when its first version says")
    confirmed = report is not None and REPORT.moves_next[report.status] is None
    if confirmed != (owed.confirmed_at is not None):
        problems.append("report and obligation differ on whether it is confirmed")
    acts = {row.act for row in await reports.acts_of(tx, report.id)} if report else set()
    if confirmed and not acts >= {"submit", "review", "confirm"}:
        problems.append("it is confirmed without submission, review and confirmation on record")
    return problems


def _first_receipt(versions: list[Frozen]) -> object:
    return versions[0].received_at if versions else None
