"""What clients send and see of a public notice."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from common.actor import Actor
from common.contracts.round import RoundOpened
from common.http.field_types import Instant, Said, rule
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from registry.domain.notice import Notice, NoticeEntry, Posting, Release, allowed
from registry.domain.window import ExplainedDay, explained
from registry.usecases.draft_notice import Correction, Wish

Ref = Annotated[str, Field(min_length=1, max_length=100)]
Address = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[^\s]+$")]
Statement = Annotated[str, Field(min_length=1, max_length=2000), Said]


class NoticeDraft(StrictModel):
    """Which round is put on notice; all its proposals, or those of some applications.

    A correction names the notice that it corrects, and why; entries of that one move to it.
    """

    round: Ref
    application_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)] | None = None
    corrects: Ref | None = None
    correction_reason: Statement | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.corrects is None) != (self.correction_reason is None):
            zh = "更正公示须同时写明所更正的公示和理由。"
            en = "A correction names the notice that it corrects, and the reason."
            raise rule("correction_incomplete", zh=zh, en=en)
        return self

    def as_wish(self) -> Wish:
        """The wish as the use case takes it."""
        wanted = None if self.application_ids is None else tuple(self.application_ids)
        correction = None
        if self.corrects is not None and self.correction_reason is not None:
            correction = Correction(corrects=self.corrects, reason=self.correction_reason)
        return Wish(round=self.round, application_ids=wanted, correction=correction)


class NoticePublicationGiven(StrictModel):
    """Where on the official website the notice stands, and since when."""

    official_address: Address
    posted_at: Instant

    def as_posting(self) -> Posting:
        """The posting as the domain knows it."""
        return Posting(official_address=self.official_address, posted_at=self.posted_at)


class NoticeReleaseGiven(StrictModel):
    """Where the released list stands, since when, and by which decision.

    `change_filing_days` is stated where the decision publishes a period to file changes: only then
    does a late filing support a revocation (17(4)).
    """

    official_address: Address
    posted_at: Instant
    decision: Statement
    change_filing_days: Annotated[int, Field(strict=True, ge=1, le=366)] | None = None

    def as_release(self) -> Release:
        """The release as the domain knows it; the published snapshot gives it its hash."""
        return Release(
            official_address=self.official_address,
            posted_at=self.posted_at,
            decision=self.decision,
            sha256="",
            change_filing_days=self.change_filing_days,
        )


class NoticeQuery(PageQuery):
    """Filters of the list of notices."""

    round: Ref | None = None
    status: Annotated[str | None, Field(max_length=20)] = None


class NoticeListed(StrictModel):
    """A notice in a list."""

    id: UUID
    number: str
    status: str
    round_id: UUID
    round_number: str
    count: int
    sha256: str
    entries: tuple[NoticeEntry, ...]
    drafted_at: datetime
    publication: Posting | None
    first_day: date | None
    last_day: date | None
    closed_on: date | None
    release: Release | None
    corrects: str | None
    correction_reason: str | None
    corrected_by: tuple[str, ...]
    earlier_releases: tuple[Release, ...]
    allowed_actions: list[str]


class NoticeShown(NoticeListed):
    """A notice with its window explained day by day."""

    explain: tuple[ExplainedDay, ...]


def notice_listed(of: Notice, actor: Actor, *, day: date) -> NoticeListed:
    """The representation of a notice in a list, for an actor."""
    names = [name for name in NoticeListed.model_fields if name != "allowed_actions"]
    fields = {name: getattr(of, name) for name in names}
    return NoticeListed(**fields, allowed_actions=list(allowed(of, actor, day=day)))


def notice_shown(of: Notice, opened: RoundOpened, actor: Actor, *, day: date) -> NoticeShown:
    """The representation of a notice, for an actor."""
    days: tuple[ExplainedDay, ...] = ()
    if of.first_day is not None and of.last_day is not None:
        days = explained(of.first_day, of.last_day, opened.notice)
    fields = {name: getattr(of, name) for name in NoticeListed.model_fields if hasattr(of, name)}
    actions = list(allowed(of, actor, day=day))
    return NoticeShown(**fields, allowed_actions=actions, explain=days)
