"""Messages to people: what was told to whom and whether it arrived; a dead one is sent again."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import Row, Select, select

from common import audit
from common.actor import Actor
from common.errors import Forbidden, NotFound
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Reading, Writing
from common.http.pagination import Page, PageQuery, listed
from common.http.problems import READS, WRITES, documented
from common.http.validation import StrictModel
from common.outbound import store
from common.outbound.tables import outbound_messages as messages
from registry.domain.telling import in_words
from registry.terms.message_rules import message_rules

routes = router(tag="registry operations")

_READERS = (
    "operator",
    "auditor",
    "municipal_bureau",
    "operating_institution",
)


class RegistryMessageQuery(PageQuery):
    """Filters of the list of messages."""

    state: Literal["waiting", "sent", "dead", "lapsed"] | None = None
    rule: Annotated[str, Field(max_length=60)] | None = None


class RegistryMessageShown(StrictModel):
    """A message: by which rule, about what, to whom, and how far it came.

    `title` and `text` are withheld from operators, who read no case.
    """

    id: UUID
    rule: str
    subject: str
    step: str
    recipient_role: str
    district: str | None
    institution: str | None
    language: str
    due_on: date | None
    made_at: datetime
    state: str
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    error: str | None
    title: str | None
    text: str | None


@routes.get(
    "/registry/messages",
    response_model=Page,
    responses=documented(READS),
    name="list_registry_messages",
)
async def list_messages(
    request: Request, query: Annotated[RegistryMessageQuery, Query()], reading: Reading
) -> Response:
    """The messages the caller may see, oldest first: all, or one's own."""
    actor = reading.actor
    if not actor.has(*_READERS):
        raise Forbidden()
    found = _filtered(select(messages), query)
    return await listed(
        request,
        reading,
        found,
        query,
        key=[messages.c.made_at, messages.c.id],
        item=lambda row: _shown(row, actor),
    )


@routes.post(
    "/registry/messages/{message_id}/redrive",
    status_code=201,
    response_model=RegistryMessageShown,
    responses=documented(WRITES),
    name="redrive_registry_message",
)
async def redrive(message_id: UUID, tx: Writing) -> Response:
    """Put a dead message back in line, with all its attempts."""
    if not tx.actor.has("operator"):
        raise Forbidden()
    row = await store.send_again(tx, message_id)
    if row is None:
        raise NotFound()
    await audit.record(tx, "message", message_id, act="redrive")
    return await created(tx, _shown(row, tx.actor), location="/v1/registry/messages")


def _filtered(found: Select[Any], query: RegistryMessageQuery) -> Select[Any]:
    if query.state is not None:
        found = found.where(messages.c.state == query.state)
    if query.rule is not None:
        found = found.where(messages.c.rule == query.rule)
    return found


def _shown(row: Row[Any], actor: Actor) -> RegistryMessageShown:
    names = RegistryMessageShown.model_fields.keys() - {"title", "text", "next_at"}
    rule = message_rules().rules.get(row.rule)
    reads = rule is not None and actor.roles != {"operator"}
    title, text = in_words(store.message_of(row), rule) if reads and rule else (None, None)
    return RegistryMessageShown(
        **{name: getattr(row, name) for name in names},
        next_at=row.next_at if row.state == "waiting" else None,
        title=title,
        text=text,
    )
