"""What clients see of an annual report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from common.actor import Actor
from common.http.validation import StrictModel
from monitoring.api.question_models import ReportQuestion, questions_shown
from monitoring.api.report_sections import ReportSections
from monitoring.domain.draft import Draft
from monitoring.domain.frozen import Frozen
from monitoring.domain.obligation import Obligation
from monitoring.domain.report import REPORT, Report, Status
from monitoring.store.questions import answers_in


class ReportAct(StrictModel):
    """The record of one act."""

    id: UUID
    act: str
    actor: str
    at: datetime
    submission: int
    content: dict[str, Any]


class SealShown(StrictModel):
    """The page that the institution sealed."""

    sha256: str
    media_type: str
    size_bytes: int


class ReportRosterShown(StrictModel):
    """The roster that goes with a report: its hash, its rows, and what they add up to."""

    id: UUID
    sha256: str
    rows: int
    tally: dict[str, str]


class ReportShown(StrictModel):
    """A report with its due day and every act on it; `submissions` is its newest version.

    `content_sha256` stands on the print that is sealed, and is what the signature names.
    `questions` are those of the last version, answered or open. `confirmed_submission` is the
    version that was confirmed last; a correction of it is confirmed anew.
    """

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
    content_sha256: str
    seal: SealShown | None
    roster: ReportRosterShown | None
    questions: list[ReportQuestion]
    confirmed_submission: int | None
    acts: list[ReportAct]
    moves_next: str | None
    allowed_actions: list[str]


class SignatureShown(StrictModel):
    """Who signed which content on which day, and the page that was sealed."""

    signer: str
    signed_on: date
    content_sha256: str
    seal: SealShown


class ReportVersionShown(StrictModel):
    """A version as it was received; `corrects` is the version before, where it is a correction."""

    number: int
    received_at: datetime
    sha256: str
    sections: ReportSections
    signature: SignatureShown
    roster: ReportRosterShown | None
    corrects: int | None
    reason: str | None
    questions: list[ReportQuestion]


class ReportVersions(StrictModel):
    """All versions of a report."""

    items: list[ReportVersionShown]


def report_shown(
    report: Report,
    *,
    owed: Obligation,
    content: Draft,
    asked: Iterable[Mapping[str, Any]],
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
        sections=ReportSections.model_validate(content.sections),
        content_sha256=content.content_sha256,
        seal=_seal(content.seal),
        roster=_roster(content.roster),
        questions=questions_shown(asked, answers_in(acts)),
        confirmed_submission=report.confirmed_submission,
        acts=[_act(row) for row in acts],
        moves_next=REPORT.moves_next[report.status],
        allowed_actions=list(REPORT.allowed(report.status, actor)),
    )


def version_shown(frozen: Frozen, acts: Sequence[Row[Any]]) -> ReportVersionShown:
    """The representation of a frozen version."""
    content = frozen.content
    return ReportVersionShown(
        number=frozen.number,
        received_at=frozen.received_at,
        sha256=frozen.sha256,
        sections=ReportSections.model_validate(content["sections"]),
        signature=SignatureShown.model_validate(content["signature"]),
        roster=_roster(content.get("roster")),
        corrects=frozen.corrects,
        reason=frozen.reason,
        questions=questions_shown(frozen.questions, answers_in(acts)),
    )


def _seal(seal: Mapping[str, Any] | None) -> SealShown | None:
    if seal is None:
        return None
    return SealShown(**{name: seal[name] for name in SealShown.model_fields})


def _roster(roster: Mapping[str, Any] | None) -> ReportRosterShown | None:
    return None if roster is None else ReportRosterShown.model_validate(roster)


def _act(row: Row[Any]) -> ReportAct:
    return ReportAct(**{name: getattr(row, name) for name in ReportAct.model_fields})
