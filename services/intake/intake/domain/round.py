"""A round: one year's notice with all its terms, and when something may be filed in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from common.clock import legal_day, told
from common.contracts.case import ApplicationKind, RoundPin, StandardPin
from common.contracts.round import NoticeTerms, Quota, ReportTerms, RoundOpened, ValidityTerms
from common.errors import FieldError, InvalidContent, Text
from common.lifecycle import Arc, Lifecycle
from intake.domain.refusals import FiledTooEarly, FiledTooLate

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
        Arc("close", who=BUREAU, start=("open",), end=("closed",)),
    ),
    moves_next={
        "draft": "municipal_bureau",
        "open": "operating_institution",
        "closed": None,
    },
)


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

    def pin(self) -> RoundPin:
        """The round as a case carries it."""
        return RoundPin(
            id=self.id,
            number=self.number,
            year=self.year,
            base_year=self.base_year,
            standard=self.standard,
        )


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


def close_round(of: Round) -> Round:
    """The round as closed; what was filed in it goes on."""
    return replace(of, status="closed", version=of.version + 1)


def opened_event(opened: Round) -> RoundOpened:
    """What other services learn of a round: everything."""
    terms: Mapping[str, Any] = {
        "quota": opened.terms.quota,
        "notice": opened.terms.notice,
        "validity": opened.terms.validity,
        "report": opened.terms.report,
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
    """Refuse a filing outside the round's window, judged by the time of receipt (art. 7)."""
    if of.status == "draft" or received_at < of.opens_at:
        raise FiledTooEarly(opens_at=told(of.opens_at))
    if of.status == "closed" or received_at > of.closes_at:
        raise FiledTooLate(closed_at=told(of.closes_at))
