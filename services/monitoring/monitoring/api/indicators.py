"""Indicators of a monitored cluster, and the early warnings that stand."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from common.contracts.case import StandardPin
from common.database import Reader
from common.errors import Forbidden, NotFound
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from common.ids import as_id
from monitoring.api.district import District
from monitoring.domain import access
from monitoring.domain.drift_told import told
from monitoring.domain.indicators import Series, Year
from monitoring.store import clusters, early_warnings, indicators
from monitoring.tables.early_warnings import early_warnings as warnings

routes = router(tag="indicators")

OFFICIALS = ("municipal_bureau", "district_authority", "auditor")
Sign = Literal["below_line", "would_cross", "margin_shrinks"]


class IndicatorYear(StrictModel):
    """A year with figures: where they stand, and why nothing was computed from them."""

    year: int
    source_kind: Literal["application", "annual_report"]
    source: str
    version: int
    confirmed: bool
    outcome: str | None
    problems: list[str]


class IndicatorPoint(StrictModel):
    """A measure in one year: exact and shown, with its margin on the good side of the line."""

    year: int
    confirmed: bool
    outcome: str
    formula: str
    value: str | None
    value_shown: str | None
    margin: str | None
    margin_shown: str | None
    inputs: list[dict[str, Any]]
    missing: list[dict[str, Any]]


class IndicatorSeries(StrictModel):
    """One test of a criterion over the years, with its line, comparator and clause."""

    criterion_id: str
    test: int
    clause: str
    title: str
    force: str
    quote: str
    comparator: str | None
    word: str
    threshold: str
    threshold_shown: str
    points: list[IndicatorPoint]


class TargetYear(StrictModel):
    """A target of one year: planned, reported, and the rate in per cent cut off downwards."""

    year: int
    planned: str
    actual: str | None
    rate_pct: str | None


class TargetShown(StrictModel):
    """A target of the development plan over its years."""

    metric: str
    unit: str
    base_value: str
    years: list[TargetYear]


class DriftShown(StrictModel):
    """A criterion that drifts towards its line before the renewal, with the figures it rests on."""

    criterion_id: str
    test: int
    sign: Sign
    figures: dict[str, Any]


class ClusterIndicators(StrictModel):
    """The standard's measures by year under the standard pinned, targets, and what drifts.

    Without `standard_held` the text of the pinned standard is not here, and nothing is computed.
    """

    cluster_number: str
    cluster_name: str
    standard: StandardPin | None
    standard_held: bool
    years: list[IndicatorYear]
    series: list[IndicatorSeries]
    targets: list[TargetShown]
    drifts: list[DriftShown]


class EarlyWarningShown(StrictModel):
    """An early warning that stands since the confirmation of a period's report."""

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    period: str
    criterion_id: str
    test: int
    sign: Sign
    figures: dict[str, Any]
    raised_at: datetime


class EarlyWarningQuery(PageQuery):
    """The filters of the list."""

    district: District | None = None
    cluster: str | None = Field(default=None, max_length=40)
    criterion: str | None = Field(
        default=None, max_length=10, description="The criterion warned of."
    )
    sign: Sign | None = Field(default=None, description="What the warning says.")


@routes.get(
    "/monitored-clusters/{ref}/indicators",
    response_model=ClusterIndicators,
    responses=documented(READS),
    name="read_cluster_indicators",
)
async def read_indicators(ref: str, reading: Reading) -> Response:
    """What a cluster's filings say under the standard it was designated by, year by year."""
    require_official(reading)
    known = as_id(ref)
    cluster = await (
        clusters.find(reading, known) if known else clusters.find_by_number(reading, ref)
    )
    if cluster is None:
        raise NotFound()
    access.require_visible(reading.actor, cluster)
    found = await indicators.of_cluster(reading, cluster)
    return shown(
        ClusterIndicators(
            cluster_number=cluster.facts.number,
            cluster_name=cluster.facts.name,
            standard=found.standard,
            standard_held=found.standard_held,
            years=[_year(each) for each in found.years],
            series=[_series(each) for each in found.series],
            targets=[TargetShown.model_validate(each) for each in found.targets],
            drifts=[
                DriftShown(
                    criterion_id=series.criterion_id,
                    test=series.test,
                    sign=drift.sign,
                    figures=told(series, drift),
                )
                for series, drift in found.drifts
            ],
        )
    )


@routes.get(
    "/early-warnings",
    response_model=page_of(EarlyWarningShown),
    responses=documented(READS),
    name="list_early_warnings",
)
async def list_early_warnings(
    request: Request, query: Annotated[EarlyWarningQuery, Query()], reading: Reading
) -> Response:
    """The early warnings that stand, by cluster and criterion; an official's district or all."""
    require_official(reading)
    statement = early_warnings.standing()
    wanted = {
        warnings.c.district: query.district,
        warnings.c.cluster_number: query.cluster,
        warnings.c.criterion_id: query.criterion,
        warnings.c.sign: query.sign,
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    key = [warnings.c.cluster_number, warnings.c.criterion_id, warnings.c.test]
    return await listed(
        request,
        reading,
        statement,
        query,
        key=key,
        item=_warning,
        seen=lambda row: access.sees_district(reading.actor, row.district),
    )


def require_official(reading: Reader) -> None:
    """Officials and auditors; what is computed about a cluster is not its institution's filing."""
    if not reading.actor.has(*OFFICIALS):
        raise Forbidden()


def _year(of: Year) -> IndicatorYear:
    return IndicatorYear(
        year=of.year,
        source_kind=of.origin.kind,
        source=of.origin.ref,
        version=of.origin.version,
        confirmed=of.confirmed,
        outcome=of.verdict.outcome if of.verdict else None,
        problems=list(of.problems),
    )


def _series(of: Series) -> IndicatorSeries:
    names = set(IndicatorSeries.model_fields) - {"criterion_id", "test", "points"}
    points = [
        IndicatorPoint(**{name: point[name] for name in IndicatorPoint.model_fields})
        for point in of.points
    ]
    heading = {name: of.heading[name] for name in names}
    return IndicatorSeries(criterion_id=of.criterion_id, test=of.test, points=points, **heading)


def _warning(row: Any) -> EarlyWarningShown:
    return EarlyWarningShown(
        **{name: getattr(row, name) for name in EarlyWarningShown.model_fields}
    )
