"""Change filings (17(4)): filed by the institution, reviewed, then recorded or returned."""

from typing import Annotated

from fastapi import Query, Request, Response

from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from registry.api.change_filing_given import (
    ChangeFilingGiven,
    ChangeRecordingGiven,
    ChangeReturnGiven,
    ChangeReviewGiven,
)
from registry.api.change_filing_models import (
    ChangeFilingListed,
    ChangeFilingQuery,
    ChangeFilingShown,
    filing_listed,
    filing_shown,
)
from registry.domain import access
from registry.domain import change_filing as domain
from registry.domain.change_filing import ChangeFiling
from registry.store import change_filings as store
from registry.tables.change_filings import change_filings
from registry.usecases.file_change import file_change
from registry.usecases.record_change import record_change
from registry.usecases.refile_change import refile_change
from registry.usecases.return_change import return_change
from registry.usecases.review_change import review_change

routes = router(tag="change filings")


@routes.post(
    "/clusters/{ref}/change-filings",
    status_code=201,
    response_model=ChangeFilingShown,
    responses=documented(WRITES),
    name="file_change",
)
async def post_change_filing(ref: str, body: Later[ChangeFilingGiven], tx: Creating) -> Response:
    """File a change of a cluster, as the institution that operates it."""
    given = body.checked
    return await _answered(tx, await file_change(tx, ref, lambda: given().as_change()))


@routes.post(
    "/change-filings/{ref}/review",
    status_code=201,
    response_model=ChangeFilingShown,
    responses=documented(WRITES),
    name="review_change",
)
async def post_review(
    ref: str, body: Later[ChangeReviewGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Give the district's opinion on a filing."""
    given = body.checked
    filing = await review_change(tx, ref, lambda: given().as_review(), if_match=if_match)
    return await _answered(tx, filing)


@routes.post(
    "/change-filings/{ref}/recording",
    status_code=201,
    response_model=ChangeFilingShown,
    responses=documented(WRITES),
    name="record_change",
)
async def post_recording(
    ref: str, body: Later[ChangeRecordingGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record a filing: the register states the change from its day on."""
    given = body.checked
    filing = await record_change(tx, ref, lambda: given().comment, if_match=if_match)
    return await _answered(tx, filing)


@routes.post(
    "/change-filings/{ref}/return",
    status_code=201,
    response_model=ChangeFilingShown,
    responses=documented(WRITES),
    name="return_change",
)
async def post_return(
    ref: str, body: Later[ChangeReturnGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Return a filing as incomplete, naming everything that is missing."""
    given = body.checked
    filing = await return_change(tx, ref, lambda: given().items, if_match=if_match)
    return await _answered(tx, filing)


@routes.post(
    "/change-filings/{ref}/refiling",
    status_code=201,
    response_model=ChangeFilingShown,
    responses=documented(WRITES),
    name="refile_change",
)
async def post_refiling(
    ref: str, body: Later[ChangeFilingGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """File a returned change again; the day of the first filing stays."""
    given = body.checked
    filing = await refile_change(tx, ref, lambda: given().as_change(), if_match=if_match)
    return await _answered(tx, filing)


@routes.get(
    "/change-filings/{ref}",
    response_model=ChangeFilingShown,
    responses=documented(READS),
    name="read_change_filing",
)
async def read_change_filing(ref: str, reading: Reading) -> Response:
    """One filing: its difference, its timeliness, the criteria after it, and its acts."""
    found, acting = await store.load(reading, ref)
    filing = domain.require_visible(reading.actor, found, acting=acting)
    acts = await store.acts_of(reading, filing.id)
    return shown(filing_shown(filing, acts, reading.actor), version=filing.version)


@routes.get(
    "/change-filings",
    response_model=page_of(ChangeFilingListed),
    responses=documented(READS),
    name="list_change_filings",
)
async def list_change_filings(
    request: Request, query: Annotated[ChangeFilingQuery, Query()], reading: Reading
) -> Response:
    """The filings the caller may see, oldest first."""
    access.require_reader(reading.actor)
    table, statement, actor = change_filings.c, store.listed(), reading.actor
    for name in ("status", "district", "cluster_number", "kind"):
        wanted = getattr(query, name)
        if wanted is not None:
            statement = statement.where(table[name] == wanted)
    if query.late is not None:
        statement = statement.where(store.is_late() if query.late else ~store.is_late())
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: filing_listed(store.filing_of(row), actor),
        seen=lambda row: domain.visible_to(actor, store.filing_of(row), acting=row.acting),
    )


async def _answered(tx: Transaction, filing: ChangeFiling) -> Response:
    acts = await store.acts_of(tx, filing.id)
    body = filing_shown(filing, acts, tx.actor)
    location = f"/v1/change-filings/{filing.id}"
    return await created(tx, body, location=location, version=filing.version)
