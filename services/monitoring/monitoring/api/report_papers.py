"""The annual report on paper: on every page its version and hash, or that it is a draft."""

import asyncio
import hashlib
from typing import Annotated, Any, Final

from fastapi import Query, Response

from common.database import Reader
from common.http.app import router
from common.http.attachments import disposition
from common.http.dependencies import Reading
from common.http.problems import READS, documented
from common.paper.printing import Press
from monitoring.domain import access
from monitoring.domain.draft import Draft, as_filed
from monitoring.domain.report import Report
from monitoring.paper.form import Printed, form_data, template
from monitoring.store import obligations, reports

routes = router(tag="annual-reports")

PDF: Final = "application/pdf"
PRESS: Final = Press()
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}
Wanted = Annotated[int | None, Query(ge=1, le=10_000, description="a version; else the newest")]


@routes.get(
    "/annual-reports/{cluster}/{period}/form.pdf",
    responses=documented(READS) | _AS_PDF,
    response_class=Response,
    name="print_annual_report",
)
async def print_report(
    cluster: str, period: str, reading: Reading, version: Wanted = None
) -> Response:
    """The filled report to seal: what is being written for its institution, else as received."""
    report = await reports.load_for(reading, cluster, period)
    printed = await _printed(reading, report, version)
    at = printed.version.received_at if printed.version else reading.at
    data = await asyncio.to_thread(form_data, printed)
    pdf = await PRESS.printed(template(), data, at=at)
    part = f"v{printed.version.number}" if printed.version else "draft"
    headers = {
        "Content-Disposition": disposition(f"{report.cluster_number}-{report.period}-{part}.pdf"),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
    }
    return Response(pdf, media_type=PDF, headers=headers)


async def _printed(reading: Reader, report: Report, number: int | None) -> Printed:
    owed = await obligations.load(reading, str(report.obligation_id))
    if number is None and access.reads_draft(reading.actor, report):
        draft = await reports.draft_of(reading, report) or Draft(sections={})
        if not await _as_received(reading, report, draft):
            return Printed(owed=owed, content=draft, version=None)
    version = await reports.version_of(reading, report.id, number or report.submissions)
    return Printed(owed=owed, content=as_filed(version), version=version)


async def _as_received(reading: Reader, report: Report, draft: Draft) -> bool:
    """Whether what is being written is what the last version says: then that one is printed."""
    if not report.submissions:
        return False
    last = await reports.version_of(reading, report.id, report.submissions)
    return as_filed(last).content_sha256 == draft.content_sha256
