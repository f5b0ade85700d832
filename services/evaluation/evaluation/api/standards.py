"""Standards: read by all, published by two persons of the bureau."""

from typing import Annotated

from fastapi import Query, Response

from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import AnyActor, IfMatch, PublicReading, Writing
from common.http.pagination import Page, PageQuery, decoded, encoded
from common.http.problems import PUBLIC, WRITES, documented
from common.http.validation import Later
from evaluation.api.standard_models import (
    StandardPublicationDraft,
    StandardShown,
    standard_listed,
    standard_shown,
)
from evaluation.store import standards as store
from evaluation.usecases.confirm_publication import confirm_publication
from evaluation.usecases.propose_publication import propose_publication
from programme.standards import registry

routes = router(tag="standards")


@routes.get("/standards", response_model=Page, responses=documented(PUBLIC), name="list_standards")
async def list_standards(query: Annotated[PageQuery, Query()], reading: PublicReading) -> Response:
    """All criteria standards, in the order of their ids."""
    after = str(decoded(query.cursor, size=1)[0]) if query.cursor else ""
    ids = [each.id for each in registry.available() if each.id > after]
    page = ids[: query.limit]
    items = [standard_listed(await store.load(reading, standard_id)) for standard_id in page]
    following = encoded([page[-1]]) if len(ids) > query.limit else None
    return shown(Page(items=items, next=following))


@routes.get(
    "/standards/{standard_id}",
    response_model=StandardShown,
    responses=documented((*PUBLIC, 401)),
    name="read_standard",
)
async def read_standard(standard_id: str, reading: PublicReading, actor: AnyActor) -> Response:
    """One standard with every criterion: clause, quote, comparator, word, line, unit, force."""
    record = await store.load(reading, standard_id)
    return shown(standard_shown(record, actor), version=record.version)


@routes.post(
    "/standards/{standard_id}/publication",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="propose_standard_publication",
)
async def propose(
    standard_id: str, body: Later[StandardPublicationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Propose from which day a standard is in force."""
    record = await propose_publication(
        tx,
        standard_id,
        effective_from=lambda: body.checked().effective_from,
        if_match=if_match,
    )
    location = f"/v1/standards/{standard_id}"
    answer = standard_shown(record, tx.actor)
    return await created(tx, answer, location=location, version=record.version)


@routes.post(
    "/standards/{standard_id}/publication/confirmation",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="confirm_standard_publication",
)
async def confirm(standard_id: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Confirm the open proposal as a second person."""
    record = await confirm_publication(tx, standard_id, if_match=if_match)
    location = f"/v1/standards/{standard_id}"
    answer = standard_shown(record, tx.actor)
    return await created(tx, answer, location=location, version=record.version)
