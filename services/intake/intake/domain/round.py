"""A round: one year's notice with all its terms, and when something may be filed in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from common.actor import Actor
from common.clock import legal_day, told
from common.contracts.case import ApplicationKind, RoundPin, StandardPin
from common.contracts.round import (
    NoticeTerms,
    Quota,
    RenewalTerms,
    ReportTerms,
    RoundOpened,
    ValidityTerms,
)
from common.errors import FieldError, InvalidContent, Text
from common.lifecycle import Arc, Lifecycle
from intake.domain.extension import Extension, NewDates, moved_dates
from intake.domain.refusals import FiledTooEarly, FiledTooLate, RoundStillRunning

BUREAU: Final = ("municipal_bureau",)
YEAR_STAYS: Final = Text(
    "年度已编入批次编号，不能更改；请另行起草。",
    "The round's number carries its year, which does not change; draft another round.",
)

ROUND: Final = Lifecycle(
    name="round",
    arcs=(
        Arc("change", who=BUREAU, start=("draft",)),
        Arc("open", who=BUREAU, start=("draft",), end=("open",)),
        # After opening only an extension, by a notice with its reason (art. 7).
        Arc("extend", who=BUREAU, start=("open",)),
        Arc("close", who=BUREAU, start=("open",), end=("closed",)),
    ),
    moves_next={
        "draft": "municipal_bureau",
        "open": "operating_institution",
        "closed": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVerificationTerms:
    """Whether the district must have been on site before it recommends (READING, art. 9)."""

    required: bool


NO_SITE_VERIFICATION: Final = SiteVerificationTerms(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTerms:
    """What a round settles for everybody: quota, notice, validity, report, documents asked for."""

    quota: Quota
    notice: NoticeTerms
    validity: ValidityTerms
    report: ReportTerms
    required_documents: tuple[str, ...]
    correction_days: int
    # The Development Area is no district of art. 2; whether it is admitted is the round's term.
    admits_development_area: bool = True
    site_verification: SiteVerificationTerms = NO_SITE_VERIFICATION
    # Of a renewal round alone: which clusters it concerns, and how missed targets count.
    renewal: RenewalTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round; `status` tells who moves next (see `ROUND`)."""

    id: UUID
    number: str
    status: Literal["draft", "open", "closed"]
    version: int
    kind: ApplicationKind
    level: Literal["municipal", "national"]
    year: int
    base_year: int
    notice_number: str
    standard: StandardPin
    opens_at: datetime
    closes_at: datetime
    district_due_at: datetime
    terms: RoundTerms
    extensions: tuple[Extension, ...] = ()
    closed_at: datetime | None = None

    def pin(self) -> RoundPin:
        """The round as a case carries it."""
        return RoundPin(
            id=self.id,
            number=self.number,
            year=self.year,
            base_year=self.base_year,
            standard=self.standard,
        )


def renewal_of_year(year: int) -> RenewalTerms:
    """The terms of a renewal round by default: validity that ends in its year (READING 13)."""
    return RenewalTerms(ends_from=date(year, 1, 1), ends_to=date(year, 12, 31))


def change_round(draft: Round, *, to: Round) -> Round:
    """The draft with other terms; its number, and the year that the number carries, stay."""
    if to.year != draft.year:
        raise InvalidContent(errors=[FieldError("/year", "year_is_in_the_number", YEAR_STAYS)])
    return replace(
        to, id=draft.id, number=draft.number, status=draft.status, version=draft.version + 1
    )


def open_round(draft: Round) -> Round:
    """The round as open: its terms are fixed from here on (art. 7)."""
    return replace(draft, status="open", version=draft.version + 1)


def extend_round(of: Round, to: NewDates, *, by: str, at: datetime) -> Round:
    """The round with later dates; those it had before stay on record beside them (art. 7)."""
    dates = moved_dates(to, closes_at=of.closes_at, district_due_at=of.district_due_at, at=at)
    extension = Extension(
        extended_at=at,
        extended_by=by,
        notice_number=to.notice_number,
        reason=to.reason,
        dates=dates,
    )
    return replace(
        of,
        version=of.version + 1,
        extensions=(*of.extensions, extension),
        closes_at=to.closes_at or of.closes_at,
        district_due_at=to.district_due_at or of.district_due_at,
    )


def close_round(of: Round, *, at: datetime) -> Round:
    """The round as closed; what was filed in it goes on.

    The time that the notice gave is everybody's: it is never cut short (art. 7).
    """
    if at <= of.closes_at:
        raise RoundStillRunning(closes_at=told(of.closes_at))
    return replace(of, status="closed", version=of.version + 1, closed_at=at)


def open_acts(of: Round, actor: Actor, *, at: datetime) -> tuple[str, ...]:
    """The acts that are open to the actor and not bound to be refused for their time."""
    acts = ROUND.allowed(of.status, actor)
    return tuple(act for act in acts if act != "close" or at > of.closes_at)


def opened_event(opened: Round) -> RoundOpened:
    """What other services learn of a round: everything."""
    terms: Mapping[str, Any] = {
        "quota": opened.terms.quota,
        "notice": opened.terms.notice,
        "validity": opened.terms.validity,
        "report": opened.terms.report,
        "renewal": opened.terms.renewal,
    }
    return RoundOpened(
        round_id=opened.id,
        number=opened.number,
        kind=opened.kind,
        level=opened.level,
        year=opened.year,
        base_year=opened.base_year,
        notice_number=opened.notice_number,
        standard=opened.standard,
        opens_at=opened.opens_at,
        closes_at=opened.closes_at,
        district_due_on=district_due_on(opened),
        **terms,
    )


def district_due_on(of: Round) -> date:
    """The day by which the district recommends."""
    return legal_day(of.district_due_at)


def require_window(of: Round, *, received_at: datetime) -> None:
    """Refuse a filing outside the round's window, judged by the time of receipt (art. 7).

    That the round was closed while the filing waited for its turn is no reason against it.
    """
    if of.status == "draft" or received_at < of.opens_at:
        raise FiledTooEarly(opens_at=told(of.opens_at))
    if received_at > of.closes_at:
        raise FiledTooLate(closed_at=told(of.closes_at))
