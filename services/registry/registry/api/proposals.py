"""Proposals: decided cases that no notice holds yet, read by the bureau."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from common.contracts.case import StandardPin
from common.errors import Forbidden
from common.http.app import router
from common.http.dependencies import Reading
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from registry.domain.proposal import BUREAU, Proposal
from registry.store import proposals as store
from registry.store import rounds
from registry.tables.proposals import proposals

routes = router(tag="proposals")


class ProposalQuery(PageQuery):
    """Of which round, by id or number."""

    round: Annotated[str | None, Field(max_length=100)] = None


class ProposalShown(StrictModel):
    """A decided case as the bureau sees it on its way to a notice."""

    id: UUID
    status: str
    application_id: UUID
    application_number: str
    evaluation_id: UUID
    round_id: UUID
    cluster_name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    version: int
    standard: StandardPin
    decision_reference: str
    decided_at: datetime


@routes.get(
    "/proposals",
    response_model=page_of(ProposalShown),
    responses=documented(READS),
    name="list_proposals",
)
async def list_proposals(
    request: Request, query: Annotated[ProposalQuery, Query()], reading: Reading
) -> Response:
    """Decided cases that no notice holds yet, oldest first."""
    if not reading.actor.has(*BUREAU, "auditor"):
        raise Forbidden()
    statement = store.waiting(None)
    if query.round is not None:
        statement = statement.where(proposals.c.round_id == await _round_id(reading, query.round))
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[proposals.c.id],
        item=lambda row: _proposal_shown(store.proposal_of(row)),
    )


async def _round_id(reading: Reading, ref: str) -> UUID | None:
    found = await rounds.find(reading, ref)
    return found.round_id if found else None


def _proposal_shown(of: Proposal) -> ProposalShown:
    case = of.case
    return ProposalShown(
        id=of.id,
        status=of.status,
        application_id=of.application_id,
        application_number=case.application_number,
        evaluation_id=of.evaluation_id,
        round_id=of.round_id,
        cluster_name=case.cluster_name,
        district=case.district,
        leading_industry=case.leading_industry,
        institution_code=case.institution.code,
        institution_name=case.institution.name,
        version=case.version,
        standard=of.standard,
        decision_reference=of.decision_reference,
        decided_at=of.decided_at,
    )
