"""Who may see an evaluation: the first wall; row-level security is the second."""

from typing import Final

from common.actor import Actor

EVERYWHERE: Final = None
SEES_ALL: Final = ("municipal_bureau", "auditor")


def districts_of(actor: Actor) -> frozenset[str] | None:
    """The districts whose evaluations an actor may see; `EVERYWHERE` for the bureau."""
    if actor.has(*SEES_ALL):
        return EVERYWHERE
    if actor.has("district_authority") and actor.district:
        return frozenset({actor.district})
    return frozenset()


def visible_to(actor: Actor, district: str) -> bool:
    """Whether an actor may know that an evaluation of a district exists."""
    seen = districts_of(actor)
    return seen is EVERYWHERE or district in seen
