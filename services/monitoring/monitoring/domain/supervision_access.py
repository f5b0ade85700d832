"""Who may see incidents, tasks and breaches: the first wall; row-level security is the second."""

from typing import TypeVar

from common.actor import Actor
from common.errors import NotFound
from monitoring.domain.access import owns
from monitoring.domain.breach import Breach
from monitoring.domain.incident import Incident
from monitoring.domain.supervision_task import SupervisionTask

Supervised = Incident | SupervisionTask | Breach
Seen = TypeVar("Seen", Incident, SupervisionTask, Breach)


def visible_to(actor: Actor, thing: Supervised) -> bool:
    """The bureau, the own district, auditors; the institution what is more than a lead.

    It sees an incident once the authority has determined it, and its tasks; of a breach it learns
    by the register's case.
    """
    if actor.has("municipal_bureau", "auditor"):
        return True
    if actor.has("district_authority") and actor.district == thing.district:
        return True
    return _told(thing) and owns(actor, thing)


def require_visible(actor: Actor, thing: Seen) -> Seen:
    """The thing, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, thing):
        raise NotFound()
    return thing


def _told(thing: Supervised) -> bool:
    if isinstance(thing, Breach):
        return False
    return not isinstance(thing, Incident) or thing.status != "recorded"
