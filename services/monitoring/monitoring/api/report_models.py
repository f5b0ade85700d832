"""What clients see of an annual report."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from common.actor import Actor
from common.http.validation import StrictModel
from monitoring.api.report_sections import ReportSections
from monitoring.domain.frozen import Frozen
from monitoring.domain.obligation import Obligation
from monitoring.domain.report import REPORT, Report, Status


class ReportAct(StrictModel):
    """The record of one act."""

    id: UUID
    act: str
    actor: str
    at: datetime
    submission: int
    content: dict[str, Any]


class ReportShown(StrictModel):
    """A report with its due day and every act on it; `submissions` is its newest version."""

    id: UUID
    cluster_number: str
    period: str
    district: str
    institution_code: str
    status: Status
    submissions: int
    district_due_on: date | None
    due_on: date | None
    submitted_at: datetime | None
    late_days: int | None
    sections: ReportSections
    acts: list[ReportAct]
    moves_next: str | None
    allowed_actions: list[str]


class ReportVersionShown(StrictModel):
    """A version as it was received."""

    number: int
    received_at: datetime
    sha256: str
    sections: ReportSections


class ReportVersions(StrictModel):
    """All versions of a report."""

    items: list[ReportVersionShown]


def report_shown(
    report: Report,
    *,
    owed: Obligation,
    sections: Mapping[str, Any],
    acts: Sequence[Row[Any]],
    actor: Actor,
) -> ReportShown:
    """The representation of a report for an actor."""
    return ReportShown(
        id=report.id,
        cluster_number=report.cluster_number,
        period=report.period,
        district=report.district,
        institution_code=report.institution_code,
        status=report.status,
        submissions=report.submissions,
        district_due_on=owed.district_due_on,
        due_on=owed.due_on,
        submitted_at=owed.submitted_at,
        late_days=owed.late_days,
        sections=ReportSections.model_validate(sections),
        acts=[_act(row) for row in acts],
        moves_next=REPORT.moves_next[report.status],
        allowed_actions=list(REPORT.allowed(report.status, actor)),
    )


def version_shown(frozen: Frozen) -> ReportVersionShown:
    """The representation of a frozen version."""
    return ReportVersionShown(
        number=frozen.number,
        received_at=frozen.received_at,
        sha256=frozen.sha256,
        sections=ReportSections.model_validate(frozen.sections),
    )


def _act(row: Row[Any]) -> ReportAct:
    return ReportAct(**{name: getattr(row, name) for name in ReportAct.model_fields})
