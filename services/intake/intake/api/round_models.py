"""What clients send and see of a round."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.round import NoticeTerms, Quota, ReportTerms, ValidityTerms
from common.http.validation import StrictModel
from common.ids import new_id
from intake.domain.round import ROUND, Round, RoundTerms

Code = Annotated[str, Field(min_length=1, max_length=100)]
Count = Annotated[int, Field(strict=True, ge=0, le=1000)]


class RoundDraft(StrictModel):
    """A round as the bureau drafts it: every term of the year's notice."""

    kind: Literal["designation", "renewal"]
    level: Literal["municipal", "national"]
    year: Annotated[int, Field(strict=True, ge=2020, le=2100)]
    base_year: Annotated[int, Field(strict=True, ge=2019, le=2100)]
    notice_number: Code
    standard_id: Code
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    district_due_at: AwareDatetime
    quota: Quota
    notice: NoticeTerms
    validity: ValidityTerms
    report: ReportTerms
    required_documents: Annotated[list[Code], Field(max_length=50)]
    correction_days: Count

    def as_round(self, *, number: str, standard: StandardPin) -> Round:
        """The draft as a domain object, under a new id."""
        terms = RoundTerms(
            quota=self.quota,
            notice=self.notice,
            validity=self.validity,
            report=self.report,
            required_documents=tuple(self.required_documents),
            correction_days=self.correction_days,
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
