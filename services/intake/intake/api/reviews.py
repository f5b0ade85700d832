"""The district's acts on an application: acceptance, corrections, findings, recommendation."""

from fastapi import Response

from common.database import Transaction
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Writing
from common.http.problems import WRITES, documented
from common.http.validation import Later
from intake.api.act_models import (
    AcceptanceDraft,
    CorrectionRequestDraft,
    Done,
    FindingsDraft,
    ForwardingDraft,
    HandOverDraft,
    NonRecommendationDraft,
    RecommendationDraft,
    RecommendationListDraft,
    Recommended,
    RejectionDraft,
    SiteVerificationDraft,
    act_shown,
)
from intake.api.application_shown import summary_of
from intake.domain.act import Act
from intake.domain.application import Application
from intake.usecases.accept_application import accept_application
from intake.usecases.decline_application import decline_application
from intake.usecases.forward_application import forward_application
from intake.usecases.hand_over_application import hand_over_application
from intake.usecases.recommend_application import recommend_application
from intake.usecases.recommend_list import recommend_list
from intake.usecases.record_findings import record_findings
from intake.usecases.reject_application import reject_application
from intake.usecases.request_correction import request_correction
from intake.usecases.verify_site import verify_site

routes = router(tag="preliminary review")


@routes.post(
    "/applications/{ref}/correction-requests",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="request_application_correction",
)
async def correct(
    ref: str, body: Later[CorrectionRequestDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Return the application; the due day is counted in working days from the day after."""
    done = await request_correction(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/acceptance",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="accept_application",
)
async def accept(
    ref: str, body: Later[AcceptanceDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Accept the application for preliminary review."""
    done = await accept_application(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/rejection",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="reject_application",
)
async def reject(
    ref: str, body: Later[RejectionDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Not accept the application, with reasons, clauses and remedies."""
    done = await reject_application(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/findings",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="record_application_findings",
)
async def find(
    ref: str, body: Later[FindingsDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Confirm or contest lines of the stored pre-check."""
    done = await record_findings(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/recommendation",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="recommend_application",
)
async def recommend(
    ref: str, body: Later[RecommendationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Recommend the application to the bureau."""
    done = await recommend_application(
        tx, ref, if_match=if_match, content=lambda: body.checked().as_recommendation()
    )
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/forwarding",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="forward_application",
)
async def forward(
    ref: str, body: Later[ForwardingDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Forward a renewal to the bureau with the district's opinion, for or against."""
    done = await forward_application(
        tx, ref, if_match=if_match, content=lambda: body.checked().as_forwarding()
    )
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/non-recommendation",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="decline_application",
)
async def decline(
    ref: str, body: Later[NonRecommendationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """End the review without a recommendation, with ground, reasons and remedies."""
    done = await decline_application(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/site-verifications",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="verify_application_site",
)
async def verify(
    ref: str, body: Later[SiteVerificationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record a visit on site, with its photographs."""
    done = await verify_site(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/applications/{ref}/hand-overs",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="hand_over_application",
)
async def hand_over(
    ref: str, body: Later[HandOverDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Take the case up, or hand it over to another officer of the district."""
    done = await hand_over_application(tx, ref, if_match=if_match, content=body.plain)
    return await _done(tx, *done)


@routes.post(
    "/recommendations",
    status_code=201,
    response_model=Recommended,
    responses=documented(WRITES),
    name="recommend_applications",
)
async def recommend_several(body: Later[RecommendationListDraft], tx: Creating) -> Response:
    """Recommend a list in one act: all of it, or nothing."""
    done = await recommend_list(tx, lambda: [item.as_listed() for item in body.checked().items])
    items = [
        Done(record=act_shown(act), application=await summary_of(tx, case)) for case, act in done
    ]
    location = "/v1/applications?status=recommended"
    return await created(tx, Recommended(items=items), location=location)


async def _done(tx: Transaction, case: Application, act: Act) -> Response:
    body = Done(record=act_shown(act), application=await summary_of(tx, case))
    location = f"/v1/applications/{case.id}/acts/{act.id}"
    return await created(tx, body, location=location, version=case.version)
