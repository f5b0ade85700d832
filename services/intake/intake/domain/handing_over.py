"""The service of a notice (送达): when and how the applicant was given it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from common.clock import legal_day
from common.errors import FieldError, InvalidContent, Text
from intake.domain.notice import Notice

NOT_POSSIBLE: Final = Text(
    "送达日期不能早于文书日期，也不能晚于今日。",
    "A notice is served neither before its own day nor after today.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeService:
    """One service of a notice; a second one, by another manner, stands beside the first."""

    id: UUID
    number: str
    served_on: date
    manner: str
    remark: str
    actor: str
    at: datetime


def require_possible(served_on: date, of: Notice, *, at: datetime) -> None:
    """Refuse a day on which the notice cannot have been served."""
    if not legal_day(of.at) <= served_on <= legal_day(at):
        place = FieldError("/served_on", "served_on_not_possible", NOT_POSSIBLE)
        raise InvalidContent(errors=[place])
