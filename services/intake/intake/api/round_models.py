"""What clients send and see of a round."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.round import NoticeTerms, Quota, RenewalTerms, ReportTerms, ValidityTerms
from common.http.field_types import Day, Instant, Said, Words, rule
from common.http.validation import StrictModel
from common.ids import new_id
from intake.api.document_kinds import FiledKind
from intake.domain.extension import Extension, NewDates
from intake.domain.round import (
    Round,
    RoundTerms,
    SiteVerificationTerms,
    open_acts,
    renewal_of_year,
)

Code = Annotated[str, Field(min_length=1, max_length=100), Said]
Days = Annotated[int, Field(strict=True, ge=1, le=250)]
# Per cent with two places at most, more than none and at most all.
Share = Annotated[str, Field(pattern=r"^(100(\.00?)?|[1-9][0-9]?(\.[0-9]{1,2})?)$")]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
DayOfMonth = Annotated[int, Field(strict=True, ge=1, le=31)]
Flag = Annotated[bool, Field(strict=True)]
# A year without 29 February: what is due each year must fall on a day that each year has.
_COMMON_YEAR = 2001


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
    municipal_due_day: DayOfMonth
    district_due_month: Month
    district_due_day: DayOfMonth
    roll_forward: Flag
    form_version: Code

    @field_validator("municipal_due_day", "district_due_day")
    @classmethod
    def _comes_every_year(cls, day: int, given: ValidationInfo) -> int:
        month = given.data.get(str(given.field_name).replace("_day", "_month"))
        if month is not None and day > monthrange(_COMMON_YEAR, month)[1]:
            raise PydanticCustomError("no_such_day", "not a day of every year")
        return day

    @field_validator("district_due_day")
    @classmethod
    def _district_first(cls, day: int, given: ValidationInfo) -> int:
        names = ("district_due_month", "municipal_due_month", "municipal_due_day")
        if all(name in given.data for name in names):
            district, *municipal = (given.data[name] for name in names)
            if [district, day] > municipal:
                raise rule(
                    "district_after_municipal",
                    zh="区级报送期限不得晚于市级期限。",
                    en="The district's report is not due after the municipal one.",
                )
        return day


class SiteVerificationTermsDraft(StrictModel):
    """Whether the district must have been on site before it recommends."""

    required: Flag


class RenewalTermsDraft(StrictModel):
    """Which clusters a renewal round concerns, by the last day of validity; how targets count."""

    ends_from: Day
    ends_to: Day
    targets: Literal["considered", "required"] = "considered"
    required_share_pct: Share | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.ends_to < self.ends_from:
            raise rule(
                "ends_before_it_begins",
                zh="届满日期的范围须由先至后。",
                en="The window of last days does not end before it begins.",
            )
        if (self.targets == "required") != (self.required_share_pct is not None):
            raise rule(
                "share_of_required_targets",
                zh="要求完成目标的，须填比例；仅作考虑的，不填比例。",
                en="A share is given where targets are required, and only there.",
            )
        return self


class RoundDraft(StrictModel):
    """A round as the bureau drafts it: every term of the year's notice."""

    kind: Literal["designation", "renewal"]
    # What nothing can be filed in yet is not drafted: the national level.
    level: Literal["municipal"]
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
    required_documents: Annotated[list[FiledKind], Field(max_length=50)]
    correction_days: Days
    admits_development_area: Flag = True
    site_verification: SiteVerificationTermsDraft = SiteVerificationTermsDraft(required=False)
    # A renewal round without these concerns the clusters whose validity ends in its year.
    renewal: RenewalTermsDraft | None = None

    @field_validator("renewal")
    @classmethod
    def _of_a_renewal(
        cls, renewal: RenewalTermsDraft | None, given: ValidationInfo
    ) -> RenewalTermsDraft | None:
        if renewal is not None and given.data.get("kind") == "designation":
            raise rule(
                "only_of_a_renewal",
                zh="认定批次没有复核条件。",
                en="A round of designations has no terms of renewal.",
            )
        return renewal

    @field_validator("base_year")
    @classmethod
    def _complete_year(cls, base_year: int, given: ValidationInfo) -> int:
        year = given.data.get("year")
        if year is not None and base_year >= year:
            raise rule(
                "base_year_not_over",
                zh="基期年须早于申报年度。",
                en="The base year lies before the round's year.",
            )
        return base_year

    @field_validator("closes_at")
    @classmethod
    def _closes_after_opening(cls, closes_at: datetime, given: ValidationInfo) -> datetime:
        opens_at = given.data.get("opens_at")
        if opens_at is not None and closes_at <= opens_at:
            raise rule(
                "closes_before_opening",
                zh="截止时间须晚于开始时间。",
                en="A round closes after it opens.",
            )
        return closes_at

    @field_validator("district_due_at")
    @classmethod
    def _due_after_closing(cls, due_at: datetime, given: ValidationInfo) -> datetime:
        closes_at = given.data.get("closes_at")
        if closes_at is not None and due_at < closes_at:
            raise rule(
                "due_before_closing",
                zh="区级推荐期限不得早于申报截止时间。",
                en="Recommendations are not due before the round closes.",
            )
        return due_at

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
            site_verification=SiteVerificationTerms(**self.site_verification.model_dump()),
            renewal=self._renewal_terms(),
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
            opens_at=self.opens_at.astimezone(UTC),
            closes_at=self.closes_at.astimezone(UTC),
            district_due_at=self.district_due_at.astimezone(UTC),
            terms=terms,
        )

    def _renewal_terms(self) -> RenewalTerms | None:
        if self.kind != "renewal":
            return None
        if self.renewal is None:  # the last year of validity (default)
            return renewal_of_year(self.year)
        return RenewalTerms(**self.renewal.model_dump())


class ExtensionDraft(StrictModel):
    """A later closing, or a later day for the district, by a notice with its reason."""

    notice_number: Code
    reason: Words
    closes_at: Instant | None = None
    district_due_at: Instant | None = None

    def as_new_dates(self) -> NewDates:
        """The draft in the domain's words."""
        return NewDates(
            notice_number=self.notice_number,
            reason=self.reason,
            closes_at=self.closes_at and self.closes_at.astimezone(UTC),
            district_due_at=self.district_due_at and self.district_due_at.astimezone(UTC),
        )


class RoundShown(StrictModel):
    """A round as everybody sees it; `extensions` tell each date that moved, before and after."""

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
    extensions: tuple[Extension, ...]
    closed_at: datetime | None
    allowed_actions: list[str]


def round_shown(of: Round, actor: Actor, *, at: datetime) -> RoundShown:
    """The representation of a round for an actor at an instant."""
    names = [name for name in RoundShown.model_fields if name != "allowed_actions"]
    fields = {name: getattr(of, name) for name in names}
    return RoundShown(**fields, allowed_actions=list(open_acts(of, actor, at=at)))
