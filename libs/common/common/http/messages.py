"""Messages to people: what was told to whom and whether it arrived; a dead one is sent again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from sqlalchemy import Row, Select, select

from common import audit
from common.actor import Actor
from common.errors import Forbidden, NotFound
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Reading, Writing
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import StrictModel
from common.outbound import store
from common.outbound.message import Worded, in_words
from common.outbound.tables import outbound_messages as messages

Rules = Callable[[], Mapping[str, Worded]]


class MessageQuery(PageQuery):
    """Filters of the list of messages."""

    state: Literal["waiting", "sent", "dead", "lapsed"] | None = None
    rule: Annotated[str, Field(max_length=60)] | None = None


class MessageShown(StrictModel):
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


def messages_router(service: str, rules: Rules, *, readers: tuple[str, ...]) -> APIRouter:
    """The router of one service's messages, worded by its rules, for operators and `readers`."""
    routes = router(tag=f"{service} operations")

    @routes.get(
        f"/{service}/messages",
        response_model=page_of(MessageShown),
        responses=documented(READS),
        name=f"list_{service}_messages",
    )
    async def list_messages(
        request: Request, query: Annotated[MessageQuery, Query()], reading: Reading
    ) -> Response:
        """The messages the caller may see, oldest first: all, the district's, or one's own."""
        actor = reading.actor
        if not actor.has("operator", *readers):
            raise Forbidden()
        return await listed(
            request,
            reading,
            _filtered(select(messages), query),
            query,
            key=[messages.c.made_at, messages.c.id],
            item=lambda row: _shown(row, rules(), actor),
        )

    @routes.post(
        f"/{service}/messages/{{message_id}}/redrive",
        status_code=201,
        response_model=MessageShown,
        responses=documented(WRITES),
        name=f"redrive_{service}_message",
    )
    async def redrive(message_id: UUID, tx: Writing) -> Response:
        """Put a dead message back in line, with all its attempts."""
        if not tx.actor.has("operator"):
            raise Forbidden()
        row = await store.send_again(tx, message_id)
        if row is None:
            raise NotFound()
        await audit.record(tx, "message", message_id, act="redrive")
        body = _shown(row, rules(), tx.actor)
        return await created(tx, body, location=f"/v1/{service}/messages")

    return routes


def _filtered(found: Select[Any], query: MessageQuery) -> Select[Any]:
    if query.state is not None:
        found = found.where(messages.c.state == query.state)
    if query.rule is not None:
        found = found.where(messages.c.rule == query.rule)
    return found


def _shown(row: Row[Any], rules: Mapping[str, Worded], actor: Actor) -> MessageShown:
    names = MessageShown.model_fields.keys() - {"title", "text", "next_at"}
    rule = rules.get(row.rule)
    reads = rule is not None and actor.roles != {"operator"}
    title, text = in_words(store.message_of(row), rule) if reads and rule else (None, None)
    return MessageShown(
        **{name: getattr(row, name) for name in names},
        next_at=row.next_at if row.state == "waiting" else None,
        title=title,
        text=text,
    )
