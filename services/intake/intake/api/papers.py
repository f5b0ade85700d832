"""Papers of a case: the form to stamp, the numbered notices to the applicant, a district's list."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic import Field

from common.database import Reader
from common.errors import Forbidden, NotFound
from common.http.answers import shown
from common.http.app import router
from common.http.attachments import disposition
from common.http.dependencies import CurrentActor, Reading, Running
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from common.paper.printing import Press
from intake.domain import access
from intake.domain.application import Application
from intake.domain.application_lifecycle import TO_CHANGE
from intake.paper.form import Filled, form_data
from intake.paper.notice import notice_data
from intake.paper.pages import template
from intake.paper.summary import summary_data
from intake.store import applications, documents, notices, recommended, rounds, versions

routes = router(tag="papers")

PDF: Final = "application/pdf"
PRESS: Final = Press()
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


class FormQuery(StrictModel):
    """Which version to print; without it, what the institution is writing, or filed last."""

    version: Annotated[int, Field(ge=1, le=10_000)] | None = None


class DistrictQuery(StrictModel):
    """Whose list; a district prints its own."""

    district: Annotated[str, Field(max_length=20)] | None = None


class ApplicationNotice(StrictModel):
    """A numbered notice: what was frozen has `sha256`, the paper once printed `pdf_sha256`."""

    number: str
    kind: str
    act_id: UUID
    at: datetime
    sha256: str
    pdf_sha256: str | None


class ApplicationNotices(StrictModel):
    """The notices of an application in their order."""

    items: list[ApplicationNotice]


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
    names = ApplicationNotice.model_fields
    items = [ApplicationNotice(**{name: getattr(row, name) for name in names}) for row in found]
    return shown(ApplicationNotices(items=items))


@routes.get(
    "/applications/{ref}/notices/{number}.pdf",
    responses=documented(READS) | _AS_PDF,
    response_class=Response,
    name="print_application_notice",
)
async def print_notice(
    ref: str,
    number: Annotated[str, Path(max_length=40, description="The number of a notice.")],
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
