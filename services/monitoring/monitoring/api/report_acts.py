"""What is done with an annual report: submitted, reviewed, confirmed, returned."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field

from common.database import Transaction
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Writing
from common.http.field_types import Day, Said
from common.http.problems import WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.report_models import ReportShown
from monitoring.api.reports import address_of, represented
from monitoring.domain.report import Report
from monitoring.usecases.confirm_report import confirm_report
from monitoring.usecases.correct_report import correct_report
from monitoring.usecases.return_report import return_report
from monitoring.usecases.review_report import review_report
from monitoring.usecases.submit_report import submit_report

routes = router(tag="annual-reports")

Opinion = Annotated[str, Field(min_length=1, max_length=4000), Said]


class ReportSignature(StrictModel):
    """Who signed, when, and which content: the hash on the page that was sealed."""

    signer: Annotated[str, Field(min_length=1, max_length=100), Said]
    signed_on: Day
    content_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReportSubmission(StrictModel):
    """The institution answers for truth and completeness with its signature (art. 9, 16)."""

    truth_and_completeness: Literal[True]
    signature: ReportSignature


class ReportCorrection(ReportSubmission):
    """Why what was received is replaced by what is written now."""

    reason: Opinion


class ReportReview(StrictModel):
    """The district's opinion."""

    opinion: Opinion


class ReportConfirmation(StrictModel):
    """The bureau's confirmation."""

    comment: Opinion


class ReturnedItem(StrictModel):
    """One place that is to be mended, by JSON pointer, and why."""

    pointer: Annotated[str, Field(max_length=300, pattern=r"^(/[^/]*)*$")]
    reason: Opinion


class ReportReturn(StrictModel):
    """Why a report goes back, item by item."""

    reason: Opinion
    items: Annotated[list[ReturnedItem], Field(min_length=1, max_length=200)]


@routes.post(
    "/annual-reports/{cluster}/{period}/submission",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="submit_annual_report",
)
async def submit(
    cluster: str,
    period: str,
    body: Later[ReportSubmission],
    tx: Creating,
    if_match: IfMatch = None,
) -> Response:
    """Submit what was written as the next version; it must be complete, sealed and signed."""
    done = await submit_report(tx, cluster, period, content=body.plain, if_match=if_match)
    location = f"{address_of(done)}/versions/{done.submissions}"
    return await _answer(tx, done, location=location)


@routes.post(
    "/annual-reports/{cluster}/{period}/corrections",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="correct_annual_report",
)
async def correct(
    cluster: str,
    period: str,
    body: Later[ReportCorrection],
    tx: Creating,
    if_match: IfMatch = None,
) -> Response:
    """Put what is written now in the place of what was received, as the next version."""
    done = await correct_report(tx, cluster, period, content=body.plain, if_match=if_match)
    location = f"{address_of(done)}/versions/{done.submissions}"
    return await _answer(tx, done, location=location)


@routes.post(
    "/annual-reports/{cluster}/{period}/review",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="review_annual_report",
)
async def review(
    cluster: str, period: str, body: Later[ReportReview], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Give the district's opinion."""
    done = await review_report(tx, cluster, period, content=body.plain, if_match=if_match)
    return await _answer(tx, done)


@routes.post(
    "/annual-reports/{cluster}/{period}/confirmation",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="confirm_annual_report",
)
async def confirm(
    cluster: str,
    period: str,
    body: Later[ReportConfirmation],
    tx: Writing,
    if_match: IfMatch = None,
) -> Response:
    """Confirm a reviewed report."""
    done = await confirm_report(tx, cluster, period, content=body.plain, if_match=if_match)
    return await _answer(tx, done)


@routes.post(
    "/annual-reports/{cluster}/{period}/return",
    status_code=201,
    response_model=ReportShown,
    responses=documented(WRITES),
    name="return_annual_report",
)
async def send_back(
    cluster: str, period: str, body: Later[ReportReturn], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Return a report to its institution."""
    done = await return_report(tx, cluster, period, content=body.plain, if_match=if_match)
    return await _answer(tx, done)


async def _answer(tx: Transaction, done: Report, *, location: str | None = None) -> Response:
    body = await represented(tx, done)
    return await created(tx, body, location=location or address_of(done), version=done.version)
