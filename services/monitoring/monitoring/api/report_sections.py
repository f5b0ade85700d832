"""The sections of an annual report as input, made from the form's field table."""

from typing import TYPE_CHECKING, Any

from common.http.form_models import sections_model
from common.http.validation import StrictModel
from programme.forms.tables import load_form


class ReportSectionsSent(StrictModel):
    """Sections of a report; what is not filled in is not kept."""

    def as_filed(self) -> dict[str, Any]:
        """The sections as they are kept: plain JSON, without what was not filled in."""
        return self.model_dump(mode="json", exclude_none=True)


if TYPE_CHECKING:

    class ReportSections(ReportSectionsSent):
        """What the form's table declares; made below, because the table is data."""

else:
    ReportSections = sections_model(
        "ReportSections",
        load_form("annual_report").sections,
        base=ReportSectionsSent,
        description="An annual report, by section.",
        prefix="Report",
    )
