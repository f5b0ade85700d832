"""The clusters that are monitored, as the figures of the dashboard count them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, Row, select

from common.clock import legal_day
from common.http.app import router
from common.http.dependencies import Reading
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.api.entry_models import Year
from monitoring.domain import access
from monitoring.store import counted
from monitoring.tables.clusters import monitored_clusters

routes = router(tag="dashboards")

_WHEN = r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$"
Industry = Annotated[str, Field(min_length=1, max_length=200)]


class MonitoredPeriod(StrictModel):
    """A validity period, both days included."""

    first_day: date
    last_day: date
    style: str


class MonitoredClusterListed(StrictModel):
    """A cluster as the register told of it."""

    id: UUID
    number: str
    name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    periods: list[MonitoredPeriod]
    valid: bool
    revoked_on: date | None


class MonitoredClusterQuery(PageQuery):
    """The filters of the list; `other_than` leaves industries out.

    `expires_in` is a year (`2026`) or a month (`2026-07`).
    """

    district: District | None = None
    industry: Industry | None = None
    other_than: Annotated[list[Industry], Field(default_factory=list, max_length=50)]
    designated_from: Year | None = None
    designated_to: Year | None = None
    expires_in: Annotated[str | None, Field(max_length=7, pattern=_WHEN)] = None
    valid: bool | None = None


@routes.get(
    "/monitored-clusters",
    response_model=page_of(MonitoredClusterListed),
    responses=documented(READS),
    name="list_monitored_clusters",
)
async def list_clusters(
    request: Request, query: Annotated[MonitoredClusterQuery, Query()], reading: Reading
) -> Response:
    """The clusters that the caller may see, by number; an institution its own."""
    access.require_reader(reading.actor)
    today = legal_day(reading.at)
    valid = counted.valid_on(today).label("valid")
    return await listed(
        request,
        reading,
        select(monitored_clusters, valid).where(*_conditions(query, today)),
        query,
        key=[monitored_clusters.c.number],
        item=_listed,
        seen=lambda row: access.visible_to(reading.actor, row),
    )


def _conditions(query: MonitoredClusterQuery, today: date) -> list[ColumnElement[bool]]:
    cluster, found = monitored_clusters.c, []
    if query.district is not None:
        found.append(cluster.district == query.district)
    if query.industry is not None:
        found.append(cluster.leading_industry == query.industry)
    if query.other_than:
        found.append(cluster.leading_industry.not_in(query.other_than))
    if query.designated_from is not None or query.designated_to is not None:
        years = (query.designated_from or 2000, query.designated_to or 2100)
        found.append(counted.designated_in(*years))
    if query.expires_in is not None:
        found.append(counted.expires_in(query.expires_in))
    if query.valid is not None:
        valid = counted.valid_on(today)
        found.append(valid if query.valid else ~valid)
    return found


def _listed(row: Row[Any]) -> MonitoredClusterListed:
    computed = {"periods"}
    names = [name for name in MonitoredClusterListed.model_fields if name not in computed]
    periods = [MonitoredPeriod.model_validate(period) for period in row.periods]
    return MonitoredClusterListed(**{name: getattr(row, name) for name in names}, periods=periods)
