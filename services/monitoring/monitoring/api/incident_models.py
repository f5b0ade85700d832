"""What clients send and see of an incident."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Day, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.api.supervision_models import (
    Number,
    Sha256,
    Short,
    SupervisionActShown,
    acts_shown,
)
from monitoring.domain.incident import (
    INCIDENT,
    Determination,
    Grade,
    Incident,
    Kind,
    Status,
    allowed,
    supports_ground,
)
from monitoring.terms.supervising import supervision
from monitoring.usecases.record_incident import IncidentReport
from programme.credit_code import check_credit_code

CreditCode = Annotated[
    str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$")
]


class IncidentGiven(StrictModel):
    """What happened at which enterprise; the reference says where its roster names it.

    `roster_reference` is an application or a report with its version (`BJ-2024-A-0001/1`): the
    enterprise was in the cluster on that day.
    """

    cluster_number: Number
    kind: Kind
    enterprise_code: CreditCode
    enterprise_name: Short
    roster_reference: Short
    happened_on: Day
    summary: Words
    source: Short

    def as_report(self) -> IncidentReport:
        """The incident as the use case takes it."""
        return IncidentReport(**{name: getattr(self, name) for name in IncidentGiven.model_fields})


class DeterminationGiven(StrictModel):
    """The authority's determination (判定); a grade for the two kinds that have one."""

    authority: Short
    document_number: Short
    determined_on: Day
    document_sha256: Sha256
    grade: Grade | None = None

    def as_determination(self) -> Determination:
        """The determination as the domain takes it."""
        names = DeterminationGiven.model_fields
        return Determination(**{name: getattr(self, name) for name in names})


class WeightGiven(StrictModel):
    """Whether the ungraded matter is of the weight that the clause means, and why."""

    of_weight: Annotated[bool, Field(strict=True)]
    reason: Words


class IncidentQuery(PageQuery):
    """Filters of the list of incidents."""

    district: District | None = None
    cluster: Number | None = None
    kind: Kind | None = None
    status: Status | None = None


class IncidentListed(StrictModel):
    """An incident in a list; `supports_17_5`: determined, and of the clause's weight.

    `enterprise_code_agrees` is false where the check digit fails, as that of some real codes does.
    """

    id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    kind: Kind
    grade: str | None
    enterprise_code: str
    enterprise_code_agrees: bool
    enterprise_name: str
    roster_reference: str
    happened_on: date
    summary: str
    source: str
    recorded_at: datetime
    authority: str | None
    document_number: str | None
    determined_on: date | None
    document_sha256: str | None
    of_weight: bool | None
    found_by: str | None
    supports_17_5: bool
    moves_next: str | None
    allowed_actions: list[str]


class IncidentShown(IncidentListed):
    """An incident with its acts."""

    acts: list[SupervisionActShown]


def incident_listed(of: Incident, actor: Actor) -> IncidentListed:
    """The representation of an incident in a list."""
    return IncidentListed(**_fields(of, actor))


def incident_shown(of: Incident, acts: Sequence[Row[Any]], actor: Actor) -> IncidentShown:
    """The representation of an incident with its acts."""
    return IncidentShown(**_fields(of, actor), acts=acts_shown(acts, actor))


def _fields(of: Incident, actor: Actor) -> dict[str, Any]:
    kind = supervision().incidents[of.kind]
    computed = {"enterprise_code_agrees", "supports_17_5", "moves_next", "allowed_actions"}
    names = IncidentListed.model_fields.keys() - computed
    return {
        **{name: getattr(of, name) for name in names},
        "enterprise_code_agrees": check_credit_code(of.enterprise_code).check_digit_ok,
        "supports_17_5": supports_ground(of),
        "moves_next": INCIDENT.moves_next[of.status],
        "allowed_actions": list(allowed(of, kind, actor)),
    }
