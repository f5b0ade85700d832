"""Service institutions: who serves the clusters' enterprises (art. 13)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from common.actor import Actor
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Words
from common.http.pagination import page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.district import District
from monitoring.api.entry_answers import all_listed, answered, one_shown
from monitoring.api.entry_models import (
    CreditCode,
    EntryQuery,
    EntryShown,
    EntryWithdrawal,
    Line,
    content_of,
    fields_of,
)
from monitoring.domain.entry import Entry
from monitoring.usecases.correct_entry import correct_entry
from monitoring.usecases.record_entry import record_entry
from monitoring.usecases.withdraw_entry import withdraw_entry
from programme.credit_code import check_credit_code

routes = router(tag="service institutions")

ServiceInstitutionKind = Literal[
    "operating_institution",
    "leading_enterprise",
    "chamber_or_association",
    "professional_institution",
    "sme_public_service_platform",
    "small_micro_startup_base",
]


class ServiceInstitutionGiven(StrictModel):
    """An institution; without a district it serves the whole city."""

    district: District | None = None
    kind: ServiceInstitutionKind
    name: Line
    code: CreditCode
    services: Words


class ServiceInstitutionCorrected(ServiceInstitutionGiven):
    """The institution as it should have been entered, and why."""

    reason: Words


class ServiceInstitutionShown(EntryShown):
    """A service institution; a failing check digit is shown, real codes fail it."""

    kind: ServiceInstitutionKind
    name: str
    code: str
    code_check_digit_ok: bool
    services: str


class ServiceInstitutionQuery(EntryQuery):
    """The filters of the list."""

    kind: ServiceInstitutionKind | None = None


@routes.post(
    "/service-institutions",
    status_code=201,
    response_model=ServiceInstitutionShown,
    responses=documented(WRITES),
    name="record_service_institution",
)
async def post_service_institution(body: Later[ServiceInstitutionGiven], tx: Creating) -> Response:
    """Enter a service institution of one of the six kinds."""
    entry = await record_entry(tx, "service_institution", lambda: content_of(body.checked()))
    return await answered(tx, entry, service_institution_shown, address="service-institutions")


@routes.post(
    "/service-institutions/{ref}/correction",
    status_code=201,
    response_model=ServiceInstitutionShown,
    responses=documented(WRITES),
    name="correct_service_institution",
)
async def post_correction(
    ref: str, body: Later[ServiceInstitutionCorrected], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Put a corrected entry in the place of this one, which stays on record."""

    def content() -> tuple[str, Mapping[str, Any]]:
        given = body.checked()
        return given.reason, content_of(given)

    entry = await correct_entry(tx, "service_institution", ref, content, if_match=if_match)
    return await answered(tx, entry, service_institution_shown, address="service-institutions")


@routes.post(
    "/service-institutions/{ref}/withdrawal",
    status_code=201,
    response_model=ServiceInstitutionShown,
    responses=documented(WRITES),
    name="withdraw_service_institution",
)
async def post_withdrawal(
    ref: str, body: Later[EntryWithdrawal], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw an entry; it stays on record and counts no more."""
    given = body.checked
    entry = await withdraw_entry(
        tx, "service_institution", ref, lambda: given().reason, if_match=if_match
    )
    return await answered(tx, entry, service_institution_shown, address="service-institutions")


@routes.get(
    "/service-institutions/{ref}",
    response_model=ServiceInstitutionShown,
    responses=documented(READS),
    name="read_service_institution",
)
async def read_service_institution(ref: str, reading: Reading) -> Response:
    """One entry, also one that was corrected or withdrawn."""
    return await one_shown(reading, "service_institution", ref, service_institution_shown)


@routes.get(
    "/service-institutions",
    response_model=page_of(ServiceInstitutionShown),
    responses=documented(READS),
    name="list_service_institutions",
)
async def list_service_institutions(
    request: Request, query: Annotated[ServiceInstitutionQuery, Query()], reading: Reading
) -> Response:
    """The service institutions, oldest entry first."""
    return await all_listed(
        request,
        reading,
        query,
        of="service_institution",
        model=service_institution_shown,
        kind=query.kind,
    )


def service_institution_shown(entry: Entry, actor: Actor) -> ServiceInstitutionShown:
    """The representation of an entry for an actor."""
    agrees = check_credit_code(entry.content["code"]).check_digit_ok
    fields = fields_of(entry, ServiceInstitutionShown, actor)
    return ServiceInstitutionShown(code_check_digit_ok=agrees, **fields)
