"""What clients send and see of a round."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.round import NoticeTerms, Quota, ReportTerms, ValidityTerms
from common.http.validation import StrictModel
from common.ids import new_id
from intake.api.document_kinds import DocumentKind
from intake.domain.round import ROUND, Round, RoundTerms

Code = Annotated[str, Field(min_length=1, max_length=100)]
Days = Annotated[int, Field(strict=True, ge=1, le=250)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Day = Annotated[int, Field(strict=True, ge=1, le=31)]
Flag = Annotated[bool, Field(strict=True)]
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# A year without 29 February: what is due each year must fall on a day that each year has.
_COMMON_YEAR = 2001
Instant = Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)]


class QuotaDraft(StrictModel):
    """How many one district may recommend; hard refuses, soft needs a reason."""

    per_district: Annotated[int, Field(strict=True, ge=1, le=1000)]
    force: Literal["soft", "hard"]


class NoticeTermsDraft(StrictModel):
    """How the proposed list is put on public notice."""

    working_days: Days
    first_day_counts: Flag
    answer_working_days: Days
    list_waits: Flag


class ValidityTermsDraft(StrictModel):
    """How long a designation holds, and how its period is printed."""

    years: Annotated[int, Field(strict=True, ge=1, le=20)]
    style: Literal["calendar_years", "date_to_date"]


class ReportTermsDraft(StrictModel):
    """When an annual report is due: month and day of the year after the period."""

    municipal_due_month: Month
    municipal_due_day: Day
    district_due_month: Month
    district_due_day: Day
    roll_forward: Flag
    form_version: Code

    @field_validator("municipal_due_day", "district_due_day")
    @classmethod
    def _comes_every_year(cls, day: int, given: ValidationInfo) -> int:
        month = given.data.get(str(given.field_name).replace("_day", "_month"))
        if month is not None and day > monthrange(_COMMON_YEAR, month)[1]:
            raise PydanticCustomError("no_such_day", "not a day of every year")
        return day


class RoundDraft(StrictModel):
    """A round as the bureau drafts it: every term of the year's notice."""

    kind: Literal["designation", "renewal"]
    level: Literal["municipal", "national"]
    year: Annotated[int, Field(strict=True, ge=2020, le=2100)]
    base_year: Annotated[int, Field(strict=True, ge=2019, le=2100)]
    notice_number: Code
    standard_id: Code
    opens_at: Instant
    closes_at: Instant
    district_due_at: Instant
    quota: QuotaDraft
    notice: NoticeTermsDraft
    validity: ValidityTermsDraft
    report: ReportTermsDraft
    required_documents: Annotated[list[DocumentKind], Field(max_length=50)]
    correction_days: Days
    admits_development_area: Flag = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.opens_at < self.closes_at <= self.district_due_at:
            raise ValueError("opens_at < closes_at <= district_due_at")
        if self.base_year >= self.year:
            raise ValueError("base_year < year")
        return self

    def as_round(self, *, number: str, standard: StandardPin) -> Round:
        """The draft as a domain object, under a new id."""
        terms = RoundTerms(
            quota=Quota(**self.quota.model_dump()),
            notice=NoticeTerms(**self.notice.model_dump()),
            validity=ValidityTerms(**self.validity.model_dump()),
            report=ReportTerms(**self.report.model_dump()),
            required_documents=tuple(self.required_documents),
            correction_days=self.correction_days,
            admits_development_area=self.admits_development_area,
        )
        return Round(
            id=new_id(),
            number=number,
            status="draft",
            version=1,
            kind=self.kind,
            level=self.level,
            year=self.year,
            base_year=self.base_year,
            notice_number=self.notice_number,
            standard=standard,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            district_due_at=self.district_due_at,
            terms=terms,
        )


class RoundShown(StrictModel):
    """A round as everybody sees it."""

    id: UUID
    number: str
    status: str
    kind: str
    level: str
    year: int
    base_year: int
    notice_number: str
    standard: StandardPin
    opens_at: datetime
    closes_at: datetime
    district_due_at: datetime
    terms: RoundTerms
    allowed_actions: list[str]


def round_shown(of: Round, actor: Actor) -> RoundShown:
    """The representation of a round for an actor."""
    names = [name for name in RoundShown.model_fields if name != "allowed_actions"]
    fields = {name: getattr(of, name) for name in names}
    return RoundShown(**fields, allowed_actions=list(ROUND.allowed(of.status, actor)))
