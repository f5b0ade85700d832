"""What service institutions delivered to a cluster's enterprises, and how much it helped."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from common.actor import Actor
from common.database import Source, Transaction
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Day, Words
from common.http.pagination import page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.entry_answers import all_listed, one_shown
from monitoring.api.entry_models import (
    ClusterEntryQuery,
    ClusterNumber,
    EntryShown,
    EntryWithdrawal,
    content_of,
    fields_of,
)
from monitoring.domain.entry import Entry
from monitoring.domain.entry_access import require_visible
from monitoring.store import entries
from monitoring.usecases.assess_delivery import assess_delivery
from monitoring.usecases.record_entry import record_entry
from monitoring.usecases.withdraw_entry import withdraw_entry

routes = router(tag="service institutions")

ServiceItem = Literal[
    "information",
    "start_up_guidance",
    "innovation_support",
    "training",
    "marketing",
    "finance",
    "consulting",
]
Result = Literal["effective", "partly_effective", "ineffective"]


class ServiceDeliveryGiven(StrictModel):
    """One delivery to a cluster."""

    cluster_number: ClusterNumber
    service_item: ServiceItem
    delivered_on: Day
    smes_served: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
    description: Words


class ServiceDeliveryAssessed(StrictModel):
    """How much a delivery helped, and why one thinks so."""

    result: Result
    comment: Words


class ServiceDeliveryShown(EntryShown):
    """A delivery with its assessment."""

    service_institution_id: UUID
    cluster_number: str
    cluster_name: str
    service_item: ServiceItem
    delivered_on: date
    smes_served: int
    description: str
    result: Result | None
    comment: str | None
    assessed_at: datetime | None


class ServiceDeliveryQuery(ClusterEntryQuery):
    """The filters of the list."""

    service_item: ServiceItem | None = None
    result: Result | None = None


@routes.post(
    "/service-institutions/{ref}/deliveries",
    status_code=201,
    response_model=ServiceDeliveryShown,
    responses=documented(WRITES),
    name="record_service_delivery",
)
async def post_delivery(ref: str, body: Later[ServiceDeliveryGiven], tx: Creating) -> Response:
    """Write down what an institution delivered to a cluster (art. 13)."""
    institution = await _institution(tx, ref)

    def content() -> Mapping[str, Any]:
        return {**content_of(body.checked()), "service_institution_id": institution}

    return await _answered(tx, await record_entry(tx, "service_delivery", content))


@routes.post(
    "/service-institutions/{ref}/deliveries/{delivery}/assessment",
    status_code=201,
    response_model=ServiceDeliveryShown,
    responses=documented(WRITES),
    name="assess_service_delivery",
)
async def post_assessment(
    ref: str,
    delivery: str,
    body: Later[ServiceDeliveryAssessed],
    tx: Writing,
    if_match: IfMatch = None,
) -> Response:
    """Assess a delivery."""
    given = body.plain
    return await _answered(tx, await assess_delivery(tx, ref, delivery, given, if_match=if_match))


@routes.post(
    "/service-institutions/{ref}/deliveries/{delivery}/withdrawal",
    status_code=201,
    response_model=ServiceDeliveryShown,
    responses=documented(WRITES),
    name="withdraw_service_delivery",
)
async def post_withdrawal(
    ref: str,
    delivery: str,
    body: Later[EntryWithdrawal],
    tx: Writing,
    if_match: IfMatch = None,
) -> Response:
    """Withdraw a delivery, with its assessment; both stay on record."""
    await _institution(tx, ref)
    entry = await withdraw_entry(
        tx, "service_delivery", delivery, lambda: body.checked().reason, if_match=if_match
    )
    return await _answered(tx, entry)


@routes.get(
    "/service-institutions/{ref}/deliveries/{delivery}",
    response_model=ServiceDeliveryShown,
    responses=documented(READS),
    name="read_service_delivery",
)
async def read_delivery(ref: str, delivery: str, reading: Reading) -> Response:
    """One delivery with its assessment."""
    await _institution(reading, ref)
    return await one_shown(reading, "service_delivery", delivery, service_delivery_shown)


@routes.get(
    "/service-institutions/{ref}/deliveries",
    response_model=page_of(ServiceDeliveryShown),
    responses=documented(READS),
    name="list_service_deliveries",
)
async def list_deliveries(
    ref: str, request: Request, query: Annotated[ServiceDeliveryQuery, Query()], reading: Reading
) -> Response:
    """What an institution delivered, oldest entry first."""
    institution = await _institution(reading, ref)
    return await all_listed(
        request,
        reading,
        query,
        of="service_delivery",
        model=service_delivery_shown,
        service_institution_id=institution,
        service_item=query.service_item,
        result=query.result,
    )


def service_delivery_shown(entry: Entry, actor: Actor) -> ServiceDeliveryShown:
    """The representation of a delivery for an actor."""
    return ServiceDeliveryShown(**fields_of(entry, ServiceDeliveryShown, actor))


async def _institution(source: Source, ref: str) -> UUID:
    found = await entries.load(source, "service_institution", ref)
    return require_visible(source.actor, found).id


async def _answered(tx: Transaction, entry: Entry) -> Response:
    institution = entry.content["service_institution_id"]
    body = service_delivery_shown(entry, tx.actor)
    location = f"/v1/service-institutions/{institution}/deliveries/{entry.id}"
    return await created(tx, body, location=location, version=entry.version)
