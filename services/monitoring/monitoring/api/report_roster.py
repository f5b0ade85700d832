"""The roster of a report: handed in as a CSV, read by pages."""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Query, Request, Response

from common.database import Reader
from common.http.answers import rendered
from common.http.app import router
from common.http.dependencies import CurrentActor, IfMatch, Reading, Running
from common.http.limits import BodyLimit
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.runtime import documents_of
from common.http.validation import StrictModel
from common.lifecycle import etag_of
from monitoring.domain import access
from monitoring.domain.report import Report
from monitoring.domain.report_refusals import NoRoster
from monitoring.domain.roster import NAMES
from monitoring.store import reports, rosters
from monitoring.tables.rosters import report_enterprises
from monitoring.usecases.hand_in_roster import hand_in_roster, rostered_report

routes = router(tag="annual-reports")

ROSTER_LIMIT: Final = BodyLimit(
    method="POST",
    path=re.compile(r"/v1/annual-reports/[^/]+/[^/]+/enterprises"),
    limit_bytes=512 * 1024 * 1024,
)
_CSV: Final[dict[str, Any]] = {"text/csv": {"schema": {"type": "string", "format": "binary"}}}
_RAW_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": _CSV}}


class RosterReceived(StrictModel):
    """The roster that the next version of a report goes with."""

    cluster_number: str
    period: str
    roster_id: UUID
    sha256: str


class EnterpriseShown(StrictModel):
    """One row of a roster; amounts in 万元."""

    position: int
    uscc: str
    enterprise_name: str
    industry_code: str
    in_leading_industry: bool
    employees: int
    revenue: str
    total_assets: str | None
    output: str
    rd_expense: str
    valid_invention_patents: int
    uses_platform: bool


@routes.post(
    "/annual-reports/{cluster}/{period}/enterprises",
    status_code=201,
    response_model=RosterReceived,
    responses=documented(WRITES),
    openapi_extra=_RAW_BODY,
    name="hand_in_annual_report_roster",
)
async def hand_in(
    cluster: str,
    period: str,
    request: Request,
    actor: CurrentActor,
    runtime: Running,
    *,
    if_match: IfMatch = None,
) -> Response:
    """Take in a roster as CSV (UTF-8, one row an enterprise), the whole of it or nothing.

    Its institution sends `If-Match`; a system with the scope `reports:import` does not. The same
    file again changes nothing.
    """
    # No transaction is open while the body comes: rights are looked at before and again after.
    reading = Reader(runtime.database, actor, runtime.clock.now())
    await rostered_report(reading, cluster, period, if_match=if_match)
    operation = "hand_in_annual_report_roster"
    async with (
        documents_of(runtime).receive(request.stream()) as received,
        runtime.database.transaction(actor, at=runtime.clock.now(), operation=operation) as tx,
    ):
        done = await hand_in_roster(tx, received, cluster, period, if_match=if_match)
    assert done.roster_id is not None, "a roster was handed in"
    answer = RosterReceived(
        cluster_number=done.cluster_number,
        period=done.period,
        roster_id=done.roster_id,
        sha256=received.sha256,
    )
    location = f"/v1/annual-reports/{done.cluster_number}/{done.period}/enterprises"
    headers = {"ETag": etag_of(done.version), "Location": location}
    return Response(rendered(answer), 201, headers, media_type="application/json")


@routes.get(
    "/annual-reports/{cluster}/{period}/enterprises",
    response_model=page_of(EnterpriseShown),
    responses=documented(READS),
    name="list_annual_report_enterprises",
)
async def enterprises(
    cluster: str,
    period: str,
    request: Request,
    query: Annotated[PageQuery, Query()],
    reading: Reading,
) -> Response:
    """The rows of the roster: of the working copy for its institution, else of the last version."""
    report = await reports.load_for(reading, cluster, period)
    statement = rosters.rows_of(await _roster_of(reading, report))
    key = [report_enterprises.c.position]
    return await listed(request, reading, statement, query, key=key, item=_enterprise)


async def _roster_of(reading: Reader, report: Report) -> UUID:
    if access.reads_draft(reading.actor, report) and report.roster_id is not None:
        return report.roster_id
    versions = await reports.versions_of(reading, report.id) if report.submissions else []
    named = versions[-1].content.get("roster") if versions else None
    if named is None:
        raise NoRoster()
    return UUID(named["id"])


def _enterprise(row: Any) -> EnterpriseShown:
    values = {name: getattr(row, name) for name in ("position", *NAMES)}
    amounts = ("revenue", "total_assets", "output", "rd_expense")
    plain = {name: None if values[name] is None else str(values[name]) for name in amounts}
    return EnterpriseShown(**(values | plain))
