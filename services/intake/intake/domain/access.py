"""Who may see an application: the first wall; row-level security is the second."""

from typing import Final

from common.actor import Actor
from intake.domain.application import Application

# Acts inside the district's own office.
INTERNAL: Final = frozenset({"hand_over"})


def visible_to(actor: Actor, case: Application) -> bool:
    """Whether an actor may know that an application exists (READING, who acts)."""
    if actor.has("auditor"):
        return True
    if actor.has("operating_institution") and actor.institution == case.institution_code:
        return True
    if not case.filed_before:  # a draft is its institution's alone
        return False
    own_district = actor.has("district_authority") and actor.district == case.district
    return own_district or actor.has("municipal_bureau")


def owns(actor: Actor, case: Application) -> bool:
    """Whether an actor acts for the institution of an application."""
    return actor.has("operating_institution") and actor.institution == case.institution_code


def reads_drafts(actor: Actor, case: Application) -> bool:
    """Whether an actor may read what the institution has not filed yet."""
    return owns(actor, case) or actor.has("auditor")


def acts_on(actor: Actor, case: Application) -> bool:
    """Whether an actor handles an application: for its institution, or for its own district."""
    own_district = actor.has("district_authority") and actor.district == case.district
    return owns(actor, case) or own_district


def acts_on_some(actor: Actor) -> bool:
    """Whether an actor handles any application at all; others only read."""
    return actor.has("operating_institution", "district_authority")


def reads_act(actor: Actor, act: str) -> bool:
    """Whether an act is for an actor to read: who handles a case is the officials' own matter."""
    officials = ("district_authority", "municipal_bureau", "auditor")
    return act not in INTERNAL or actor.has(*officials)


def reads_cases(actor: Actor) -> bool:
    """Whether an actor has to do with applications at all: experts and operators have not."""
    return actor.has("operating_institution", "district_authority", "municipal_bureau", "auditor")
