"""What clients send and see of a breach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.contracts.monitoring import BreachEvidence
from common.http.field_types import Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.api.supervision_models import Number, Sha256, SupervisionActShown, acts_shown
from monitoring.domain.breach import BREACH, About, Breach, Found, Status


class BreachEvidenceGiven(StrictModel):
    """A piece of evidence: what it shows, and its document's hash, if there is a document."""

    description: Words
    sha256: Sha256 | None = None


class BreachGiven(StrictModel):
    """The facts and evidence; what the record shows is put before them."""

    facts: Annotated[str, Field(min_length=1, max_length=4000)]
    evidence: Annotated[list[BreachEvidenceGiven], Field(default_factory=list, max_length=50)]

    def as_found(self) -> Found:
        """The words as the domain takes them."""
        given = (BreachEvidence(description=e.description, sha256=e.sha256) for e in self.evidence)
        return Found(facts=self.facts, evidence=tuple(given))


class WithdrawalGiven(StrictModel):
    """Why the breach was unfounded."""

    reason: Words


class BreachQuery(PageQuery):
    """Filters of the list of breaches."""

    district: District | None = None
    cluster: Number | None = None
    ground: Literal["17(3)", "17(5)"] | None = None
    status: Status | None = None


class BreachListed(StrictModel):
    """A breach in a list."""

    id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    ground: str
    limb: str
    clause: str
    facts: str
    evidence: list[BreachEvidenceGiven]
    about_kind: About
    about_id: UUID
    proposed_by: str
    proposed_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    allowed_actions: list[str]


class BreachShown(BreachListed):
    """A breach with its acts; a report that came in after it is a fact beside it.

    `report_received_at` is when the report it is about was first received complete, if ever.
    """

    report_received_at: datetime | None
    acts: list[SupervisionActShown]


def breach_listed(of: Breach, actor: Actor) -> BreachListed:
    """The representation of a breach in a list."""
    return BreachListed(**_fields(of, actor))


def breach_shown(
    of: Breach, acts: Sequence[Row[Any]], actor: Actor, *, received_at: datetime | None
) -> BreachShown:
    """The representation of a breach with its acts."""
    fields = _fields(of, actor)
    return BreachShown(**fields, report_received_at=received_at, acts=acts_shown(acts, actor))


def _fields(of: Breach, actor: Actor) -> dict[str, Any]:
    names = BreachListed.model_fields.keys() - {"evidence", "allowed_actions"}
    evidence = [
        BreachEvidenceGiven(description=each.description, sha256=each.sha256)
        for each in of.evidence
    ]
    return {
        **{name: getattr(of, name) for name in names},
        "evidence": evidence,
        "allowed_actions": list(BREACH.allowed(of.status, actor)),
    }
