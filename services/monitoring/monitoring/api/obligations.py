"""Obligations: who owes which report by when."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import select

from common.clock import legal_day
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.pagination import Page, PageQuery, listed
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.domain import access
from monitoring.domain.obligation import Obligation, State, state_of
from monitoring.store import obligations as store
from monitoring.tables.obligations import obligations

routes = router(tag="obligations")


class ObligationQuery(PageQuery):
    """The filters of the list."""

    district: District | None = None
    period: str | None = Field(default=None, max_length=12)
    cluster: str | None = Field(default=None, max_length=40)
    state: State | None = None


class ObligationShown(StrictModel):
    """An obligation; `state` is computed on the legal day of the request.

    A due day is null while the working days of its year are not loaded. `closed_on` may lie ahead:
    a revocation is decided, and the report is owed until it takes effect.
    """

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    period: str
    state: State
    opens_on: date
    district_due_on: date | None
    due_on: date | None
    requested_at: datetime | None
    submitted_at: datetime | None
    late_days: int | None
    confirmed_at: datetime | None
    closed_on: date | None
    closed_because: str | None


@routes.get(
    "/obligations/{ref}",
    response_model=ObligationShown,
    responses=documented(READS),
    name="read_obligation",
)
async def read_obligation(ref: str, reading: Reading) -> Response:
    """One obligation."""
    found = access.require_visible(reading.actor, await store.load(reading, ref))
    return shown(obligation_shown(found, legal_day(reading.at)))


@routes.get(
    "/obligations", response_model=Page, responses=documented(READS), name="list_obligations"
)
async def list_obligations(
    request: Request, query: Annotated[ObligationQuery, Query()], reading: Reading
) -> Response:
    """What is owed, oldest first: an official's district or all, an institution's own."""
    access.require_reader(reading.actor)
    today = legal_day(reading.at)
    statement = select(obligations)
    if query.district is not None:
        statement = statement.where(obligations.c.district == query.district)
    if query.period is not None:
        statement = statement.where(obligations.c.period == query.period)
    if query.cluster is not None:
        statement = statement.where(obligations.c.cluster_number == query.cluster)
    if query.state is not None:
        statement = statement.where(store.in_state(query.state, today))
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[obligations.c.id],
        item=lambda row: obligation_shown(store.obligation_of(row), today),
        seen=lambda row: access.visible_to(reading.actor, store.obligation_of(row)),
    )


def obligation_shown(owed: Obligation, today: date) -> ObligationShown:
    """The representation of an obligation on a legal day."""
    names = [name for name in ObligationShown.model_fields if name != "state"]
    fields = {name: getattr(owed, name) for name in names}
    return ObligationShown(**fields, state=state_of(owed, today))
