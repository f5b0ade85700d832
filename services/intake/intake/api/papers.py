"""Papers of a case: the form to stamp, the numbered notices to the applicant, a district's list."""

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Path, Query, Response

from common.database import Reader
from common.errors import Forbidden, NotFound
from common.http.answers import created, shown
from common.http.app import router
from common.http.attachments import disposition
from common.http.dependencies import Creating, CurrentActor, Reading, Running
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from common.paper.printing import Press
from intake.api.paper_models import (
    ApplicationNotices,
    DistrictQuery,
    FormQuery,
    NoticeServiceGiven,
    NoticeServiceShown,
    notice_shown,
    service_shown,
)
from intake.domain import access
from intake.domain.application import Application
from intake.domain.application_lifecycle import TO_CHANGE
from intake.paper.form import Filled, form_data
from intake.paper.notice import notice_data
from intake.paper.pages import template
from intake.paper.summary import summary_data
from intake.store import applications, documents, notices, recommended, rounds, versions
from intake.usecases.serve_notice import serve_notice

routes = router(tag="papers")

PDF: Final = "application/pdf"
PRESS: Final = Press()
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


NoticeNumber = Annotated[str, Path(max_length=40, description="The number of a notice.")]


@routes.get(
    "/applications/{ref}/form.pdf",
    responses=documented(READS) | _AS_PDF,
    response_class=Response,
    name="print_application_form",
)
async def print_form(ref: str, query: Annotated[FormQuery, Query()], reading: Reading) -> Response:
    """The filled form to stamp: on every page its number, version and SHA-256, or "draft"."""
    case = await applications.load(reading, ref)
    filled = await _filled(reading, case, query.version)
    at = filled.version.received_at if filled.version else case.changed_at
    data = await asyncio.to_thread(form_data, filled)
    part = f"v{filled.version.number}" if filled.version else "draft"
    return _paper(await PRESS.printed(template("form"), data, at=at), f"{case.number}-{part}.pdf")


@routes.get(
    "/applications/{ref}/notices",
    response_model=ApplicationNotices,
    responses=documented(READS),
    name="list_application_notices",
)
async def list_notices(ref: str, reading: Reading) -> Response:
    """The notices that the applicant was given."""
    case = await applications.load(reading, ref)
    found = await notices.of_application(reading, case.id)
    given = await notices.services_of(reading, case.id)
    items = [notice_shown(row, given) for row in found]
    return shown(ApplicationNotices(items=items))


@routes.get(
    "/applications/{ref}/notices/{number}.pdf",
    responses=documented(READS) | _AS_PDF,
    response_class=Response,
    name="print_application_notice",
)
async def print_notice(
    ref: str,
    number: NoticeNumber,
    reading: Reading,
    actor: CurrentActor,
    runtime: Running,
) -> Response:
    """A notice on paper; it is printed once, and everybody after that gets the same bytes."""
    case = await applications.load(reading, ref)
    notice = await notices.load(reading, case.id, number)
    pdf = await notices.printed(reading, number)
    if pdf is None:
        # No transaction is open while it is printed.
        new = await PRESS.printed(template("notice"), notice_data(notice), at=notice.at)
        async with runtime.database.transaction(actor, at=runtime.clock.now()) as tx:
            pdf = await notices.keep_print(tx, number, new)
    return _paper(pdf, f"{number}.pdf")


@routes.get(
    "/rounds/{ref}/recommendations.pdf",
    responses=documented(READS) | _AS_PDF,
    response_class=Response,
    name="print_recommendations",
)
async def print_recommendations(
    ref: str, query: Annotated[DistrictQuery, Query()], reading: Reading
) -> Response:
    """The summary table of what a district recommends in a round, to be sealed and sent."""
    in_round = await rounds.load(reading, ref)
    district = _whose(reading, query.district)
    listed = await recommended.in_rank(reading, in_round, district)
    data = summary_data(in_round, district, listed, at=reading.at)
    paper = await PRESS.printed(template("summary"), data, at=reading.at)
    return _paper(paper, f"{in_round.number}-{district}.pdf")


@routes.post(
    "/applications/{ref}/notices/{number}/service",
    status_code=201,
    response_model=NoticeServiceShown,
    responses=documented(WRITES),
    name="serve_application_notice",
)
async def serve(
    ref: str, number: NoticeNumber, body: Later[NoticeServiceGiven], tx: Creating
) -> Response:
    """Record that a notice was served on the applicant."""
    case, new = await serve_notice(tx, ref, number, content=lambda: _as_days(body.checked()))
    location = f"/v1/applications/{case.id}/notices"
    return await created(tx, service_shown(new), location=location)


def _as_days(given: NoticeServiceGiven) -> dict[str, Any]:
    return {name: getattr(given, name) for name in NoticeServiceGiven.model_fields}


def _whose(reading: Reader, asked: str | None) -> str:
    actor = reading.actor
    if not actor.has("district_authority", "municipal_bureau", "auditor"):
        raise Forbidden()
    district = asked or actor.district
    others = actor.has("municipal_bureau", "auditor")
    if district is None or not (others or district == actor.district):
        raise NotFound()
    return district


async def _filled(reading: Reader, case: Application, number: int | None) -> Filled:
    in_round = await rounds.load(reading, case.round_id)
    writing = access.reads_drafts(reading.actor, case) and case.place in TO_CHANGE
    if number is None and writing:
        sections = await applications.draft_sections(reading, case.id) or {}
        held = [each.described() for each in await documents.of_application(reading, case.id)]
        return Filled(case=case, in_round=in_round, sections=sections, documents=held, version=None)
    version = await versions.load(reading, case.id, number or case.submissions)
    content: Mapping[str, Any] = version.content
    return Filled(
        case=case,
        in_round=in_round,
        sections=content["sections"],
        documents=content["documents"],
        version=version,
    )


def _paper(pdf: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
    }
    return Response(pdf, media_type=PDF, headers=headers)
