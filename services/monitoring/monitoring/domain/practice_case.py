"""A practice case or brand (art. 14): drafted by the district, approved and published."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.actor import Actor
from common.errors import Forbidden, NotFound
from common.lifecycle import Arc, Lifecycle

BUREAU: Final = ("municipal_bureau",)
DISTRICT: Final = ("district_authority",)
AUDITOR: Final = "auditor"

PracticeStatus = Literal[
    "drafted",  # the bureau, once the district is done
    "approved",  # the bureau
    "published",  # nobody
    "withdrawn",  # nobody
]

PRACTICE_CASE: Final = Lifecycle(
    name="practice_case",
    arcs=(
        Arc("write", who=DISTRICT, start=("drafted",)),
        Arc("approve", who=BUREAU, start=("drafted",), end=("approved",)),
        Arc("return", who=BUREAU, start=("drafted", "approved"), end=("drafted",)),
        Arc("publish", who=BUREAU, start=("approved",), end=("published",)),
        Arc("withdraw", who=DISTRICT, start=("drafted",), end=("withdrawn",)),
        Arc("withdraw", who=BUREAU, start=("drafted", "approved", "published"), end=("withdrawn",)),
    ),
    moves_next={
        "drafted": "municipal_bureau",
        "approved": "municipal_bureau",
        "published": None,
        "withdrawn": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCase:
    """A case of a district, of one of the six directions of cultivation."""

    id: UUID
    status: PracticeStatus
    version: int
    district: str
    cluster_number: str | None
    kind: str
    direction: str
    title: str
    text: str
    drafted_by: str
    drafted_at: datetime
    approved_at: datetime | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    address: str | None = None
    ended_because: str | None = None

    def after(self, act: str, **changes: Any) -> "PracticeCase":
        """The case after an act of its lifecycle."""
        status = cast(PracticeStatus, PRACTICE_CASE.end_of(act, self.status))
        return replace(self, status=status, version=self.version + 1, **changes)


def require_drafter(actor: Actor) -> None:
    """Districts draft (art. 14 names nobody: default)."""
    if not actor.has(*DISTRICT):
        raise Forbidden()


def require_own(actor: Actor, case: PracticeCase) -> None:
    """A district has no say in another one's case, published or not."""
    if not actor.has(*BUREAU) and actor.district != case.district:
        raise Forbidden()


def visible_to(actor: Actor, case: PracticeCase) -> bool:
    """Anybody sees what is published; the rest is for officials of the place and auditors."""
    if case.status == "published" or actor.has(*BUREAU, AUDITOR):
        return True
    return actor.has(*DISTRICT) and actor.district == case.district


def require_visible(actor: Actor, case: PracticeCase) -> PracticeCase:
    """The case, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, case):
        raise NotFound()
    return case
