"""Rounds: drafted and opened by the bureau, read by all."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.database import Transaction
from common.errors import Forbidden
from common.http.answers import changed, created, shown
from common.http.app import router
from common.http.dependencies import AnyReading, Creating, IfMatch, Writing
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import PUBLIC, WRITES, documented
from common.http.validation import Later
from common.numbering import next_number
from intake.api.round_models import ExtensionDraft, RoundDraft, RoundShown, round_shown
from intake.domain.round import BUREAU, Round
from intake.store import rounds as store
from intake.tables.rounds import rounds
from intake.usecases.change_round import change_round
from intake.usecases.close_round import end_round
from intake.usecases.draft_round import draft_round
from intake.usecases.extend_round import prolong_round
from intake.usecases.open_round import publish_round
from intake.usecases.pin_standard import pin_standard

routes = router(tag="rounds")


@routes.post(
    "/rounds",
    status_code=201,
    response_model=RoundShown,
    responses=documented(WRITES),
    name="create_round",
)
async def create_round(body: Later[RoundDraft], tx: Creating) -> Response:
    """Draft a round with all its terms."""
    if not tx.actor.has(*BUREAU):
        raise Forbidden()
    draft = body.checked()
    number = await next_number(tx, "ROUND", year=draft.year)
    new = await draft_round(tx, await _as_round(tx, draft, number))
    location = f"/v1/rounds/{new.id}"
    return await created(
        tx, round_shown(new, tx.actor, at=tx.at), location=location, version=new.version
    )


@routes.put(
    "/rounds/{ref}", response_model=RoundShown, responses=documented(WRITES), name="change_round"
)
async def replace_round(
    ref: str, body: Later[RoundDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Replace all terms of a round that is still a draft."""
    after = await change_round(
        tx,
        ref,
        if_match=if_match,
        content=lambda draft: _as_round(tx, body.checked(), draft.number),
    )
    return await changed(tx, round_shown(after, tx.actor, at=tx.at), version=after.version)


@routes.post(
    "/rounds/{ref}/opening",
    status_code=201,
    response_model=RoundShown,
    responses=documented(WRITES),
    name="open_round",
)
async def open_round(ref: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Open a round by its notice."""
    opened = await publish_round(tx, ref, if_match=if_match)
    location = f"/v1/rounds/{opened.id}"
    body = round_shown(opened, tx.actor, at=tx.at)
    return await created(tx, body, location=location, version=opened.version)


@routes.post(
    "/rounds/{ref}/extension",
    status_code=201,
    response_model=RoundShown,
    responses=documented(WRITES),
    name="extend_round",
)
async def extend_round(
    ref: str, body: Later[ExtensionDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Extend an open round by a further notice; the dates it had stay on record."""
    extended = await prolong_round(
        tx, ref, if_match=if_match, content=lambda: body.checked().as_new_dates()
    )
    answer = round_shown(extended, tx.actor, at=tx.at)
    location = f"/v1/rounds/{extended.id}"
    return await created(tx, answer, location=location, version=extended.version)


@routes.post(
    "/rounds/{ref}/closing",
    status_code=201,
    response_model=RoundShown,
    responses=documented(WRITES),
    name="close_round",
)
async def close_round(ref: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Close a round whose time is over; what was filed goes on."""
    closed = await end_round(tx, ref, if_match=if_match)
    body = round_shown(closed, tx.actor, at=tx.at)
    return await created(tx, body, location=f"/v1/rounds/{closed.id}", version=closed.version)


@routes.get(
    "/rounds/{ref}", response_model=RoundShown, responses=documented(PUBLIC), name="read_round"
)
async def read_round(ref: str, reading: AnyReading) -> Response:
    """One round with all its terms."""
    found = await store.load(reading, ref)
    return shown(round_shown(found, reading.actor, at=reading.at), version=found.version)


@routes.get(
    "/rounds", response_model=page_of(RoundShown), responses=documented(PUBLIC), name="list_rounds"
)
async def list_rounds(
    request: Request,
    query: Annotated[PageQuery, Query()],
    reading: AnyReading,
) -> Response:
    """All rounds, oldest first."""
    return await listed(
        request,
        reading,
        select(rounds),
        query,
        key=[rounds.c.id],
        item=lambda row: round_shown(store.round_of(row), reading.actor, at=reading.at),
    )


async def _as_round(tx: Transaction, draft: RoundDraft, number: str) -> Round:
    pin = await pin_standard(tx, draft.standard_id, opens_at=draft.opens_at)
    return draft.as_round(number=number, standard=pin)
