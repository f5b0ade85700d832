"""Annual reports: written and read."""

from typing import Annotated

from fastapi import Header, Query, Response

from common.database import Source
from common.http.answers import answered, changed, shown
from common.http.app import router
from common.http.dependencies import IfMatch, Reading, Writing
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from common.lifecycle import etag_of
from monitoring.api.difference_models import ReportVersionCompared, difference_shown
from monitoring.api.report_models import (
    ReportShown,
    ReportVersions,
    report_shown,
    version_shown,
)
from monitoring.api.report_sections import ReportSections
from monitoring.domain import access
from monitoring.domain.draft import Draft, as_filed
from monitoring.domain.report import Report
from monitoring.store import obligations, reports
from monitoring.usecases.write_report import write_report

routes = router(tag="annual-reports")

Against = Annotated[int | None, Query(description="another version to compare with")]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=200)]


@routes.put(
    "/annual-reports/{cluster}/{period}",
    response_model=ReportShown,
    responses={201: {"model": ReportShown, "description": "Created"}, **documented(WRITES)},
    name="write_annual_report",
)
async def write(
    cluster: str,
    period: str,
    body: Later[ReportSections],
    tx: Writing,
    *,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Write a report (`If-None-Match: *`) or replace what was written (`If-Match`)."""
    written = await write_report(
        tx,
        cluster,
        period,
        content=lambda: body.checked().as_filed(),
        if_match=if_match,
        if_none_match=if_none_match,
    )
    answer = await represented(tx, written)
    if written.version > 1:
        return await changed(tx, answer, version=written.version)
    headers = {"Location": address_of(written), "ETag": etag_of(written.version)}
    return await answered(tx, answer, status=201, headers=headers)


@routes.get(
    "/annual-reports/{cluster}/{period}",
    response_model=ReportShown,
    responses=documented(READS),
    name="read_annual_report",
)
async def read(cluster: str, period: str, reading: Reading) -> Response:
    """A report: what is being written for its institution, the last version for officials."""
    found = await reports.load_for(reading, cluster, period)
    return shown(await represented(reading, found), version=found.version)


@routes.get(
    "/annual-reports/{cluster}/{period}/versions",
    response_model=ReportVersions,
    responses=documented(READS),
    name="list_annual_report_versions",
)
async def versions(cluster: str, period: str, reading: Reading) -> Response:
    """Every version that was submitted, oldest first."""
    found = await reports.load_for(reading, cluster, period)
    acts = await reports.acts_of(reading, found.id)
    frozen = await reports.versions_of(reading, found.id)
    return shown(ReportVersions(items=[version_shown(each, acts) for each in frozen]))


@routes.get(
    "/annual-reports/{cluster}/{period}/versions/{number}",
    response_model=ReportVersionCompared,
    responses=documented(READS),
    name="read_annual_report_version",
)
async def version(
    cluster: str, period: str, number: int, reading: Reading, against: Against = None
) -> Response:
    """One submitted version, and its difference to another where one is asked for."""
    report = await reports.load_for(reading, cluster, period)
    acts = await reports.acts_of(reading, report.id)
    found = await reports.version_of(reading, report.id, number)
    difference = None
    if against is not None:
        other = await reports.version_of(reading, report.id, against)
        difference = difference_shown(found, other)
    body = version_shown(found, acts)
    return shown(ReportVersionCompared(**body.model_dump(), difference=difference))


async def represented(source: Source, report: Report) -> ReportShown:
    """A report as the actor sees it."""
    owed = await obligations.load(source, str(report.obligation_id))
    acts = await reports.acts_of(source, report.id)
    versions = await reports.versions_of(source, report.id) if report.submissions else []
    content = as_filed(versions[-1]) if versions else None
    if access.reads_draft(source.actor, report):
        content = await reports.draft_of(source, report) or content
    return report_shown(
        report,
        owed=owed,
        content=content or Draft(sections={}),
        asked=versions[-1].questions if versions else (),
        acts=acts,
        actor=source.actor,
    )


def address_of(report: Report) -> str:
    """Where a report is read."""
    return f"/v1/annual-reports/{report.cluster_number}/{report.period}"
