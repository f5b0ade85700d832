"""The programme's dashboard, as figures and as one page."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import Select

from common.clock import legal_day
from common.database import Reader
from common.errors import Forbidden
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.problems import READS, documented, language_of_request
from common.http.validation import StrictModel
from monitoring.api.dashboard_models import DashboardShown, dashboard_shown
from monitoring.domain.dashboard import Scope, scope_of
from monitoring.report.dashboard import page
from monitoring.store import panels
from monitoring.terms.reading import dashboard as terms

routes = router(tag="dashboards")

OFFICIALS: Final = ("municipal_bureau", "district_authority", "auditor")
PANELS: Final[dict[str, Callable[[Scope], Select[Any]]]] = {
    each.__name__: each
    for each in (
        panels.clusters_by_district,
        panels.valid_by_industry,
        panels.reports_of_the_period,
        panels.reports_by_year,
        panels.warnings_by_district,
        panels.newest_warnings,
        panels.expiring_by_month,
        panels.next_to_expire,
        panels.supports_by_kind,
        panels.assessments_by_grade,
    )
}
PAGE: Final[dict[str, Any]] = {
    "description": "The dashboard as a page that asks for nothing else",
    "content": {"text/html": {"schema": {"type": "string"}}},
}
# A page that needs nothing may also do nothing.
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Authorization, Accept-Language",
}


class PeriodQuery(StrictModel):
    """The period whose reports are counted; its year is that of supports and notes."""

    period: Annotated[str, Field(max_length=7, pattern=r"^20[0-9]{2}(-H[12])?$")]


@routes.get(
    "/dashboards/programme",
    response_model=DashboardShown,
    responses=documented(READS),
    name="read_programme_dashboard",
)
async def read_dashboard(query: Annotated[PeriodQuery, Query()], reading: Reading) -> Response:
    """The programme in a period, each figure with the list behind it; a district sees its own."""
    return shown(await _figures(reading, query.period))


@routes.get(
    "/dashboards/programme.html",
    response_class=Response,
    responses={**documented(READS), 200: PAGE},
    name="read_programme_dashboard_page",
)
async def read_page(
    request: Request, query: Annotated[PeriodQuery, Query()], reading: Reading
) -> Response:
    """The same figures as a page with charts, in Chinese or English by `Accept-Language`.

    It takes the caller's token as every other operation does; a front end shows what it fetched.
    """
    figures = await _figures(reading, query.period)
    language = "en" if language_of_request(request) == "en" else "zh-CN"
    text = page(figures.model_dump(mode="json"), language=language, at=reading.at)
    headers = {**_PAGE_HEADERS, "Content-Language": language}
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


def scope_for(reading: Reader, period: str) -> Scope:
    """What a dashboard is about, for officials and auditors; anybody else is refused."""
    if not reading.actor.has(*OFFICIALS):
        raise Forbidden()
    return scope_of(period, today=legal_day(reading.at), terms=terms())


async def _figures(reading: Reader, period: str) -> DashboardShown:
    scope = scope_for(reading, period)
    rows = {name: await reading.rows(panel(scope)) for name, panel in PANELS.items()}
    everywhere = reading.actor.has("municipal_bureau", "auditor")
    district = None if everywhere else reading.actor.district
    return dashboard_shown(scope, rows, district=district)
