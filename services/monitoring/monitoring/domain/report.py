"""An annual report: written, submitted as an immutable version, reviewed, confirmed or returned."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.contracts.monitoring import ReportReturned
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle, etag_of
from monitoring.domain.obligation import Obligation

INSTITUTION: Final = ("operating_institution",)
DISTRICT: Final = ("district_authority",)
BUREAU: Final = ("municipal_bureau",)

Status = Literal[
    "requested",  # the institution (nothing is written yet)
    "drafted",  # the institution
    "submitted",  # the district
    "reviewed",  # the bureau
    "returned",  # the institution
    "confirmed",  # nobody
]

WRITABLE: Final = ("drafted", "returned")
RECEIVED: Final = ("submitted", "reviewed", "confirmed")

REPORT: Final = Lifecycle(
    name="annual_report",
    arcs=(
        Arc("write", who=INSTITUTION, start=("requested",), end=("drafted",)),
        Arc("write", who=INSTITUTION, start=(*WRITABLE, *RECEIVED)),
        Arc("submit", who=INSTITUTION, start=WRITABLE, end=("submitted",)),
        Arc("review", who=DISTRICT, start=("submitted",), end=("reviewed",)),
        Arc("return", who=DISTRICT, start=("submitted",), end=("returned",)),
        Arc("return", who=BUREAU, start=("reviewed",), end=("returned",)),
        Arc("confirm", who=BUREAU, start=("reviewed",), end=("confirmed",)),
        # A version after one that was received: reviewed and confirmed anew (art. 16).
        Arc("correct", who=INSTITUTION, start=RECEIVED, end=("submitted",)),
        Arc("seal", who=INSTITUTION, start=(*WRITABLE, *RECEIVED)),
        Arc("answer", who=INSTITUTION, start=(*WRITABLE, "submitted", "reviewed")),
        Arc("hand_in_roster", who=(*INSTITUTION, "system"), start=(*WRITABLE, *RECEIVED)),
    ),
    moves_next={
        "requested": "operating_institution",
        "drafted": "operating_institution",
        "submitted": "district_authority",
        "reviewed": "municipal_bureau",
        "returned": "operating_institution",
        "confirmed": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The header of a report; `version` counts its changes, `submissions` its frozen versions.

    `confirmed_submission` is the version the bureau confirmed last; it stands until the correction
    of it is confirmed. `roster_id` is the roster that the next version goes with.
    """

    id: UUID
    obligation_id: UUID
    cluster_number: str
    period: str
    district: str
    institution_code: str
    status: Status
    version: int
    submissions: int
    confirmed_submission: int | None = None
    roster_id: UUID | None = None

    def after(self, act: str, **changes: Any) -> "Report":
        """The report after an act of its lifecycle."""
        status = cast(Status, REPORT.end_of(act, self.status))
        return replace(self, status=status, version=self.version + 1, **changes)


def after_act(report: Report, act: str) -> Report:
    """The report after an act that makes no version; a confirmation is of the last one."""
    if act == "confirm":
        return report.after(act, confirmed_submission=report.submissions)
    return report.after(act)


def unwritten(owed: Obligation) -> Report:
    """The report of an obligation before anything is written; version 0 was never shown."""
    return Report(
        id=new_id(),
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        district=owed.district,
        institution_code=owed.institution_code,
        status="requested",
        version=0,
        submissions=0,
    )


def precondition(report: Report, *, if_match: str | None, if_none_match: str | None) -> str | None:
    """The version that a PUT relies on: none yet (`If-None-Match: *`), or the one in `If-Match`."""
    if if_none_match == "*":
        return etag_of(0)
    if report.version == 0 and etag_of(0) in (if_match or ""):
        return '""'  # nothing can match what does not exist
    return if_match


def returned_event(report: Report, *, reason: str) -> ReportReturned:
    """What others learn of a return: the reason, not the items."""
    return ReportReturned(
        obligation_id=report.obligation_id,
        cluster_number=report.cluster_number,
        period=report.period,
        version=report.submissions,
        reason=reason,
    )
