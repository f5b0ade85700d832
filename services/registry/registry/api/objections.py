"""Objections to a proposed list: filed by anybody, heard by the bureau, answered, decided."""

from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request, Response
from sqlalchemy import select

from common.actor import Actor
from common.clock import legal_day
from common.database import Reader, Transaction
from common.errors import Forbidden, Unauthenticated
from common.http.answers import answered, shown
from common.http.app import router
from common.http.dependencies import IfMatch, Reading, Running, Writing, any_actor
from common.http.pagination import listed, page_of
from common.http.problems import LIMITED, READS, WRITES, documented
from common.http.validation import Later
from common.lifecycle import etag_of
from common.rows import named
from registry.api.objection_models import (
    ObjectionAnswerGiven,
    ObjectionFindingGiven,
    ObjectionGiven,
    ObjectionLeadGiven,
    ObjectionListed,
    ObjectionQuery,
    ObjectionReceipt,
    ObjectionShown,
    ObjectionTakingUpGiven,
    ObjectionUnsealed,
    ObjectionUnsealingGiven,
    objection_listed,
    objection_shown,
    viewer,
)
from registry.api.sealing import Filing, Seals, receipted
from registry.domain.objection import INSTITUTION, Objection, require_author, require_visible
from registry.domain.proposal import BUREAU
from registry.store import objections as store
from registry.store.sealing import secret_sha256
from registry.tables.objections import objections
from registry.usecases.answer_objection import answer_objection
from registry.usecases.file_objection import file_objection
from registry.usecases.find_on_objection import find_on_objection
from registry.usecases.take_up_objection import keep_objection_as_lead, take_up_objection
from registry.usecases.unseal_objection import unseal_objection

routes = router(tag="objections")

ReceiptNumber = Annotated[str, Path(max_length=40, description="The receipt number.")]
Secret = Annotated[
    str | None,
    Header(
        alias="Objection-Secret",
        max_length=200,
        description="The one-time secret that the author was given; instead of a token.",
    ),
]


@routes.post(
    "/notices/{ref}/objections",
    status_code=201,
    response_model=ObjectionReceipt,
    responses=documented((*WRITES, 429)),
    name="file_objection",
)
async def post_objection(
    ref: str, body: Later[ObjectionGiven], tx: Filing, sealer: Seals
) -> Response:
    """Object to an entry or to the whole list; anonymous or late it is kept as a lead.

    Nobody needs a token. The bureau's token enters an objection that came on paper.
    """
    given = await file_objection(tx, ref, lambda: body.checked().as_filing(), sealer=sealer)
    return receipted(tx, given, sealer)


@routes.get(
    "/objections/{receipt}",
    response_model=ObjectionShown,
    responses=documented(LIMITED),
    name="read_objection",
)
async def read_objection(
    receipt: ReceiptNumber,
    actor: Annotated[Actor, Depends(any_actor)],
    runtime: Running,
    secret: Secret = None,
) -> Response:
    """Where an objection stands: for its author by the secret, else by role."""
    at = runtime.clock.now()
    if secret is not None:
        hashed = secret_sha256(secret)
        author = Reader(runtime.database, Actor(subject=f"objector:{hashed}"), at)
        of = require_author(await store.load(author, receipt), hashed)
        return _unkept(shown(objection_shown(of, (), actor, seen_by="author", day=legal_day(at))))
    if not actor.subject:
        raise Unauthenticated()
    reading = Reader(runtime.database, actor, at)
    of = require_visible(actor, await store.load(reading, receipt))
    acts = await store.acts_of(reading, of)
    body = objection_shown(of, acts, actor, seen_by=viewer(actor), day=legal_day(at))
    return _unkept(shown(body, version=of.version))


@routes.get(
    "/objections",
    response_model=page_of(ObjectionListed),
    responses=documented(READS),
    name="list_objections",
)
async def list_objections(
    request: Request, query: Annotated[ObjectionQuery, Query()], reading: Reading
) -> Response:
    """Objections, oldest first: all for officials, for an applicant those it was told of."""
    actor, day = reading.actor, legal_day(reading.at)
    if not actor.has(*BUREAU, *INSTITUTION, "auditor"):
        raise Forbidden()
    statement = select(objections)
    if query.notice is not None:
        of_notice = named(query.notice, objections.c.notice_id, objections.c.notice_number)
        statement = statement.where(of_notice)
    if query.status is not None:
        statement = statement.where(objections.c.status == query.status)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[objections.c.id],
        item=lambda row: objection_listed(
            store.objection_of(row), actor, seen_by=viewer(actor), day=day
        ),
    )


@routes.post(
    "/objections/{receipt}/taking-up",
    status_code=201,
    response_model=ObjectionShown,
    responses=documented(WRITES),
    name="take_up_objection",
)
async def post_taking_up(
    receipt: ReceiptNumber,
    body: Later[ObjectionTakingUpGiven],
    tx: Writing,
    sealer: Seals,
    if_match: IfMatch = None,
) -> Response:
    """Take an objection up: the applicant is told its substance and may answer."""
    given = body.checked
    of = await take_up_objection(
        tx, receipt, lambda: given().substance, sealer=sealer, if_match=if_match
    )
    return await _answered(tx, of)


@routes.post(
    "/objections/{receipt}/lead",
    status_code=201,
    response_model=ObjectionShown,
    responses=documented(WRITES),
    name="keep_objection_as_lead",
)
async def post_lead(
    receipt: ReceiptNumber,
    body: Later[ObjectionLeadGiven],
    tx: Writing,
    if_match: IfMatch = None,
) -> Response:
    """Keep an objection with a defect as a lead, which blocks no release."""
    given = body.checked
    of = await keep_objection_as_lead(tx, receipt, lambda: given().as_lead(), if_match=if_match)
    return await _answered(tx, of)


@routes.post(
    "/objections/{receipt}/answer",
    status_code=201,
    response_model=ObjectionShown,
    responses=documented(WRITES),
    name="answer_objection",
)
async def post_answer(
    receipt: ReceiptNumber,
    body: Later[ObjectionAnswerGiven],
    tx: Writing,
    if_match: IfMatch = None,
) -> Response:
    """Answer the substance, as the applicant, within the round's days."""
    given = body.checked
    of = await answer_objection(tx, receipt, lambda: given().answer, if_match=if_match)
    return await _answered(tx, of)


@routes.post(
    "/objections/{receipt}/finding",
    status_code=201,
    response_model=ObjectionShown,
    responses=documented(WRITES),
    name="find_on_objection",
)
async def post_finding(
    receipt: ReceiptNumber,
    body: Later[ObjectionFindingGiven],
    tx: Writing,
    sealer: Seals,
    if_match: IfMatch = None,
) -> Response:
    """Uphold or dismiss; upheld takes the entry out of the list and reopens its evaluation."""
    given = body.checked
    of = await find_on_objection(
        tx, receipt, lambda: given().as_found(), sealer=sealer, if_match=if_match
    )
    return await _answered(tx, of)


@routes.post(
    "/objections/{receipt}/unsealing",
    response_model=ObjectionUnsealed,
    responses=documented(WRITES),
    name="unseal_objection",
)
async def post_unsealing(
    receipt: ReceiptNumber, body: Later[ObjectionUnsealingGiven], tx: Writing, sealer: Seals
) -> Response:
    """Open who objected, in which words and with what; each reading goes on record.

    The answer is kept for no repeat: it would stand in the database in clear.
    """
    given = body.checked
    opened = await unseal_objection(tx, receipt, lambda: given().as_unsealing(), sealer=sealer)
    return _unkept(shown(ObjectionUnsealed(receipt=receipt, **opened)))


async def _answered(tx: Transaction, of: Objection) -> Response:
    acts = await store.acts_of(tx, of)
    body = objection_shown(of, acts, tx.actor, seen_by=viewer(tx.actor), day=legal_day(tx.at))
    headers = {"Location": f"/v1/objections/{of.receipt}", "ETag": etag_of(of.version)}
    return await answered(tx, body, status=201, headers=headers)


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
