"""Policy documents: by what the city and its districts support clusters (art. 4, 12)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from common.actor import Actor
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Day, Words
from common.http.pagination import page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.district import District
from monitoring.api.entry_answers import all_listed, answered, one_shown
from monitoring.api.entry_models import (
    Address,
    EntryQuery,
    EntryShown,
    EntryWithdrawal,
    Level,
    Line,
    SupportKind,
    content_of,
    fields_of,
)
from monitoring.domain.entry import Entry
from monitoring.usecases.correct_entry import correct_entry
from monitoring.usecases.record_entry import record_entry
from monitoring.usecases.withdraw_entry import withdraw_entry

routes = router(tag="policy documents")


class PolicyDocumentGiven(StrictModel):
    """A document; without a district it is the city's."""

    district: District | None = None
    title: Line
    issuer: Line
    document_number: Line | None = None
    level: Level
    issued_on: Day
    address: Address | None = None
    kinds: Annotated[list[SupportKind], Field(min_length=1, max_length=9)]


class PolicyDocumentCorrected(PolicyDocumentGiven):
    """The document as it should have been entered, and why."""

    reason: Words


class PolicyDocumentShown(EntryShown):
    """A policy document."""

    title: str
    issuer: str
    document_number: str | None
    level: Level
    issued_on: date
    address: str | None
    kinds: list[SupportKind]


class PolicyDocumentQuery(EntryQuery):
    """The filters of the list."""

    level: Level | None = None


@routes.post(
    "/policy-documents",
    status_code=201,
    response_model=PolicyDocumentShown,
    responses=documented(WRITES),
    name="record_policy_document",
)
async def post_policy_document(body: Later[PolicyDocumentGiven], tx: Creating) -> Response:
    """Enter a policy document with its kinds of support."""
    entry = await record_entry(tx, "policy_document", lambda: content_of(body.checked()))
    return await answered(tx, entry, policy_document_shown, address="policy-documents")


@routes.post(
    "/policy-documents/{ref}/correction",
    status_code=201,
    response_model=PolicyDocumentShown,
    responses=documented(WRITES),
    name="correct_policy_document",
)
async def post_correction(
    ref: str, body: Later[PolicyDocumentCorrected], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Put a corrected entry in the place of this one, which stays on record."""

    def content() -> tuple[str, Mapping[str, Any]]:
        given = body.checked()
        return given.reason, content_of(given)

    entry = await correct_entry(tx, "policy_document", ref, content, if_match=if_match)
    return await answered(tx, entry, policy_document_shown, address="policy-documents")


@routes.post(
    "/policy-documents/{ref}/withdrawal",
    status_code=201,
    response_model=PolicyDocumentShown,
    responses=documented(WRITES),
    name="withdraw_policy_document",
)
async def post_withdrawal(
    ref: str, body: Later[EntryWithdrawal], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw an entry; it stays on record and counts no more."""
    given = body.checked
    entry = await withdraw_entry(
        tx, "policy_document", ref, lambda: given().reason, if_match=if_match
    )
    return await answered(tx, entry, policy_document_shown, address="policy-documents")


@routes.get(
    "/policy-documents/{ref}",
    response_model=PolicyDocumentShown,
    responses=documented(READS),
    name="read_policy_document",
)
async def read_policy_document(ref: str, reading: Reading) -> Response:
    """One entry, also one that was corrected or withdrawn."""
    return await one_shown(reading, "policy_document", ref, policy_document_shown)


@routes.get(
    "/policy-documents",
    response_model=page_of(PolicyDocumentShown),
    responses=documented(READS),
    name="list_policy_documents",
)
async def list_policy_documents(
    request: Request, query: Annotated[PolicyDocumentQuery, Query()], reading: Reading
) -> Response:
    """The policy documents in force here, oldest entry first."""
    return await all_listed(
        request,
        reading,
        query,
        of="policy_document",
        model=policy_document_shown,
        level=query.level,
    )


def policy_document_shown(entry: Entry, actor: Actor) -> PolicyDocumentShown:
    """The representation of an entry for an actor."""
    return PolicyDocumentShown(**fields_of(entry, PolicyDocumentShown, actor))
