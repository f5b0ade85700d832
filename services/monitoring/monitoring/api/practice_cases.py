"""Practice cases and brands: drafted by districts, approved and published by the bureau."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.actor import Actor
from common.database import Transaction
from common.http.answers import changed, created, shown
from common.http.app import router
from common.http.dependencies import AnyReading, Creating, IfMatch, Writing
from common.http.field_types import Day, Words
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import PUBLIC, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.district import District
from monitoring.api.entry_models import Address, ClusterNumber, Direction, Line
from monitoring.domain.practice_case import (
    BUREAU,
    DISTRICT,
    PRACTICE_CASE,
    PracticeCase,
    PracticeStatus,
    require_visible,
    visible_to,
)
from monitoring.store import practice_cases as store
from monitoring.tables.practice_cases import practice_cases
from monitoring.usecases.approve_practice_case import approve_practice_case
from monitoring.usecases.draft_practice_case import draft_practice_case
from monitoring.usecases.publish_practice_case import publish_practice_case
from monitoring.usecases.return_practice_case import return_practice_case
from monitoring.usecases.withdraw_practice_case import withdraw_practice_case
from monitoring.usecases.write_practice_case import write_practice_case

routes = router(tag="practice cases")

PracticeKind = Literal["practice", "brand"]


class PracticeCaseGiven(StrictModel):
    """The text of a case, and the cluster it is about, if it is about one."""

    kind: PracticeKind
    direction: Direction
    title: Line
    text: Words
    cluster_number: ClusterNumber | None = None


class PracticeCaseReason(StrictModel):
    """Why a case goes back, or is withdrawn."""

    reason: Words


class PracticeCaseApproval(StrictModel):
    """An approval says nothing more."""


class PracticeCasePublication(StrictModel):
    """Since when, and where, a case is published."""

    published_on: Day
    address: Address


class PracticeCaseShown(StrictModel):
    """A case; who drafted it, and why it went back, is shown to officials."""

    id: UUID
    status: PracticeStatus
    district: str
    cluster_number: str | None
    kind: PracticeKind
    direction: Direction
    title: str
    text: str
    drafted_by: str | None
    drafted_at: datetime
    approved_at: datetime | None
    published_on: date | None
    published_at: datetime | None
    address: str | None
    ended_because: str | None
    moves_next: str | None
    allowed_actions: list[str]


class PracticeCaseQuery(PageQuery):
    """The filters of the list."""

    status: PracticeStatus | None = None
    district: District | None = None
    kind: PracticeKind | None = None
    direction: Direction | None = None


@routes.post(
    "/practice-cases",
    status_code=201,
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="draft_practice_case",
)
async def post_case(body: Later[PracticeCaseGiven], tx: Creating) -> Response:
    """Draft a case of one's district (art. 14)."""
    return await _answered(tx, await draft_practice_case(tx, lambda: _text(body)))


@routes.put(
    "/practice-cases/{ref}",
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="write_practice_case",
)
async def put_case(
    ref: str, body: Later[PracticeCaseGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Rewrite a draft."""
    case = await write_practice_case(tx, ref, lambda: _text(body), if_match=if_match)
    return await changed(tx, case_shown(case, tx.actor), version=case.version)


@routes.post(
    "/practice-cases/{ref}/approval",
    status_code=201,
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="approve_practice_case",
)
async def post_approval(
    ref: str, body: Later[PracticeCaseApproval], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Approve a draft."""
    case = await approve_practice_case(tx, ref, body.checked, if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/practice-cases/{ref}/return",
    status_code=201,
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="return_practice_case",
)
async def post_return(
    ref: str, body: Later[PracticeCaseReason], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Send a case back to its district with the reason."""
    given = body.checked
    case = await return_practice_case(tx, ref, lambda: given().reason, if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/practice-cases/{ref}/publication",
    status_code=201,
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="publish_practice_case",
)
async def post_publication(
    ref: str, body: Later[PracticeCasePublication], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Publish an approved case; anybody reads it from now on."""
    case = await publish_practice_case(tx, ref, lambda: dict(body.checked()), if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/practice-cases/{ref}/withdrawal",
    status_code=201,
    response_model=PracticeCaseShown,
    responses=documented(WRITES),
    name="withdraw_practice_case",
)
async def post_withdrawal(
    ref: str, body: Later[PracticeCaseReason], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw a case, a draft or a published one; it stays on record."""
    given = body.checked
    case = await withdraw_practice_case(tx, ref, lambda: given().reason, if_match=if_match)
    return await _answered(tx, case)


@routes.get(
    "/practice-cases/{ref}",
    response_model=PracticeCaseShown,
    responses=documented(PUBLIC),
    name="read_practice_case",
)
async def read_case(ref: str, reading: AnyReading) -> Response:
    """One case; without a token only a published one."""
    case = require_visible(reading.actor, await store.load(reading, ref))
    return shown(case_shown(case, reading.actor), version=case.version)


@routes.get(
    "/practice-cases",
    response_model=page_of(PracticeCaseShown),
    responses=documented(PUBLIC),
    name="list_practice_cases",
)
async def list_cases(
    request: Request, query: Annotated[PracticeCaseQuery, Query()], reading: AnyReading
) -> Response:
    """The cases that the caller may see, oldest first; without a token the published ones."""
    wanted = query.model_dump(exclude={"limit", "cursor"}, exclude_none=True)
    conditions = [practice_cases.c[name] == value for name, value in wanted.items()]
    return await listed(
        request,
        reading,
        select(practice_cases).where(*conditions),
        query,
        key=[practice_cases.c.id],
        item=lambda row: case_shown(store.case_of(row), reading.actor),
        seen=lambda row: visible_to(reading.actor, store.case_of(row)),
    )


def case_shown(case: PracticeCase, actor: Actor) -> PracticeCaseShown:
    """The representation of a case for an actor."""
    official = actor.has(*BUREAU, *DISTRICT, "auditor")
    computed = {"drafted_by", "ended_because", "moves_next", "allowed_actions"}
    names = [name for name in PracticeCaseShown.model_fields if name not in computed]
    own = actor.has(*BUREAU) or actor.district == case.district
    return PracticeCaseShown(
        **{name: getattr(case, name) for name in names},
        drafted_by=case.drafted_by if official else None,
        ended_because=case.ended_because if official else None,
        moves_next=PRACTICE_CASE.moves_next[case.status],
        allowed_actions=list(PRACTICE_CASE.allowed(case.status, actor)) if own else [],
    )


def _text(body: Later[PracticeCaseGiven]) -> Mapping[str, Any]:
    return dict(body.checked())


async def _answered(tx: Transaction, case: PracticeCase) -> Response:
    location = f"/v1/practice-cases/{case.id}"
    return await created(tx, case_shown(case, tx.actor), location=location, version=case.version)
