"""An incident at an enterprise of a cluster: recorded, determined, and for the ungraded found."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.contracts.monitoring import IncidentAnnulled, IncidentDetermined, IncidentFound
from common.lifecycle import Arc, Lifecycle
from monitoring.domain.supervision_refusals import (
    DayInFuture,
    FindingNotNeeded,
    GradeNotOfKind,
    IncidentSupportsNothing,
)

OFFICIALS: Final = ("district_authority", "municipal_bureau")
BUREAU: Final = ("municipal_bureau",)

Kind = Literal["accident", "cyber", "serious_misconduct"]
Grade = Literal["I", "II", "III", "IV"]
Status = Literal[
    "recorded",  # the bureau, once the competent authority has determined it
    "determined",  # the bureau: a finding on the ungraded kind, or whether a breach is proposed
    "found",  # nobody: it has the clause's weight
    "not_found",  # nobody
    "annulled",  # the bureau, if the authority determines it anew
]

INCIDENT: Final = Lifecycle(
    name="incident",
    arcs=(
        Arc("determine", who=OFFICIALS, start=("recorded", "annulled"), end=("determined",)),
        Arc("find", who=BUREAU, start=("determined",), end=("found", "not_found")),
        Arc("annul", who=OFFICIALS, start=("determined", "found", "not_found"), end=("annulled",)),
        Arc("propose_breach", who=OFFICIALS, start=("determined", "found")),
    ),
    moves_next={
        "recorded": "municipal_bureau",
        "determined": "municipal_bureau",
        "found": "municipal_bureau",
        "not_found": None,
        "annulled": "municipal_bureau",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentKind:
    """One of the three kinds of art. 17(5): its grades, the least grave that counts."""

    kind: str
    limb: str
    clause: str
    grades: tuple[str, ...]
    counts_from: str | None
    needs_finding: bool

    def counts(self, grade: str | None) -> bool:
        """Whether a grade is grave enough for the clause."""
        if grade is None or self.counts_from is None:
            return False
        return self.grades.index(grade) <= self.grades.index(self.counts_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """What the competent authority determined (判定): who, by which document, when, how grave."""

    authority: str
    document_number: str
    determined_on: date
    document_sha256: str
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident; `roster_reference` says where the enterprise stands in the cluster's roster."""

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    version: int
    kind: Kind
    enterprise_code: str
    enterprise_name: str
    roster_reference: str
    happened_on: date
    summary: str
    source: str
    recorded_by: str
    recorded_at: datetime
    grade: str | None = None
    authority: str | None = None
    document_number: str | None = None
    determined_on: date | None = None
    document_sha256: str | None = None
    determined_at: datetime | None = None
    of_weight: bool | None = None
    found_by: str | None = None


def require_past(day: date, *, what: str, first: date, today: date) -> None:
    """Refuse a day before the first that can be, or after today."""
    if not first <= day <= today:
        raise DayInFuture(what=what, first=first.isoformat(), last=today.isoformat())


def determined(
    of: Incident, kind: IncidentKind, by: Determination, *, at: datetime, today: date
) -> Incident:
    """The incident as the authority determined it; a grade stands where the kind has grades."""
    require_past(by.determined_on, what="determined_on", first=of.happened_on, today=today)
    if (by.grade is None) != (not kind.grades) or by.grade not in {None, *kind.grades}:
        raise GradeNotOfKind(grades="、".join(kind.grades) or "-")
    return replace(
        _moved(of, "determine"),
        grade=by.grade,
        authority=by.authority,
        document_number=by.document_number,
        determined_on=by.determined_on,
        document_sha256=by.document_sha256,
        determined_at=at,
        of_weight=None if kind.needs_finding else kind.counts(by.grade),
    )


def found(of: Incident, kind: IncidentKind, *, of_weight: bool, by: str) -> Incident:
    """The ungraded matter with a named official's finding on its weight."""
    if not kind.needs_finding:
        raise FindingNotNeeded()
    end = "found" if of_weight else "not_found"
    return replace(_moved(of, "find", choose=end), of_weight=of_weight, found_by=by)


def annulled(of: Incident) -> Incident:
    """The incident after its determination was set aside: it supports nothing any more."""
    return replace(_moved(of, "annul"), of_weight=None, found_by=None)


def supports_ground(of: Incident) -> bool:
    """Whether it supports 17(5): determined, not annulled, and of the clause's weight."""
    return of.status in {"determined", "found"} and of.of_weight is True


def require_support(of: Incident) -> None:
    """Refuse a breach on what was not determined, or is not grave enough (art. 17(5))."""
    if not supports_ground(of):
        raise IncidentSupportsNothing()


def allowed(of: Incident, kind: IncidentKind, actor: Any) -> tuple[str, ...]:
    """The acts open to an actor: no finding where grades say it, no breach where none is."""
    acts = INCIDENT.allowed(of.status, actor)
    barred = {
        *(() if kind.needs_finding else ("find",)),
        *(() if supports_ground(of) else ("propose_breach",)),
    }
    return tuple(act for act in acts if act not in barred)


def determined_event(of: Incident) -> IncidentDetermined:
    """What others learn of a determination: the cluster, not the enterprise."""
    return IncidentDetermined(
        incident_id=of.id,
        cluster_number=of.cluster_number,
        kind=of.kind,
        grade=of.grade,
        happened_on=of.happened_on,
        authority=of.authority,
        document_number=of.document_number,
        determined_on=of.determined_on,
        sha256=of.document_sha256,
        supports_17_5=of.of_weight,
    )


def found_event(of: Incident, *, reason: str) -> IncidentFound:
    """What others learn of a finding."""
    return IncidentFound(
        incident_id=of.id,
        cluster_number=of.cluster_number,
        of_weight=of.of_weight is True,
        reason=reason,
    )


def annulled_event(of: Incident, *, reason: str) -> IncidentAnnulled:
    """What others learn when a determination was set aside."""
    return IncidentAnnulled(incident_id=of.id, cluster_number=of.cluster_number, reason=reason)


def _moved(of: Incident, act: str, *, choose: str | None = None) -> Incident:
    end = cast(Status, INCIDENT.end_of(act, of.status, choose=choose))
    return replace(of, status=end, version=of.version + 1)
