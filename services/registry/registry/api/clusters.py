"""The public register: read by anybody, through a role that can see nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, Select

from common.clock import legal_day
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Running
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import LIMITED, documented
from registry.api.cluster_models import ClusterAt, ClusterShown, cluster_shown
from registry.api.district import District
from registry.api.readers import Register
from registry.domain.cluster import Standing
from registry.domain.cluster_history import known
from registry.domain.search import wanted_number
from registry.store import cluster_facts
from registry.store import clusters as store
from registry.store.register import PublicLists, PublicRegister, mentions, standing_is
from registry.tables.clusters import clusters

routes = router(tag="clusters")


class ClusterQuery(PageQuery):
    """Filters of the register, and its order; names are sorted by their pinyin.

    `q` is found in name and institution (two Chinese characters or more in a row, whole words of
    letters and digits), or is the beginning of a number.
    """

    district: District | None = None
    industry: Annotated[str | None, Field(max_length=100)] = None
    standing: Standing | None = None
    q: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    sort: Literal["number", "name"] = "number"

    @property
    def key(self) -> Sequence[ColumnElement[Any]]:
        """The columns by which the list is sorted, unique together."""
        by_number = clusters.c.number
        return [clusters.c.pinyin_key, by_number] if self.sort == "name" else [by_number]

    @property
    def filters(self) -> bool:
        """Whether only some of the register is asked for."""
        return any((self.district, self.industry, self.standing, self.q))

    @property
    def needs_a_plan(self) -> bool:
        """Whether it hangs on the values how the list is best read (`PublicLists`)."""
        words = self.q is not None and wanted_number(self.q) is None
        some = any((self.district, self.industry, self.q))
        return bool(self.standing or words or (some and self.sort == "name"))


@routes.get(
    "/clusters/{ref}",
    response_model=ClusterShown,
    responses=documented(LIMITED),
    name="read_cluster",
)
async def read_cluster(
    ref: str, query: Annotated[ClusterAt, Query()], register: Register, runtime: Running
) -> Response:
    """One cluster with its standing on a legal day, computed for this answer.

    With `at` its facts are those of that day, with `known_at` as they were on record then.
    """
    now, cluster = runtime.clock.now(), await store.load(register, ref)
    day = query.at or legal_day(now)
    if query.at is not None or query.known_at is not None:
        rows = await cluster_facts.rows_of(register, cluster.id)
        cluster = known(cluster, rows, day=day, known_at=query.known_at, now=now)
    body = cluster_shown(cluster, day, known_at=query.known_at)
    return _uncached(shown(body, version=cluster.version))


@routes.get(
    "/clusters",
    response_model=page_of(ClusterShown),
    responses=documented(LIMITED),
    name="list_clusters",
)
async def list_clusters(
    request: Request,
    query: Annotated[ClusterQuery, Query()],
    register: Register,
    runtime: Running,
) -> Response:
    """The register by district, industry, standing today, or some words."""
    day = runtime.clock.today()
    page = await listed(
        request,
        lists_of(register, query),
        filtered(store.listed(), query, day),
        query,
        key=query.key,
        item=lambda row: cluster_shown(store.cluster_of(row), day),
    )
    return _uncached(page)


def lists_of(register: PublicRegister, query: ClusterQuery) -> PublicRegister | PublicLists:
    """What reads a list: planned for its values, where they decide how it is read."""
    return PublicLists(register.database, store.listed_by_id()) if query.needs_a_plan else register


def filtered(statement: Select[Any], query: ClusterQuery, day: date) -> Select[Any]:
    """The statement with the conditions of a query on a legal day; raises `SearchTooShort`."""
    if query.district is not None:
        statement = statement.where(clusters.c.district == query.district)
    if query.industry is not None:
        statement = statement.where(clusters.c.leading_industry == query.industry)
    if query.standing is not None:
        statement = statement.where(standing_is(query.standing, day))
    if query.q is not None:
        statement = statement.where(mentions(query.q))
    return statement


def _uncached(answer: Response) -> Response:
    # A standing changes with the day and with a decision: nobody may keep it.
    answer.headers["Cache-Control"] = "no-store"
    return answer
