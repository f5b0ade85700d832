"""What a submission freezes: the canonical text of everything that was reported, and its hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from common.canonical import canonical_bytes
from common.contracts.monitoring import ReportConfirmed, ReportSubmitted
from monitoring.domain.obligation import Obligation
from monitoring.domain.report import Report

# What travels with the confirmation: figures, and nothing personal.
FIGURES: Final = ("annual_metrics", "new_titles", "target_progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One immutable version of a report."""

    number: int
    received_at: datetime
    canonical: str
    sha256: str

    @property
    def sections(self) -> dict[str, Any]:
        """What was reported, section by section."""
        return dict(json.loads(self.canonical)["sections"])

    @property
    def figures(self) -> dict[str, Any]:
        """The sections of figures."""
        sections = self.sections
        return {name: sections[name] for name in FIGURES}

    @property
    def intact(self) -> bool:
        """Whether the text still has the hash under which it was received."""
        return hashlib.sha256(self.canonical.encode()).hexdigest() == self.sha256


def freeze(
    report: Report, sections: Mapping[str, Any], *, form: str, received_at: datetime
) -> Frozen:
    """The next version of a report, as it was received."""
    number = report.submissions + 1
    content = {
        "cluster_number": report.cluster_number,
        "period": report.period,
        "version": number,
        "form": form,
        "sections": dict(sections),
    }
    canonical = canonical_bytes(content)
    return Frozen(
        number=number,
        received_at=received_at,
        canonical=canonical.decode(),
        sha256=hashlib.sha256(canonical).hexdigest(),
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
