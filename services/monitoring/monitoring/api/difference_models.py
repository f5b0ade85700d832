"""What clients see of a difference between two versions of a report."""

from typing import Any, Literal

from common.difference import Change, changes_between
from common.http.validation import StrictModel
from monitoring.api.report_models import ReportVersionShown
from monitoring.domain.frozen import Frozen


class ReportChange(StrictModel):
    """One place that differs: its JSON pointer in either version, and both values."""

    change: Literal["added", "removed", "changed"]
    pointer: str | None
    was_pointer: str | None
    was: Any
    now: Any


class ReportDifference(StrictModel):
    """What changed since another version."""

    against: int
    changes: list[ReportChange]


class ReportVersionCompared(ReportVersionShown):
    """A version as it was received, and its difference to another where one is asked for."""

    difference: ReportDifference | None


def difference_shown(of: Frozen, against: Frozen) -> ReportDifference:
    """The difference between two versions of a report: sections, and the roster as a whole."""
    changes = [_shown(each) for each in changes_between(_content(against), _content(of))]
    return ReportDifference(against=against.number, changes=changes)


def _content(of: Frozen) -> dict[str, Any]:
    roster = of.content.get("roster")
    return of.sections | ({"roster": {"sha256": roster["sha256"]}} if roster else {})


def _shown(of: Change) -> ReportChange:
    return ReportChange(**{name: getattr(of, name) for name in ReportChange.model_fields})
