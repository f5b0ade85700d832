"""The pre-check: facts in, the verdict of the official check out; nothing is stored."""

import re
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from pydantic import Field, RootModel

from common.database import Source
from common.errors import FieldError
from common.http.app import router
from common.http.dependencies import PublicReading, Running
from common.http.limits import BodyLimit
from common.http.negotiation import accepted
from common.http.problems import PUBLIC, documented, language_of_request
from common.http.validation import StrictModel
from evaluation.api.prechecks_shown import FORMATS, MEDIA, Asked, shown_as
from evaluation.domain.refusals import UnknownStandardRefused, facts_refused
from evaluation.store import standards
from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.standards.standard import Standard

routes = router(tag="prechecks")

# Facts of one cluster are a few kilobytes; anybody may send them.
LIMIT: Final = BodyLimit("POST", re.compile(r"/v1/prechecks"), 65_536)


class PrecheckRequest(StrictModel):
    """A standard, the application year, and the facts it is checked against."""

    standard_id: Annotated[str, Field(min_length=1, max_length=100)]
    application_year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    facts: dict[str, Any]


class VerdictShown(RootModel[dict[str, Any]]):
    """Standard, outcome, every criterion with its tests and what it takes to pass, notice."""


async def asked(request: Request, runtime: Running) -> Asked:
    """In which format and language the caller wants the answer."""
    return Asked(
        media=accepted(request, MEDIA),
        language="en" if language_of_request(request) == "en" else "zh-CN",
        at=runtime.clock.now(),
    )


@routes.post(
    "/prechecks",
    response_model=VerdictShown,
    responses={**documented((*PUBLIC, 406)), 200: FORMATS},
    name="precheck_facts",
)
async def precheck(
    body: PrecheckRequest, reading: PublicReading, wish: Annotated[Asked, Depends(asked)]
) -> Response:
    """The verdict on facts, for anybody; for reference only, no conclusion on designation.

    `Accept` chooses JSON, or the same figures as a report: a page (`text/html`) or A4 paper
    (`application/pdf`), in Chinese or English by `Accept-Language`.
    """
    standard = await _standard(reading, body.standard_id)
    try:
        facts = parse_facts(body.facts, standard, body.application_year)
    except FactsRefused as error:
        raise facts_refused(error, under="/facts") from error
    answer = as_json(check(standard, facts))
    return await shown_as(wish, answer, standard, facts=facts)


async def _standard(source: Source, standard_id: str) -> Standard:
    """The revision in force today, by which a round opened today would go."""
    found = await standards.find(source, standard_id)
    if found is None:
        detail = UnknownStandardRefused.detail
        place = FieldError("/standard_id", UnknownStandardRefused.code, detail)
        raise UnknownStandardRefused(errors=[place])
    return found.current.standard
