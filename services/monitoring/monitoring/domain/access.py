"""Who may see what a cluster owes and reports: the first wall; row-level security is the second."""

from typing import Final, Protocol, TypeVar
from uuid import UUID

from common.actor import Actor
from common.errors import Forbidden, NotFound
from monitoring.domain.report import Report


class OfCluster(Protocol):
    """Anything that belongs to one cluster's institution and district."""

    @property
    def district(self) -> str:
        """The code of the district."""
        ...

    @property
    def institution_code(self) -> str:
        """The credit code of the operating institution."""
        ...


class OfMonitored(OfCluster, Protocol):
    """Anything that names its monitored cluster."""

    @property
    def id(self) -> UUID:
        """Its id."""
        ...

    @property
    def cluster_id(self) -> UUID:
        """The id of the cluster."""
        ...

    @property
    def cluster_number(self) -> str:
        """The number of the cluster."""
        ...

    @property
    def cluster_name(self) -> str:
        """The name of the cluster."""
        ...


Seen = TypeVar("Seen", bound=OfCluster)


READERS: Final = (
    "municipal_bureau",
    "auditor",
    "district_authority",
    "operating_institution",
)


def require_reader(actor: Actor) -> None:
    """Experts, operators and systems have no business with what is owed."""
    if not actor.has(*READERS):
        raise Forbidden()


def visible_to(actor: Actor, thing: OfCluster) -> bool:
    """Officials, auditors and the institution concerned; a draft is its institution's alone."""
    if actor.has("auditor") or owns(actor, thing):
        return True
    if isinstance(thing, Report) and thing.submissions == 0:
        return False
    own_district = actor.has("district_authority") and actor.district == thing.district
    return own_district or actor.has("municipal_bureau")


def require_visible(actor: Actor, thing: Seen) -> Seen:
    """The thing, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, thing):
        raise NotFound()
    return thing


def owns(actor: Actor, thing: OfCluster) -> bool:
    """Whether an actor acts for the institution concerned."""
    return actor.has("operating_institution") and actor.institution == thing.institution_code


def reads_draft(actor: Actor, report: Report) -> bool:
    """Whether an actor may read what the institution has not submitted yet."""
    return owns(actor, report) or actor.has("auditor")


def sees_district(actor: Actor, district: str) -> bool:
    """Whether an official or auditor may see what is told of the clusters of a district."""
    own_district = actor.has("district_authority") and actor.district == district
    return own_district or actor.has("municipal_bureau", "auditor")
