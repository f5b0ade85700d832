"""What officials write down of tracking, support and services: five kinds of entries, one life."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.actor import Actor
from common.errors import Forbidden
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from monitoring.domain.cluster import MonitoredCluster

BUREAU: Final = "municipal_bureau"
DISTRICT: Final = "district_authority"

Kind = Literal[
    "tracking_note",
    "policy_document",
    "support_measure",
    "service_institution",
    "service_delivery",
]
EntryStatus = Literal[
    "recorded",  # nobody, or whoever assesses a delivery
    "assessed",  # nobody: a delivery that was assessed
    "superseded",  # nobody: a corrected entry stands in its place
    "withdrawn",  # nobody
]
# Who writes down what: the district tracks (art. 16), both levels support and serve (art. 12, 13).
RECORDERS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "tracking_note": (DISTRICT,),
    "policy_document": (BUREAU, DISTRICT),
    "support_measure": (BUREAU, DISTRICT),
    "service_institution": (BUREAU, DISTRICT),
    "service_delivery": (BUREAU, DISTRICT),
}
# What belongs to one cluster, whose district and institution it takes.
OF_A_CLUSTER: Final = frozenset({"tracking_note", "support_measure", "service_delivery"})
_STANDING: Final[tuple[str, ...]] = ("recorded", "assessed")
_NOBODY: Final = {"recorded": None, "assessed": None, "superseded": None, "withdrawn": None}


def _life(kind: Kind) -> Lifecycle:
    who, standing = RECORDERS[kind], _STANDING[:1]
    arcs = [Arc("correct", who=who, start=standing, end=("superseded",))]
    if kind == "service_delivery":
        standing = _STANDING
        arcs = [
            Arc("assess", who=who, start=("recorded",), end=("assessed",)),
            Arc("correct", who=who, start=standing, end=("superseded",)),
        ]
    arcs.append(Arc("withdraw", who=who, start=standing, end=("withdrawn",)))
    return Lifecycle(name=kind, arcs=tuple(arcs), moves_next=_NOBODY)


ENTRY: Final[Mapping[Kind, Lifecycle]] = {kind: _life(kind) for kind in RECORDERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `content` holds what its kind says, by the names of its columns.

    Without a district it is the city's.
    """

    id: UUID
    kind: Kind
    status: EntryStatus
    version: int
    district: str | None
    recorded_by: str
    recorded_at: datetime
    supersedes: UUID | None = None
    ended_because: str | None = None
    content: Mapping[str, Any] = field(default_factory=dict)

    def after(self, act: str, *, because: str | None = None, **content: Any) -> "Entry":
        """The entry after an act of its lifecycle."""
        return replace(
            self,
            status=cast(EntryStatus, ENTRY[self.kind].end_of(act, self.status)),
            version=self.version + 1,
            ended_because=because,
            content={**self.content, **content},
        )


def require_recorder(actor: Actor, kind: Kind) -> None:
    """Refuse whoever does not write down entries of a kind."""
    if not actor.has(*RECORDERS[kind]):
        raise Forbidden()


def recorded(
    kind: Kind,
    content: Mapping[str, Any],
    *,
    cluster: MonitoredCluster | None,
    actor: Actor,
    at: datetime,
) -> Entry:
    """A new entry, placed where its cluster is, or in the district of whoever records it."""
    district = content.get("district")
    if cluster is not None:
        district = cluster.facts.district
    elif not actor.has(BUREAU):
        district = district or actor.district
    require_own(actor, district)
    return Entry(
        id=new_id(),
        kind=kind,
        status="recorded",
        version=1,
        district=district,
        recorded_by=actor.subject,
        recorded_at=at,
        content={**content, "district": district, **_of(cluster)},
    )


def require_own(actor: Actor, district: str | None) -> None:
    """A district writes down nothing for another one, nor for the city."""
    if not actor.has(BUREAU) and (district is None or actor.district != district):
        raise Forbidden()


def _of(cluster: MonitoredCluster | None) -> dict[str, Any]:
    if cluster is None:
        return {}
    facts = cluster.facts
    return {
        "cluster_id": facts.cluster_id,
        "cluster_number": facts.number,
        "cluster_name": facts.name,
        "institution_code": facts.institution.code,
    }
