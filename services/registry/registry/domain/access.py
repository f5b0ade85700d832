"""Who may see a revocation case; row-level security draws the same line again."""

from typing import Final

from common.actor import Actor
from common.errors import Forbidden, NotFound
from registry.domain.proposal import BUREAU
from registry.domain.revocation import RevocationCase

# A lead and its investigation are not shown to the institution before it is notified (art. 17).
NOT_TOLD_YET: Final = ("proposed", "opened")


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
        told = case.status not in NOT_TOLD_YET
        return told and actor.institution == case.institution_code
    return False


def require_visible(actor: Actor, case: RevocationCase) -> RevocationCase:
    """The case, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, case):
        raise NotFound()
    return case
