"""What an institution sends: an application's beginning, and its sections from the form's table."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, model_validator

from common.http.field_types import Said, rule
from common.http.form_models import sections_model
from common.http.validation import StrictModel
from intake.domain.drafting import NewCase
from programme.forms.tables import form_of, load_form

_FORM: Final = load_form("application")


class SectionsSent(StrictModel):
    """Sections of the application form; each one sent replaces its own, null removes it."""

    def as_sections(self) -> dict[str, Any]:
        """The sections as they are stored: what was not sent is absent."""
        return self.model_dump(mode="json", exclude_unset=True)


if TYPE_CHECKING:

    class ApplicationSections(SectionsSent):
        """The sections; made from the form's table when the program runs."""

else:
    ApplicationSections = sections_model(
        "ApplicationSections",
        form_of("renewal").sections,
        base=SectionsSent,
        description=f"{_FORM.zh}。{_FORM.note_zh}。",
    )


class ApplicationDraft(StrictModel):
    """The beginning of an application; sections may come with it or later."""

    round_id: UUID
    kind: Literal["designation", "renewal"]
    cluster_name: Annotated[str, Field(min_length=1, max_length=100), Said] | None = None
    district_code: Annotated[str, Field(pattern=r"^([0-9]{6}|BDA)$")] | None = None
    # A renewal names its cluster: its name and district are the register's.
    cluster_number: Annotated[str, Field(min_length=1, max_length=40), Said] | None = None
    sections: ApplicationSections = Field(default_factory=ApplicationSections)

    @model_validator(mode="after")
    def _named_by_kind(self) -> "ApplicationDraft":
        named = (self.cluster_name is not None, self.district_code is not None)
        numbered = self.cluster_number is not None
        if self.kind == "designation" and (not all(named) or numbered):
            raise rule(
                "named_by_name",
                zh="认定申报须填集群名称和所在区，不填集群编号。",
                en="A designation gives the cluster's name and district, and no number.",
            )
        if self.kind == "renewal" and (any(named) or not numbered):
            raise rule(
                "named_by_number",
                zh="复核申报只填集群编号，名称和所在区以登记为准。",
                en="A renewal gives the cluster's number alone; the register knows the rest.",
            )
        return self

    def as_new_case(self) -> NewCase:
        """The draft in the domain's words."""
        return NewCase(
            round_id=self.round_id,
            kind=self.kind,
            cluster_name=self.cluster_name or "",
            district_code=self.district_code or "",
            cluster_number=self.cluster_number,
            sections=self.sections.as_sections(),
        )
