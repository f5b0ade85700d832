"""What the bureau does with a standard: draft, publish by two persons, interpret, order."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Writing
from common.http.field_types import Day, Said, Words
from common.http.problems import WRITES, documented
from common.http.validation import Later, StrictModel
from evaluation.api.standard_models import StandardShown
from evaluation.api.standards import standard_answer
from evaluation.domain.effective_days import EffectiveDays
from evaluation.domain.interpretation import Interpretation, RecheckOrder
from evaluation.domain.standard import StandardRecord
from evaluation.domain.standard_draft import drafted
from evaluation.usecases.confirm_publication import confirm_publication
from evaluation.usecases.draft_standard import draft_standard
from evaluation.usecases.interpret_standard import interpret_standard
from evaluation.usecases.order_rechecks import order_rechecks
from evaluation.usecases.propose_publication import propose_publication

routes = router(tag="standards")

Toml = Annotated[str, Field(min_length=1, max_length=400_000)]
Short = Annotated[str, Field(min_length=1, max_length=200), Said]


class StandardDraft(StrictModel):
    """A standard and its cases, each the TOML text of `criteria-standard/1`."""

    standard: Toml
    cases: Toml


class StandardPublicationDraft(StrictModel):
    """From which day to which, both inclusive; without a last one until a later revision."""

    effective_from: Day
    effective_to: Day | None = None

    def as_days(self) -> EffectiveDays:
        """The days as the domain takes them; the use case says of which revision."""
        return EffectiveDays(revision=0, first=self.effective_from, last=self.effective_to)


class InterpretationDraft(StrictModel):
    """What a word of the standard means, and the document that says so."""

    word: Short
    text: Words
    document: Short
    dated: Day

    def as_interpretation(self) -> Interpretation:
        """The interpretation as the domain takes it."""
        return Interpretation(
            word=self.word, text=self.text, document=self.document, dated=self.dated
        )


class RecheckOrderDraft(StrictModel):
    """That the undecided cases of a round follow the standard's newest published revision."""

    round_id: UUID
    document: Short
    dated: Day
    reason: Words

    def as_order(self) -> RecheckOrder:
        """The order as the domain takes it."""
        return RecheckOrder(
            round_id=self.round_id, document=self.document, dated=self.dated, reason=self.reason
        )


@routes.post(
    "/standards",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="draft_standard",
)
async def draft(body: Later[StandardDraft], tx: Creating) -> Response:
    """Send in a standard, or the next revision of one; it is a draft until two publish it."""
    record = await draft_standard(
        tx,
        content=lambda: drafted(
            body.checked().standard, body.checked().cases, actor=tx.actor, at=tx.at
        ),
    )
    return await _created(tx, record)


@routes.post(
    "/standards/{standard_id}/publication",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="propose_standard_publication",
)
async def propose(
    standard_id: str, body: Later[StandardPublicationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Propose when the newest revision is in force; tells which decisions it would change."""
    record = await propose_publication(
        tx, standard_id, content=lambda: body.checked().as_days(), if_match=if_match
    )
    return await _created(tx, record)


@routes.post(
    "/standards/{standard_id}/publication/confirmation",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="confirm_standard_publication",
)
async def confirm(standard_id: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Confirm the open proposal as a second person."""
    record = await confirm_publication(tx, standard_id, if_match=if_match)
    return await _created(tx, record)


@routes.post(
    "/standards/{standard_id}/interpretations",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="interpret_standard",
)
async def interpret(
    standard_id: str, body: Later[InterpretationDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record what the bureau says a word means (art. 18)."""
    record = await interpret_standard(
        tx, standard_id, content=lambda: body.checked().as_interpretation(), if_match=if_match
    )
    return await _created(tx, record)


@routes.post(
    "/standards/{standard_id}/orders",
    status_code=201,
    response_model=StandardShown,
    responses=documented(WRITES),
    name="order_rechecks",
)
async def order(
    standard_id: str, body: Later[RecheckOrderDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Order that the undecided cases of a round follow this standard; decided ones stay."""
    record = await order_rechecks(
        tx, standard_id, content=lambda: body.checked().as_order(), if_match=if_match
    )
    return await _created(tx, record)


async def _created(tx: Writing, record: StandardRecord) -> Response:
    body = await standard_answer(tx, record, revision=record.newest)
    location = f"/v1/standards/{record.id}?revision={record.newest.number}"
    return await created(tx, body, location=location, version=record.version)
