"""The page that an institution sealed: streamed in, and out to whoever reads the report."""

import re
from typing import Annotated, Any, Final

from fastapi import Header, Request, Response
from fastapi.responses import StreamingResponse

from common.database import Reader
from common.documents.kinds import ending_of
from common.documents.refusals import refused_for
from common.errors import NotFound
from common.http.answers import shown
from common.http.app import router
from common.http.attachments import attachment
from common.http.dependencies import CurrentActor, IfMatch, Reading, Running
from common.http.limits import BodyLimit
from common.http.problems import READS, WRITES, documented
from common.http.runtime import documents_of
from monitoring.api.report_models import ReportShown
from monitoring.api.reports import represented
from monitoring.domain import access
from monitoring.domain.draft import as_filed
from monitoring.domain.report import Report
from monitoring.store import reports
from monitoring.usecases.seal_report import seal_report, sealable_report

routes = router(tag="annual-reports")

SEAL_LIMIT: Final = BodyLimit(
    method="PUT",
    path=re.compile(r"/v1/annual-reports/[^/]+/[^/]+/seal-page"),
    limit_bytes=20 * 1024 * 1024,
)
PAGES: Final = ("application/pdf", "image/jpeg", "image/png")
_FILES: Final[dict[str, Any]] = {
    kind: {"schema": {"type": "string", "format": "binary"}} for kind in PAGES
}
_RAW_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": _FILES}}
ContentType = Annotated[str, Header(alias="Content-Type", max_length=100, include_in_schema=False)]


@routes.put(
    "/annual-reports/{cluster}/{period}/seal-page",
    response_model=ReportShown,
    responses=documented(WRITES),
    openapi_extra=_RAW_BODY,
    name="put_annual_report_seal_page",
)
async def put_seal_page(
    cluster: str,
    period: str,
    request: Request,
    actor: CurrentActor,
    runtime: Running,
    *,
    content_type: ContentType = "",
    if_match: IfMatch = None,
) -> Response:
    """Receive the sealed page of the print, as PDF or picture; the next version goes with it."""
    # No transaction is open while the body comes: rights are looked at before and again after.
    reading = Reader(runtime.database, actor, runtime.clock.now())
    await sealable_report(reading, cluster, period, if_match=if_match)
    if content_type not in PAGES:
        raise refused_for("type_differs")
    store = documents_of(runtime)
    async with store.receive(request.stream()) as received:
        await store.inspect(received, media_type=content_type)
        async with runtime.database.transaction(
            actor, at=runtime.clock.now(), operation="put_annual_report_seal_page"
        ) as tx:
            sealed = await seal_report(
                tx,
                store.objects,
                received,
                cluster,
                period,
                media_type=content_type,
                if_match=if_match,
            )
            answer = await represented(tx, sealed)
    return shown(answer, version=sealed.version)


@routes.get(
    "/annual-reports/{cluster}/{period}/seal-page",
    responses=documented(READS) | {200: {"content": _FILES}},
    response_class=StreamingResponse,
    name="read_annual_report_seal_page",
)
async def read_seal_page(cluster: str, period: str, reading: Reading, runtime: Running) -> Response:
    """The sealed page of the last version, or of what is being written for its institution."""
    report = await reports.load_for(reading, cluster, period)
    seal = await _seal_of(reading, report)
    store = documents_of(runtime)
    if store.scanner is not None:
        state = await store.scanner.scan(await store.objects.open(seal["sha256"]))
        if state != "clean":
            raise refused_for("not_inspected")
    media_type = seal["media_type"]
    return attachment(
        await store.objects.open(seal["sha256"]),
        name=f"{report.cluster_number}-{report.period}-签章页{ending_of(media_type)}",
        media_type=media_type,
        size_bytes=seal["size_bytes"],
        sha256=seal["sha256"],
    )


async def _seal_of(reading: Reader, report: Report) -> Any:
    seal = None
    if access.reads_draft(reading.actor, report):
        draft = await reports.draft_of(reading, report)
        seal = draft.seal if draft else None
    if seal is None and report.submissions:
        seal = as_filed((await reports.versions_of(reading, report.id))[-1]).seal
    if seal is None:
        raise NotFound()
    return seal
