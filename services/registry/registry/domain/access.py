"""Who may see a revocation case; row-level security draws the same line again."""

from typing import Final

from common.actor import Actor
from common.errors import Forbidden, NotFound
from registry.domain.proposal import BUREAU
from registry.domain.revocation import RevocationCase

READERS: Final = (*BUREAU, "auditor", "district_authority", "operating_institution")


def require_reader(actor: Actor) -> None:
    """Experts, operators and systems have no business with cases."""
    if not actor.has(*READERS):
        raise Forbidden()


def visible_to(actor: Actor, case: RevocationCase) -> bool:
    """The bureau and auditors, the district of the cluster, the institution once notified."""
    if actor.has(*BUREAU, "auditor"):
        return True
    if actor.has("district_authority"):
        return actor.district == case.district
    if actor.has("operating_institution"):
        # A lead and its investigation are not shown before the institution is notified (art. 17);
        # what ended before that is never shown.
        told = case.notified_on is not None
        return told and actor.institution == case.institution_code
    return False


def require_visible(actor: Actor, case: RevocationCase) -> RevocationCase:
    """The case, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, case):
        raise NotFound()
    return case
