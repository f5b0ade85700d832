"""What a submission freezes: the canonical text of everything that was reported, and its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from common.canonical import canonical_bytes
from common.contracts.monitoring import ReportConfirmed, ReportSubmitted
from monitoring.domain.obligation import Obligation
from monitoring.domain.report import Report
from monitoring.domain.report_question import Question

# What travels with the confirmation: figures, and nothing personal.
FIGURES: Final = ("annual_metrics", "new_titles", "target_progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One immutable version of a report."""

    number: int
    received_at: datetime
    canonical: str
    sha256: str
    questions: list[dict[str, Any]] = field(default_factory=list)
    corrects: int | None = None
    reason: str | None = None

    @property
    def content(self) -> dict[str, Any]:
        """Everything that was frozen."""
        return dict(json.loads(self.canonical))

    @property
    def sections(self) -> dict[str, Any]:
        """What was reported, section by section."""
        return dict(self.content["sections"])

    @property
    def figures(self) -> dict[str, Any]:
        """The sections of figures."""
        sections = self.sections
        return {name: sections[name] for name in FIGURES}

    @property
    def intact(self) -> bool:
        """Whether the text still has the hash under which it was received."""
        return hashlib.sha256(self.canonical.encode()).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What an institution files: the sections, who signed them, the sealed page, the roster."""

    sections: Mapping[str, Any]
    signature: Mapping[str, Any]
    roster: Mapping[str, Any] | None


def freeze(
    report: Report,
    filed: Filed,
    *,
    form: str,
    received_at: datetime,
    questions: Iterable[Question],
    reason: str | None = None,
) -> Frozen:
    """The next version of a report, as it was received; with a reason it corrects the last one."""
    number = report.submissions + 1
    content: dict[str, Any] = {
        "cluster_number": report.cluster_number,
        "period": report.period,
        "version": number,
        "form": form,
        "sections": dict(filed.sections),
        "signature": dict(filed.signature),
    }
    if filed.roster is not None:
        content["roster"] = dict(filed.roster)
    canonical = canonical_bytes(content)
    return Frozen(
        number=number,
        received_at=received_at,
        canonical=canonical.decode(),
        sha256=hashlib.sha256(canonical).hexdigest(),
        questions=[question.as_json() for question in questions],
        corrects=report.submissions if reason is not None else None,
        reason=reason,
    )


def submitted_event(owed: Obligation, version: Frozen) -> ReportSubmitted:
    """What others learn of a submission."""
    return ReportSubmitted(
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        version=version.number,
        sha256=version.sha256,
        received_at=version.received_at,
        late_days=owed.late_days,
        corrects=version.corrects,
    )


def confirmed_event(
    owed: Obligation, version: Frozen, *, confirmed_at: datetime
) -> ReportConfirmed:
    """What others learn of a confirmed report: its figures, and the version they stand in."""
    return ReportConfirmed(
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        version=version.number,
        sha256=version.sha256,
        figures=version.figures,
        confirmed_at=confirmed_at,
    )
