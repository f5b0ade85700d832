"""Support measures: what clusters and their enterprises were given (art. 12)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import AfterValidator, Field, model_validator

from common.actor import Actor
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Day, Words, rule
from common.http.pagination import page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.entry_answers import all_listed, answered, one_shown
from monitoring.api.entry_models import (
    ClusterEntryQuery,
    ClusterNumber,
    CreditCode,
    EntryShown,
    EntryWithdrawal,
    Level,
    Line,
    SupportKind,
    content_of,
    fields_of,
)
from monitoring.domain.entry import Entry
from monitoring.usecases.correct_entry import correct_entry
from monitoring.usecases.record_entry import record_entry
from monitoring.usecases.withdraw_entry import withdraw_entry

routes = router(tag="support measures")

# Ten thousand yuan, to the fen.
Amount = Annotated[
    str,
    Field(max_length=20, pattern=r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$"),
    AfterValidator(Decimal),
]


class SupportMeasureGiven(StrictModel):
    """A measure; without an enterprise the cluster itself benefits, an amount is in 万元."""

    cluster_number: ClusterNumber
    kind: SupportKind
    giver: Line
    level: Level
    policy_document_id: UUID | None = None
    enterprise_code: CreditCode | None = None
    enterprise_name: Line | None = None
    amount_10k_yuan: Amount | None = None
    given_on: Day
    description: Words

    @model_validator(mode="after")
    def _enterprise_is_named(self) -> Self:
        if (self.enterprise_code is None) != (self.enterprise_name is None):
            raise rule(
                "enterprise_half_named",
                zh="受益企业须同时写明信用代码和名称。",
                en="An enterprise is named by credit code and name together.",
            )
        return self


class SupportMeasureCorrected(SupportMeasureGiven):
    """The measure as it should have been, and why."""

    reason: Words


class SupportMeasureShown(EntryShown):
    """A measure as it was written down; the amount is exact."""

    cluster_number: str
    cluster_name: str
    kind: SupportKind
    giver: str
    level: Level
    policy_document_id: UUID | None
    enterprise_code: str | None
    enterprise_name: str | None
    amount_10k_yuan: str | None
    given_on: date
    description: str


class SupportMeasureQuery(ClusterEntryQuery):
    """The filters of the list."""

    kind: SupportKind | None = None
    level: Level | None = None


@routes.post(
    "/support-measures",
    status_code=201,
    response_model=SupportMeasureShown,
    responses=documented(WRITES),
    name="record_support_measure",
)
async def post_support_measure(body: Later[SupportMeasureGiven], tx: Creating) -> Response:
    """Write down what a cluster, or an enterprise of it, was given."""
    entry = await record_entry(tx, "support_measure", lambda: content_of(body.checked()))
    return await answered(tx, entry, support_measure_shown, address="support-measures")


@routes.post(
    "/support-measures/{ref}/correction",
    status_code=201,
    response_model=SupportMeasureShown,
    responses=documented(WRITES),
    name="correct_support_measure",
)
async def post_correction(
    ref: str, body: Later[SupportMeasureCorrected], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Put a corrected entry in the place of this one, which stays on record."""

    def content() -> tuple[str, Mapping[str, Any]]:
        given = body.checked()
        return given.reason, content_of(given)

    entry = await correct_entry(tx, "support_measure", ref, content, if_match=if_match)
    return await answered(tx, entry, support_measure_shown, address="support-measures")


@routes.post(
    "/support-measures/{ref}/withdrawal",
    status_code=201,
    response_model=SupportMeasureShown,
    responses=documented(WRITES),
    name="withdraw_support_measure",
)
async def post_withdrawal(
    ref: str, body: Later[EntryWithdrawal], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw an entry; it stays on record and counts no more."""
    given = body.checked
    entry = await withdraw_entry(
        tx, "support_measure", ref, lambda: given().reason, if_match=if_match
    )
    return await answered(tx, entry, support_measure_shown, address="support-measures")


@routes.get(
    "/support-measures/{ref}",
    response_model=SupportMeasureShown,
    responses=documented(READS),
    name="read_support_measure",
)
async def read_support_measure(ref: str, reading: Reading) -> Response:
    """One entry, also one that was corrected or withdrawn."""
    return await one_shown(reading, "support_measure", ref, support_measure_shown)


@routes.get(
    "/support-measures",
    response_model=page_of(SupportMeasureShown),
    responses=documented(READS),
    name="list_support_measures",
)
async def list_support_measures(
    request: Request, query: Annotated[SupportMeasureQuery, Query()], reading: Reading
) -> Response:
    """The measures that the caller may see, oldest first; an institution its cluster's."""
    return await all_listed(
        request,
        reading,
        query,
        of="support_measure",
        model=support_measure_shown,
        kind=query.kind,
        level=query.level,
    )


def support_measure_shown(entry: Entry, actor: Actor) -> SupportMeasureShown:
    """The representation of an entry for an actor."""
    return SupportMeasureShown(**fields_of(entry, SupportMeasureShown, actor))
