"""Who acts: a person or a system as the token states it, or a service reacting to an event."""

from dataclasses import dataclass
from typing import Final

ROLES: Final = frozenset(
    {
        "operating_institution",
        "district_authority",
        "municipal_bureau",
        "expert",
        "auditor",
        "operator",
        "system",
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting subject with its roles and the district or institution it acts for."""

    subject: str
    roles: frozenset[str] = frozenset()
    district: str | None = None
    institution: str | None = None
    scopes: frozenset[str] = frozenset()

    def has(self, *roles: str) -> bool:
        """Whether the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS: Final = Actor(subject="")


def service_actor(service: str) -> Actor:
    """The actor of what a service does by itself: an event applied, a day that has come."""
    return Actor(subject=f"service:{service}")
