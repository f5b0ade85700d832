"""The pages of the register: search with filters, and a cluster with its history."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from sqlalchemy import Row

from common.errors import InvalidContent, NotFound
from common.http.pagination import cut
from registry.api.clusters import ClusterQuery, filtered, lists_of
from registry.api.page_route import Visiting, page_router
from registry.api.readers import Register
from registry.domain.cluster_history import as_known
from registry.domain.search_refusals import SearchTooShort
from registry.pages.cluster_page import history_of, line_of, said_of
from registry.store import cluster_facts, clusters
from registry.store.register import PublicRegister

routes = page_router()
A_PAGE: Final = 20
FILTERS: Final = ("q", "district", "industry", "standing", "sort")
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


@routes.get("/", name="begin_page")
async def begin(seen: Visiting) -> Response:
    """The register is where everybody begins."""
    return RedirectResponse(seen.link("/register"), status_code=302)


@routes.get("/register", name="register_page")
async def register_page(seen: Visiting, register: Register) -> Response:
    """The register, searched and filtered; what is no filter of ours is left aside."""
    query, refused = _query_of(seen.asked), ""
    rows: Sequence[Row[Any]] = ()
    further = None
    try:
        rows, further = await _rows(register, query, seen.day)
    except SearchTooShort as short:
        refused = seen.words.of(short.explained())
    except InvalidContent:  # a cursor that somebody made up
        query = query.model_copy(update={"cursor": None})
        rows, further = await _rows(register, query, seen.day)
    return seen.page(
        "register",
        here="register",
        title=seen.words("register_title"),
        asked={name: seen.asked.get(name, "") for name in FILTERS},
        refused=refused,
        filtered=query.filters or bool(refused),
        districts=seen.words.districts(seen.day),
        clusters=[line_of(clusters.cluster_of(row), seen.day) for row in rows],
        further=further,
        beginning=query.cursor is not None,
    )


@routes.get("/register/{ref}", name="cluster_page")
async def cluster_page(ref: str, seen: Visiting, register: Register) -> Response:
    """A cluster with its standing today, or as of another day, and all that was ever recorded."""
    cluster = await clusters.load(register, ref)
    rows = await cluster_facts.rows_of(register, cluster.id)
    asked = _day(seen.asked.get("at", ""))
    day = asked or seen.day
    then = as_known(cluster, rows, day=day, known_at=seen.at)
    if then is None:
        raise NotFound()
    standing = then.standing_on(day)
    return seen.page(
        "cluster",
        here="register",
        title=then.name,
        cluster=then,
        day=day,
        another_day=day != seen.day,
        bad_day=bool(seen.asked.get("at")) and asked is None,
        standing=standing,
        today_standing=cluster.standing_on(seen.day),
        said=said_of(then, standing, day, seen.words),
        history=history_of(cluster, rows, seen.words),
    )


async def _rows(
    register: PublicRegister, query: ClusterQuery, day: date
) -> tuple[Sequence[Row[Any]], str | None]:
    found = filtered(clusters.listed(), query, day)
    return await cut(lists_of(register, query), found, query, key=query.key)


def _query_of(asked: dict[str, str]) -> ClusterQuery:
    given = {name: asked[name] for name in (*FILTERS, "cursor") if asked.get(name)}
    try:
        return ClusterQuery(limit=A_PAGE, **given)
    except ValidationError as wrong:
        named = {str(each["loc"][0]) for each in wrong.errors()}
        kept = {name: value for name, value in given.items() if name not in named}
        return ClusterQuery(limit=A_PAGE, **kept)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None
