"""What an institution sends: an application's beginning, and its sections from the form's table."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field

from common.http.field_types import Said
from common.http.form_models import sections_model
from common.http.validation import StrictModel
from intake.domain.drafting import NewCase
from programme.forms.tables import load_form

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
        _FORM.sections,
        base=SectionsSent,
        description=f"{_FORM.zh}。{_FORM.note_zh}。",
    )


class ApplicationDraft(StrictModel):
    """The beginning of an application; sections may come with it or later."""

    round_id: UUID
    # A renewal is filed when its own procedure is there.
    kind: Literal["designation"]
    cluster_name: Annotated[str, Field(min_length=1, max_length=100), Said]
    district_code: Annotated[str, Field(pattern=r"^([0-9]{6}|BDA)$")]
    sections: ApplicationSections = Field(default_factory=ApplicationSections)

    def as_new_case(self) -> NewCase:
        """The draft in the domain's words."""
        return NewCase(
            round_id=self.round_id,
            kind=self.kind,
            cluster_name=self.cluster_name,
            district_code=self.district_code,
            sections=self.sections.as_sections(),
        )
