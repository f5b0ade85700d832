"""An extension of a round: which date it moved, by which notice, and why (art. 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from common.clock import told
from common.errors import FieldError, InvalidContent, Text

Moved = Literal["closes_at", "district_due_at"]
DATES: Final[Mapping[str, Text]] = {
    "closes_at": Text("申报截止时间", "the closing"),
    "district_due_at": Text("区级推荐期限", "the district's time for recommendations"),
}
BEFORE_CLOSING: Final = Text(
    "区级推荐期限不得早于申报截止时间。",
    "Recommendations are not due before the round closes.",
)
NOTHING_MOVED: Final = Text("至少须延后一个日期。", "At least one date has to move.")
NOT_LATER: Final = Text(
    "延期后的时间须晚于现时和原定时间 {was}。",
    "The new time lies after the present one, {was}, and after today.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDate:
    """One date of a round as it was and as it is."""

    name: Moved
    was: datetime
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One extension on record: by whom, when, by which notice, why, and both dates."""

    extended_at: datetime
    extended_by: str
    notice_number: str
    reason: str
    dates: tuple[MovedDate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDates:
    """What the bureau extends a round to; a date that is absent stays."""

    notice_number: str
    reason: str
    closes_at: datetime | None = None
    district_due_at: datetime | None = None


def moved_dates(
    to: NewDates, *, closes_at: datetime, district_due_at: datetime, at: datetime
) -> tuple[MovedDate, ...]:
    """The dates that move; refused if one moves back, or the district's lies before the closing."""
    moved = [
        *_moved("closes_at", closes_at, to.closes_at),
        *_moved("district_due_at", district_due_at, to.district_due_at),
    ]
    _require_later(moved, at=at)
    closing, due = to.closes_at or closes_at, to.district_due_at or district_due_at
    if due < closing:
        place = FieldError("/district_due_at", "due_before_closing", BEFORE_CLOSING)
        raise InvalidContent(errors=[place])
    return tuple(moved)


def _moved(name: Moved, was: datetime, now: datetime | None) -> Sequence[MovedDate]:
    return [] if now is None else [MovedDate(name=name, was=was, now=now)]


def _require_later(moved: Sequence[MovedDate], *, at: datetime) -> None:
    if not moved:
        raise InvalidContent(errors=[FieldError("", "nothing_moved", NOTHING_MOVED)])
    early = [
        FieldError(f"/{date.name}", "not_later", NOT_LATER.filled({"was": told(date.was)}))
        for date in moved
        if date.now <= max(date.was, at)
    ]
    if early:
        raise InvalidContent(errors=early)
