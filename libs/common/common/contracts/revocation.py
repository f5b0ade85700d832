"""Events of a revocation case (registry)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationOpened:
    """A named official opened a revocation case."""

    TYPE: ClassVar[str] = "revocation.opened"

    case_id: UUID
    number: str
    cluster_number: str
    ground: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationNotified:
    """The institution was notified of the intended revocation and may answer until the due day."""

    TYPE: ClassVar[str] = "revocation.notified"

    case_id: UUID
    cluster_number: str
    notified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationClosed:
    """A revocation case was decided; one that ends before `notified` is not told to the party."""

    TYPE: ClassVar[str] = "revocation.closed"

    case_id: UUID
    cluster_number: str
    outcome: Literal["revoked", "not_revoked"]
    reason: str
    finding: Literal["unfounded", "put_right", "disproportionate"] | None = None
    notified: bool = True


EVENTS = (RevocationOpened, RevocationNotified, RevocationClosed)
