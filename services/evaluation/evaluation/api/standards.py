"""Standards as all read them."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from common.database import Source
from common.errors import NotFound
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import AnyReading
from common.http.pagination import Page, PageQuery, decoded, encoded, page_of
from common.http.problems import PUBLIC, documented
from common.http.validation import StrictModel
from evaluation.api.standard_models import (
    StandardListed,
    StandardShown,
    standard_listed,
    standard_shown,
)
from evaluation.domain.standard import BUREAU, Revision, StandardRecord
from evaluation.store import revision_effects
from evaluation.store import standards as store

routes = router(tag="standards")


class RevisionQuery(StrictModel):
    """Which revision; without it the one in force on the legal day."""

    revision: int | None = Field(default=None, ge=1, le=1_000_000)


@routes.get(
    "/standards",
    response_model=page_of(StandardListed),
    responses=documented(PUBLIC),
    name="list_standards",
)
async def list_standards(query: Annotated[PageQuery, Query()], reading: AnyReading) -> Response:
    """All criteria standards, in the order of their ids."""
    after = str(decoded(query.cursor, size=1)[0]) if query.cursor else ""
    ids = [each for each in await store.ids(reading) if each > after]
    page = ids[: query.limit]
    items = [standard_listed(await store.load(reading, standard_id)) for standard_id in page]
    following = encoded([page[-1]]) if len(ids) > query.limit else None
    return shown(Page(items=items, next=following))


@routes.get(
    "/standards/{standard_id}",
    response_model=StandardShown,
    responses=documented(PUBLIC),
    name="read_standard",
)
async def read_standard(
    standard_id: str, query: Annotated[RevisionQuery, Query()], reading: AnyReading
) -> Response:
    """One revision with every criterion: clause, quote, comparator, word, line, unit, force."""
    record = await store.load(reading, standard_id)
    revision = _chosen(record, query.revision)
    return shown(await standard_answer(reading, record, revision=revision), version=record.version)


async def standard_answer(
    source: Source, record: StandardRecord, *, revision: Revision
) -> StandardShown:
    """The representation of one revision; the open proposal with its effects for the bureau."""
    effects = None
    if record.proposal is not None and source.actor.has(*BUREAU):
        effects = await revision_effects.of_act(source, record.proposal.id)
    return standard_shown(record, source.actor, revision=revision, effects=effects)


def _chosen(record: StandardRecord, number: int | None) -> Revision:
    if number is None:
        return record.current
    found = [each for each in record.revisions if each.number == number]
    if not found:
        raise NotFound()
    return found[0]
