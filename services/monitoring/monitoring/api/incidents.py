"""Incidents at enterprises of a cluster: recorded, determined, found, annulled (art. 17(5)).

Officials and auditors read them all; the institution sees one once the authority determined it.
"""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from monitoring.api.incident_models import (
    DeterminationGiven,
    IncidentGiven,
    IncidentListed,
    IncidentQuery,
    IncidentShown,
    WeightGiven,
    incident_listed,
    incident_shown,
)
from monitoring.api.supervision_models import ReasonGiven
from monitoring.domain import access
from monitoring.domain.incident import Incident
from monitoring.domain.supervision_access import require_visible, visible_to
from monitoring.store import supervision as store
from monitoring.tables.supervision import incidents
from monitoring.usecases.annul_incident import Annulment, annul_incident
from monitoring.usecases.determine_incident import determine_incident
from monitoring.usecases.find_on_incident import WeightFinding, find_on_incident
from monitoring.usecases.record_incident import record_incident

routes = router(tag="incidents")


@routes.post(
    "/incidents",
    status_code=201,
    response_model=IncidentShown,
    responses=documented(WRITES),
    name="record_incident",
)
async def post_incident(body: Later[IncidentGiven], tx: Creating) -> Response:
    """Record what is said to have happened; nothing follows before the authority determines it."""
    return await _answered(tx, await record_incident(tx, lambda: body.checked().as_report()))


@routes.post(
    "/incidents/{ref}/determination",
    status_code=201,
    response_model=IncidentShown,
    responses=documented(WRITES),
    name="determine_incident",
)
async def post_determination(
    ref: str, body: Later[DeterminationGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record the competent authority's determination."""
    given = body.checked
    done = await determine_incident(tx, ref, lambda: given().as_determination(), if_match=if_match)
    return await _answered(tx, done)


@routes.post(
    "/incidents/{ref}/finding",
    status_code=201,
    response_model=IncidentShown,
    responses=documented(WRITES),
    name="find_on_incident",
)
async def post_finding(
    ref: str, body: Later[WeightGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Find, as a named official, whether an ungraded matter has the weight the clause means."""
    done = await find_on_incident(tx, ref, lambda: WeightFinding(**body.plain()), if_match=if_match)
    return await _answered(tx, done)


@routes.post(
    "/incidents/{ref}/annulment",
    status_code=201,
    response_model=IncidentShown,
    responses=documented(WRITES),
    name="annul_incident",
)
async def post_annulment(
    ref: str, body: Later[ReasonGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record that the determination was set aside; a breach that rests on it is taken back."""
    done = await annul_incident(tx, ref, lambda: Annulment(**body.plain()), if_match=if_match)
    return await _answered(tx, done)


@routes.get(
    "/incidents/{ref}",
    response_model=IncidentShown,
    responses=documented(READS),
    name="read_incident",
)
async def read_incident(ref: str, reading: Reading) -> Response:
    """One incident with its acts."""
    found = require_visible(reading.actor, await store.incident(reading, ref))
    acts = await store.acts_of(reading, found.id)
    return shown(incident_shown(found, acts, reading.actor), version=found.version)


@routes.get(
    "/incidents",
    response_model=page_of(IncidentListed),
    responses=documented(READS),
    name="list_incidents",
)
async def list_incidents(
    request: Request, query: Annotated[IncidentQuery, Query()], reading: Reading
) -> Response:
    """The incidents the caller may see, oldest first."""
    access.require_reader(reading.actor)
    statement, table = select(incidents), incidents.c
    for value, column in (
        (query.district, table.district),
        (query.cluster, table.cluster_number),
        (query.kind, table.kind),
        (query.status, table.status),
    ):
        statement = statement if value is None else statement.where(column == value)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: incident_listed(store.incident_of(row), reading.actor),
        seen=lambda row: visible_to(reading.actor, store.incident_of(row)),
    )


async def _answered(tx: Transaction, done: Incident) -> Response:
    body = incident_shown(done, await store.acts_of(tx, done.id), tx.actor)
    return await created(tx, body, location=f"/v1/incidents/{done.id}", version=done.version)
