"""The workbook: the template of a round, an application's tables out, and in again."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from common.clock import legal_day
from common.database import Reader
from common.documents.quarantine import Received
from common.http.answers import rendered
from common.http.app import router
from common.http.attachments import attachment
from common.http.dependencies import CurrentActor, IfMatch, Reading, Running
from common.http.limits import BodyLimit
from common.http.problems import READS, WRITES, documented
from common.http.runtime import documents_of
from common.lifecycle import etag_of
from common.workbook.answers import SectionRead, faults_shown
from common.workbook.apart import XLSX
from common.workbook.places import Places
from common.workbook.reading import Reading as WorkbookRead
from common.workbook.spelling import as_filed
from common.workbook.writing import Order
from intake.api.application_shown import application_summary
from intake.api.import_models import (
    QUESTIONS_AT_MOST,
    ImportQuery,
    ImportShown,
    questions_shown,
    refused,
)
from intake.domain.drafting import merged
from intake.domain.roster_tally import tally
from intake.domain.round import Round
from intake.domain.unit_slip import Question, unit_questions
from intake.store import case_files, rounds
from intake.store.case_files import CaseFile
from intake.terms.reading import roster_terms
from intake.usecases.import_workbook import import_workbook, importable_case
from intake.workbook.book import BOOK, CLERK, FIELDS
from programme.forms.tables import load_form

routes = router(tag="workbooks")

# As large as the sections themselves may be.
WORKBOOK_LIMIT: Final = BodyLimit(
    method="POST",
    path=re.compile(r"/v1/applications/[^/]+/imports"),
    limit_bytes=8 * 1024 * 1024,
)
_FILE: Final[dict[str, Any]] = {XLSX: {"schema": {"type": "string", "format": "binary"}}}
_RAW_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": _FILE}}
_SENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": _FILE}}
RoundRef = Annotated[str, Query(alias="round", max_length=40)]


@routes.get(
    "/application-template.xlsx",
    responses=documented(READS) | _SENT,
    response_class=StreamingResponse,
    name="read_application_template",
)
async def read_template(reading: Reading, round_ref: RoundRef) -> Response:
    """The workbook of a round to fill in: three tables and the plan."""
    in_round = await rounds.load(reading, round_ref)
    made = await CLERK.write(_order(in_round, reading, facts=(), sections={}))
    return _download(made, name=f"申报数据表-{in_round.number}.xlsx")


@routes.get(
    "/applications/{ref}/workbook.xlsx",
    responses=documented(READS) | _SENT,
    response_class=StreamingResponse,
    name="read_application_workbook",
)
async def read_workbook(ref: str, reading: Reading) -> Response:
    """An application's tables and plan: its institution's working copy, else what was filed."""
    file = await case_files.load(reading, ref)
    case = file.case
    facts = (("申报编号", case.number), ("集群名称", case.cluster_name))
    made = await CLERK.write(_order(file.in_round, reading, facts=facts, sections=_seen(file)))
    return _download(made, name=f"{case.number}.xlsx")


@routes.post(
    "/applications/{ref}/imports",
    status_code=201,
    response_model=ImportShown,
    responses=documented(WRITES) | {200: {"model": ImportShown}},
    openapi_extra=_RAW_BODY,
    name="import_application_workbook",
)
async def import_sections(
    ref: str,
    request: Request,
    actor: CurrentActor,
    runtime: Running,
    query: Annotated[ImportQuery, Query()],
    *,
    if_match: IfMatch = None,
) -> Response:
    """Take in a workbook's sections, all or none; questions are confirmed first, faults refused.

    With `dry_run` nothing is taken in. The answer is 201 only if the sections were replaced.
    """
    # No transaction is open while the body comes: rights are looked at before and again after.
    reading = Reader(runtime.database, actor, runtime.clock.now())
    file = await importable_case(reading, ref, if_match=if_match)
    async with documents_of(runtime).receive(request.stream()) as received:
        read = await CLERK.read(received.file)
    if read.sheets.fault_count and not query.dry_run:
        raise refused(read)
    sections, asked = await asyncio.to_thread(_looked_at, read, file.draft or {}, file)
    answer = _answer(read, query=query, file=file, reading=reading, sections=sections, asked=asked)
    if query.dry_run or any(not one.confirmed for one in answer.questions):
        return _json(answer, status=200, version=file.case.version)
    async with runtime.database.transaction(
        actor, at=runtime.clock.now(), operation="import_application_workbook"
    ) as tx:
        case = await import_workbook(
            tx, ref, if_match=if_match, sections=sections, origin=_origin(received, answer)
        )
        now = application_summary(case, tx, file.in_round)
    done = answer.model_copy(update={"imported": True, "application": now})
    return _json(done, status=201, version=case.version, location=f"/v1/applications/{case.id}")


def _looked_at(
    read: WorkbookRead, filed: Mapping[str, Any], file: CaseFile
) -> tuple[dict[str, Any], list[Question]]:
    """The sections as they would be replaced, and what is asked about the whole."""
    if read.sheets.fault_count:
        return {}, []
    sections, terms = as_filed(read.sections, filed, FIELDS), roster_terms()
    whole = merged(filed, sections)
    day = legal_day(file.case.changed_at)
    counted = tally(whole.get("roster") or (), terms, on=day)
    return sections, list(unit_questions(whole, terms, counted))


def _answer(
    read: WorkbookRead,
    *,
    query: ImportQuery,
    file: CaseFile,
    reading: Reader,
    sections: Mapping[str, Any],
    asked: list[Question],
) -> ImportShown:
    before = file.draft or {}
    # What is not confirmed comes first, so that a cut list still shows what is open.
    asked.sort(key=lambda one: one.pointer in query.confirm)
    return ImportShown(
        dry_run=query.dry_run,
        imported=False,
        error_count=read.sheets.fault_count,
        errors=faults_shown(read.sheets.faults),
        question_count=len(asked),
        questions=questions_shown(asked[:QUESTIONS_AT_MOST], Places(BOOK, read), query.confirm),
        sections=[
            SectionRead(section=name, rows=_rows(value), changes=value != before.get(name))
            for name, value in sections.items()
        ],
        ignored_sheets=read.sheets.ignored[:20],
        application=application_summary(file.case, reading, file.in_round),
    )


def _rows(section: Any) -> int:
    return len(section) if isinstance(section, list) else 1


def _origin(received: Received, answer: ImportShown) -> dict[str, Any]:
    confirmed = [one.pointer for one in answer.questions]
    return {"workbook_sha256": received.sha256, "confirmed": confirmed}


def _seen(file: CaseFile) -> Mapping[str, Any]:
    return (file.filed if file.draft is None else file.draft) or {}


def _order(
    in_round: Round,
    reading: Reader,
    *,
    facts: tuple[tuple[str, str], ...],
    sections: Mapping[str, Any],
) -> Order:
    base = in_round.base_year
    of_round = (
        ("申报批次", in_round.number),
        ("通知文号", in_round.notice_number),
        ("申报年度", f"{in_round.year} 年"),
        ("基准年 T", f"{base} 年；近三年（T-2 至 T）为 {base - 2}—{base} 年"),
    )
    return Order(
        title=f"{load_form('application').zh}（数据表）",
        subtitle=in_round.number,
        base_year=base,
        facts=facts + of_round,
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


def _json(body: ImportShown, *, status: int, version: int, location: str | None = None) -> Response:
    headers = {"ETag": etag_of(version)} | ({"Location": location} if location else {})
    return Response(rendered(body), status, headers, media_type="application/json")
