"""What incidents, tasks, breaches and obligations show alike: the acts on them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Said, Words
from common.http.validation import StrictModel

Short = Annotated[str, Field(min_length=1, max_length=200), Said]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[str, Field(min_length=1, max_length=40), Said]


class SupervisionActShown(StrictModel):
    """One act, oldest first; who acted is shown to officials and auditors."""

    id: UUID
    act: str
    at: datetime
    clause: str
    actor: str | None
    content: dict[str, Any]


class ReasonGiven(StrictModel):
    """Why, and by which document."""

    reason: Words
    document_number: Short


def acts_shown(rows: Iterable[Row[Any]], actor: Actor) -> list[SupervisionActShown]:
    """The acts on a subject, as an actor sees them."""
    hidden = actor.has("operating_institution")
    return [
        SupervisionActShown(
            id=row.id,
            act=row.act,
            at=row.at,
            clause=row.clause,
            actor=None if hidden else row.actor,
            content=row.content,
        )
        for row in rows
    ]
