"""Who may see an entry: the first wall; row-level security is the second."""

from common.actor import Actor
from common.errors import NotFound
from monitoring.domain.access import READERS
from monitoring.domain.entry import BUREAU, DISTRICT, OF_A_CLUSTER, Entry


def visible_to(actor: Actor, entry: Entry) -> bool:
    """Officials of the place and auditors; what the institution gets, also that institution."""
    if actor.has(BUREAU, "auditor") or entry.kind == "policy_document":
        return actor.has(*READERS)
    own_place = entry.district is None or actor.district == entry.district
    if actor.has(DISTRICT) and own_place:
        return True
    if not actor.has("operating_institution") or entry.kind == "tracking_note":
        return False
    own = actor.institution == entry.content.get("institution_code")
    return own or entry.kind not in OF_A_CLUSTER


def require_visible(actor: Actor, entry: Entry) -> Entry:
    """The entry, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, entry):
        raise NotFound()
    return entry
