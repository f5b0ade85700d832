"""A breach: proposed to the register by a person, with ground and evidence, and withdrawn."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from common.contracts.monitoring import (
    BreachEvidence,
    SupervisionBreachFound,
    SupervisionBreachWithdrawn,
)
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from monitoring.domain.access import OfMonitored

OFFICIALS: Final = ("district_authority", "municipal_bureau")
About = Literal["obligation", "supervision_task", "incident"]
Status = Literal[
    "proposed",  # the register, which may open a case
    "withdrawn",  # nobody
]

BREACH: Final = Lifecycle(
    name="breach",
    arcs=(Arc("withdraw", who=OFFICIALS, start=("proposed",), end=("withdrawn",)),),
    moves_next={"proposed": "municipal_bureau", "withdrawn": None},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The half of a ground of art. 17 that a breach proposes."""

    ground: str
    limb: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an official says in proposing: facts and evidence."""

    facts: str
    evidence: tuple[BreachEvidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breach; whatever comes in later is a fact beside it and ends nothing by itself."""

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    version: int
    ground: str
    limb: str
    clause: str
    facts: str
    evidence: tuple[BreachEvidence, ...]
    about_kind: About
    about_id: UUID
    proposed_by: str
    proposed_at: datetime
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None


def proposed(
    about: OfMonitored, *, kind: About, basis: Basis, found: Found, by: str, at: datetime
) -> Breach:
    """The breach that an official proposes about an obligation, a task or an incident."""
    return Breach(
        id=new_id(),
        cluster_id=about.cluster_id,
        cluster_number=about.cluster_number,
        cluster_name=about.cluster_name,
        district=about.district,
        institution_code=about.institution_code,
        status="proposed",
        version=1,
        ground=basis.ground,
        limb=basis.limb,
        clause=basis.clause,
        facts=found.facts,
        evidence=found.evidence,
        about_kind=kind,
        about_id=about.id,
        proposed_by=by,
        proposed_at=at,
    )


def withdrawn(of: Breach, *, reason: str, by: str, at: datetime) -> Breach:
    """The breach taken back because it was unfounded."""
    BREACH.end_of("withdraw", of.status)
    return replace(
        of,
        status="withdrawn",
        version=of.version + 1,
        withdrawn_by=by,
        withdrawn_at=at,
        withdrawal_reason=reason,
    )


def found_event(of: Breach) -> SupervisionBreachFound:
    """What the register learns of a breach."""
    return SupervisionBreachFound(
        breach_id=of.id,
        cluster_number=of.cluster_number,
        ground=of.ground,
        limb=of.limb,
        clause=of.clause,
        facts=of.facts,
        evidence=of.evidence,
        obligation_id=of.about_id if of.about_kind == "obligation" else None,
        task_id=of.about_id if of.about_kind == "supervision_task" else None,
        incident_id=of.about_id if of.about_kind == "incident" else None,
        proposed_by=of.proposed_by,
    )


def withdrawn_event(of: Breach) -> SupervisionBreachWithdrawn:
    """What the register learns when a breach was unfounded."""
    assert of.withdrawal_reason is not None
    return SupervisionBreachWithdrawn(
        breach_id=of.id, cluster_number=of.cluster_number, reason=of.withdrawal_reason
    )
