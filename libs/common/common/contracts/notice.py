"""Events of a public notice and of an objection (registry)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePublished:
    """A proposed list is on public notice; first and last day are inclusive and bind."""

    TYPE: ClassVar[str] = "notice.published"

    notice_id: UUID
    number: str
    round_id: UUID
    application_ids: tuple[UUID, ...]
    count: int
    sha256: str
    official_address: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClosed:
    """The window of a public notice has passed."""

    TYPE: ClassVar[str] = "notice.closed"

    notice_id: UUID
    number: str
    application_ids: tuple[UUID, ...]
    closed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled:
    """An objection was filed; nothing in it tells who objected."""

    TYPE: ClassVar[str] = "objection.filed"

    notice_id: UUID
    application_id: UUID | None = None
    filed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionTakenUp:
    """The substance of an objection was handed to the applicant, who may answer until a day."""

    TYPE: ClassVar[str] = "objection.taken_up"

    notice_id: UUID
    number: str
    application_id: UUID
    answer_due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided:
    """The finding on an objection to an entry of a list; upheld takes the entry out of it.

    One to a whole list has no application and is not announced: upheld, the list is not released.
    """

    TYPE: ClassVar[str] = "objection.decided"

    notice_id: UUID
    application_id: UUID
    finding: Literal["upheld", "dismissed"]
    reason: str


EVENTS = (NoticePublished, NoticeClosed, ObjectionFiled, ObjectionTakenUp, ObjectionDecided)
