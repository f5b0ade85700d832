"""The workbook of an annual report: the template, a report's sections out, and in again."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from common.database import Reader
from common.http.answers import rendered
from common.http.app import router
from common.http.attachments import attachment
from common.http.dependencies import CurrentActor, IfMatch, Reading, Running
from common.http.limits import BodyLimit
from common.http.problems import READS, WRITES, documented
from common.http.runtime import documents_of
from common.lifecycle import etag_of
from common.workbook.apart import XLSX
from common.workbook.spelling import as_filed
from common.workbook.writing import Order
from monitoring.api.report_import_models import (
    ReportImportQuery,
    ReportImportShown,
    import_shown,
    refused,
)
from monitoring.api.reports import IfNoneMatch, address_of
from monitoring.domain import access
from monitoring.domain.obligation import Obligation
from monitoring.domain.prefill import prefill
from monitoring.domain.report import Report
from monitoring.domain.report_question import Question
from monitoring.domain.report_questions import questions_about
from monitoring.store import filings, obligations, reports
from monitoring.terms.report_reading import question_terms
from monitoring.usecases.write_report import writable_report, write_report
from monitoring.workbook.book import CLERK, FIELDS
from programme.forms.tables import load_form

routes = router(tag="annual-reports")

WORKBOOK_LIMIT: Final = BodyLimit(
    method="POST",
    path=re.compile(r"/v1/annual-reports/[^/]+/[^/]+/imports"),
    limit_bytes=8 * 1024 * 1024,
)
_FILE: Final[dict[str, Any]] = {XLSX: {"schema": {"type": "string", "format": "binary"}}}
_RAW_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": _FILE}}
_SENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": _FILE}}
Sections = Mapping[str, Any]


@routes.get(
    "/annual-reports/{cluster}/{period}/workbook.xlsx",
    responses=documented(READS) | _SENT,
    response_class=StreamingResponse,
    name="read_annual_report_workbook",
)
async def read_workbook(cluster: str, period: str, reading: Reading) -> Response:
    """The report as a workbook; before anything is written, the template with what is known."""
    found = await obligations.load_for(reading, cluster, period)
    owed = access.require_visible(reading.actor, found)
    sections = await _seen(reading, owed)
    made = await CLERK.write(_order(owed, reading, sections))
    return _download(made, name=f"{owed.cluster_number}-{owed.period}.xlsx")


@routes.post(
    "/annual-reports/{cluster}/{period}/imports",
    status_code=201,
    response_model=ReportImportShown,
    responses=documented(WRITES) | {200: {"model": ReportImportShown}},
    openapi_extra=_RAW_BODY,
    name="import_annual_report_workbook",
)
async def import_sections(
    cluster: str,
    period: str,
    request: Request,
    actor: CurrentActor,
    runtime: Running,
    *,
    query: Annotated[ReportImportQuery, Query()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Take in a workbook's sections, all or none; units that look wrong are confirmed first.

    With `dry_run` nothing is taken in. The answer is 201 only if the sections were replaced.
    """
    # No transaction is open while the body comes: rights are looked at before and again after.
    reading = Reader(runtime.database, actor, runtime.clock.now())
    headers = {"if_match": if_match, "if_none_match": if_none_match}
    owed, report = await writable_report(reading, cluster, period, **headers)
    async with documents_of(runtime).receive(request.stream()) as received:
        read = await CLERK.read(received.file)
    if read.sheets.fault_count and not query.dry_run:
        raise refused(read)
    draft = await reports.draft_of(reading, report)
    before = draft.sections if draft else {}
    sections = {} if read.sheets.fault_count else as_filed(read.sections, before, FIELDS)
    whole = {**before, **sections}
    asked = await _asked(reading, owed, whole) if sections else ()
    answer = import_shown(read, query=query, sections=sections, before=before, asked=asked)
    if query.dry_run or answer.unconfirmed:
        return _json(answer, status=200, version=report.version)
    origin = {"workbook_sha256": received.sha256, "confirmed": sorted(query.confirm)}
    async with runtime.database.transaction(
        actor, at=runtime.clock.now(), operation="import_annual_report_workbook"
    ) as tx:
        written = await write_report(
            tx, cluster, period, content=lambda: whole, origin=origin, **headers
        )
    done = answer.model_copy(update={"imported": True})
    return _json(done, status=201, version=written.version, location=address_of(written))


async def _asked(reading: Reader, owed: Obligation, sections: Sections) -> tuple[Question, ...]:
    told = await filings.told_of(reading, owed, tally={})
    return questions_about(sections, told, question_terms())


async def _seen(reading: Reader, owed: Obligation) -> Sections:
    """The working copy for its institution, else the last version, else what is known already."""
    report = await reports.find(reading, owed.id)
    if report is not None and access.visible_to(reading.actor, report):
        return await _written(reading, report)
    told = await filings.told_of(reading, owed, tally={})
    earlier = await filings.of_cluster(reading, owed.cluster_id)
    before = [filing for filing in earlier if filing.report.period < owed.period]
    return prefill(told, before[-1] if before else None, plan=None).sections


async def _written(reading: Reader, report: Report) -> Sections:
    if access.reads_draft(reading.actor, report):
        draft = await reports.draft_of(reading, report)
        return draft.sections if draft else {}
    return (await reports.versions_of(reading, report.id))[-1].sections


def _order(owed: Obligation, reading: Reader, sections: Sections) -> Order:
    return Order(
        title=load_form("annual_report").zh,
        subtitle=f"{owed.cluster_number} {owed.period}",
        base_year=int(owed.period[:4]),
        facts=(
            ("集群编号", owed.cluster_number),
            ("集群名称", owed.cluster_name),
            ("报告期", owed.period),
        ),
        sections={name: sections[name] for name in sections if sections[name]},
        at=reading.at,
    )


def _download(content: bytes, *, name: str) -> Response:
    async def whole() -> AsyncIterator[bytes]:
        yield content

    return attachment(
        whole(),
        name=name,
        media_type=XLSX,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _json(
    body: ReportImportShown, *, status: int, version: int, location: str | None = None
) -> Response:
    headers = {"ETag": etag_of(version)} | ({"Location": location} if location else {})
    return Response(rendered(body), status, headers, media_type="application/json")
