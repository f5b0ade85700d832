"""An application: one institution's case in one round, from draft to recommendation."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.contracts.case import ApplicationKind
from intake.domain.application_lifecycle import (
    APPLICATION,
    AT_BUREAU,
    CONCLUDED,
    IN_REVIEW,
    status_of,
)

Status = Literal[
    "draft",  # the institution moves next
    "submitted",  # the district
    "returned",  # the institution
    "resubmitted",  # the district
    "accepted",  # the district
    "rejected",  # nobody
    "recommended",  # the bureau, until the case has an outcome
    "not_recommended",  # nobody
    "forwarded",  # a renewal: the bureau, until the case has an outcome
    "withdrawn",  # nobody
]
Sections = Mapping[str, Any]

# Outcomes after which nobody moves and nothing can be withdrawn any more.
CONCLUDING: Final = frozenset({"not_proposed", "not_passed", "designated", "renewed"})
IN_THE_REGISTER: Final = frozenset({"designated", "renewed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The header of a case; what was filed is in its versions, what is being written in a draft."""

    id: UUID
    number: str
    status: Status
    version: int
    kind: ApplicationKind
    round_id: UUID
    district: str
    institution_code: str
    cluster_name: str
    submissions: int
    changed_at: datetime
    accepted_at: datetime | None = None
    correction_due_on: date | None = None
    recommended_version: int | None = None
    rank: int | None = None
    outcome: str | None = None
    # The district's last day for a case that the bureau returned, whatever the round's.
    recommend_due_on: date | None = None
    # The number of the public notice that lists the case.
    on_notice: str | None = None
    # The cluster of the register that a renewal is of.
    cluster_id: UUID | None = None
    cluster_number: str | None = None

    @property
    def place(self) -> str:
        """Where in the lifecycle it stands: the status with its stage."""
        if self.status in {"returned", "resubmitted"} and self.accepted_at is not None:
            return f"{self.status}{IN_REVIEW}"
        if self.status in AT_BUREAU and self.outcome in CONCLUDING:
            return f"{self.status}{CONCLUDED}"
        return self.status

    @property
    def moves_next(self) -> str | None:
        """The role that has to act now, or None at an end."""
        return APPLICATION.moves_next[self.place]

    @property
    def filed_before(self) -> bool:
        """Whether a version was ever frozen; before that only the institution sees it."""
        return self.submissions > 0

    def after(self, act: str, *, at: datetime, **changes: Any) -> "Application":
        """The application after an act of its lifecycle."""
        status = cast(Status, status_of(APPLICATION.end_of(act, self.place)))
        return replace(self, status=status, version=self.version + 1, changed_at=at, **changes)
