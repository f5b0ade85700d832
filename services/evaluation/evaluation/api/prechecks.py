"""The pre-check: facts in, the verdict of the official check out; nothing is stored."""

import re
from typing import Annotated, Any, Final

from fastapi import Response
from pydantic import Field, RootModel

from common.errors import FieldError
from common.http.answers import shown
from common.http.app import router
from common.http.limits import BodyLimit
from common.http.problems import PUBLIC, documented
from common.http.validation import StrictModel
from evaluation.domain.refusals import UnknownStandardRefused, facts_refused
from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.standards import registry
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


@routes.post(
    "/prechecks",
    response_model=VerdictShown,
    responses=documented(PUBLIC),
    name="precheck_facts",
)
async def precheck(body: PrecheckRequest) -> Response:
    """The verdict on facts, for anybody; for reference only, no conclusion on designation."""
    standard = _standard(body.standard_id)
    try:
        facts = parse_facts(body.facts, standard, body.application_year)
    except FactsRefused as error:
        raise facts_refused(error, under="/facts") from error
    return shown(VerdictShown(as_json(check(standard, facts))))


def _standard(standard_id: str) -> Standard:
    try:
        return registry.load(standard_id)
    except registry.UnknownStandard as error:
        detail = UnknownStandardRefused.detail
        place = FieldError("/standard_id", UnknownStandardRefused.code, detail)
        raise UnknownStandardRefused(errors=[place]) from error
