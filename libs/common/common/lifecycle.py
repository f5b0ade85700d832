"""A lifecycle is a table: which act, by whom, from which status, to which."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from common.actor import Actor
from common.errors import (
    Forbidden,
    HeaderMalformed,
    NotPossible,
    PreconditionRequired,
    Stale,
)

_TAG: Final = re.compile(r'(W/)?"[^"]*"')


@dataclass(frozen=True, slots=True)
class Arc:
    """One act: who may do it, from which statuses, and where it can lead (none: it stays)."""

    act: str
    who: tuple[str, ...]
    start: tuple[str, ...]
    end: tuple[str, ...] = ()


class Versioned(Protocol):
    """What a lifecycle moves: it has a status and a version."""

    @property
    def status(self) -> str:
        """Where it stands."""
        ...

    @property
    def version(self) -> int:
        """Which version of it this is."""
        ...


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The acts of one kind of resource, and who moves next in each status."""

    name: str
    arcs: tuple[Arc, ...]
    moves_next: Mapping[str, str | None]

    def allowed(self, status: str, actor: Actor) -> tuple[str, ...]:
        """The acts open to the actor in a status, in the order of the table."""
        return tuple(a.act for a in self.arcs if status in a.start and actor.has(*a.who))

    def possible(self, act: str, status: str) -> bool:
        """Whether an act leads on from a status, whoever does it."""
        return any(a.act == act and status in a.start for a in self.arcs)

    def admit(
        self, act: str, *, status: str, version: int, actor: Actor, if_match: str | None
    ) -> None:
        """Refuse an act in the order the API promises: 403, 428, 412, 409."""
        if not any(actor.has(*a.who) for a in self.arcs if a.act == act):
            raise Forbidden()
        require_match(if_match, version=version)
        if not any(status in a.start and actor.has(*a.who) for a in self.arcs if a.act == act):
            raise NotPossible(allowed_actions=self.allowed(status, actor))

    def admit_on(self, act: str, thing: Versioned, *, actor: Actor, if_match: str | None) -> None:
        """The same for a thing that has its status and version in itself."""
        self.admit(act, status=thing.status, version=thing.version, actor=actor, if_match=if_match)

    def end_of(self, act: str, status: str, *, choose: str | None = None) -> str:
        """The status an act leads to; `choose` picks where the table leaves a choice."""
        for arc in self.arcs:
            if arc.act == act and status in arc.start:
                ends = arc.end or (status,)
                end = choose or ends[0]
                assert end in ends, (act, status, end)
                assert choose or len(ends) == 1, (act, status)
                return end
        raise NotPossible()

    def statuses(self) -> frozenset[str]:
        """Every status the table names."""
        named = {s for a in self.arcs for s in (*a.start, *a.end)}
        return frozenset(named | set(self.moves_next))


def etag_of(version: int) -> str:
    """The entity tag of a version of a resource."""
    return f'"v{version}"'


def require_match(if_match: str | None, *, version: int) -> None:
    """Refuse without `If-Match` (428) and with the tag of another version (412).

    `*` names no version that anybody saw, so it is no precondition here; a tag without its quotes
    is malformed.
    """
    if if_match is None or if_match.strip() == "*":
        raise PreconditionRequired()
    tags = [tag.strip() for tag in if_match.split(",")]
    if not all(_TAG.fullmatch(tag) for tag in tags):
        raise HeaderMalformed(header="If-Match")
    if etag_of(version) not in tags:
        raise Stale()
