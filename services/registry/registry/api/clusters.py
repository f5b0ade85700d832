"""The public register: read by anybody, through a role that can see nothing else."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import Select

from common.contracts.case import Institution, PlanTarget
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Running
from common.http.field_types import Day
from common.http.pagination import Page, PageQuery, listed
from common.http.problems import PUBLIC, documented
from common.http.validation import StrictModel
from registry.api.district import District
from registry.api.readers import Register
from registry.domain.cluster import Cluster, Revocation, Standing, Validity
from registry.store import clusters as store
from registry.store.register import mentions, standing_is
from registry.tables.clusters import clusters

routes = router(tag="clusters")


class ClusterQuery(PageQuery):
    """Filters of the register; `q` is found in name, number or institution."""

    district: District | None = None
    industry: Annotated[str | None, Field(max_length=100)] = None
    standing: Standing | None = None
    q: Annotated[str | None, Field(min_length=1, max_length=100)] = None


class ClusterAt(StrictModel):
    """The legal day for which the standing is asked; today when it is left out."""

    at: Day | None = None


class ClusterShown(StrictModel):
    """A cluster as the register publishes it, with its standing on a day."""

    id: UUID
    number: str
    name: str
    district: str
    leading_industry: str
    institution: Institution
    standing: Standing
    as_of: date
    periods: tuple[Validity, ...]
    revocations: tuple[Revocation, ...]
    plan_targets: tuple[PlanTarget, ...]
    notice_number: str
    official_address: str
    published_on: date


@routes.get(
    "/clusters/{ref}",
    response_model=ClusterShown,
    responses=documented(PUBLIC),
    name="read_cluster",
)
async def read_cluster(
    ref: str, query: Annotated[ClusterAt, Query()], register: Register, runtime: Running
) -> Response:
    """One cluster with its standing on a legal day, computed for this answer."""
    cluster = await store.load(register, ref)
    day = query.at or runtime.clock.today()
    return _uncached(shown(_cluster_shown(cluster, day), version=cluster.version))


@routes.get("/clusters", response_model=Page, responses=documented(PUBLIC), name="list_clusters")
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
        register,
        _filtered(store.published(), query, day),
        query,
        key=[clusters.c.number],
        item=lambda row: _cluster_shown(store.cluster_of(row), day),
    )
    return _uncached(page)


def _filtered(statement: Select[Any], query: ClusterQuery, day: date) -> Select[Any]:
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


def _cluster_shown(of: Cluster, day: date) -> ClusterShown:
    return ClusterShown(
        id=of.id,
        number=of.number,
        name=of.name,
        district=of.district,
        leading_industry=of.leading_industry,
        institution=Institution(code=of.institution_code, name=of.institution_name),
        standing=of.standing_on(day),
        as_of=day,
        periods=of.periods,
        revocations=of.revocations,
        plan_targets=of.plan_targets,
        notice_number=of.notice_number,
        official_address=of.official_address,
        published_on=of.published_on,
    )
