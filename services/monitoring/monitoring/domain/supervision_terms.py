"""What supervision goes by where the measure is silent: read from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.domain.breach import Basis
from monitoring.domain.incident import IncidentKind
from monitoring.domain.written_reminder import ReminderTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """How near something due is: up to so many days are left, or any number."""

    name: str
    zh: str
    en: str
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionTerms:
    """The written reminder, which incidents count, what a breach rests on, colours."""

    reminder: ReminderTerms
    incidents: Mapping[str, IncidentKind]
    bases: Mapping[str, Basis]
    incident_ground: str
    escalates_after_days: int
    colours: tuple[Colour, ...]

    def colour_of(self, due_on: date | None, *, today: date) -> Colour:
        """The colour of what is due on a day; of what has no day the last one."""
        over, *bounded, later = self.colours
        if due_on is None:
            return later
        left = (due_on - today).days
        if left < 0:
            return over
        near = (colour for colour in bounded if colour.days is not None and left <= colour.days)
        return next(near, later)

    def basis_of_incident(self, kind: str) -> Basis:
        """What a breach for an incident of a kind rests on."""
        of_kind = self.incidents[kind]
        return Basis(ground=self.incident_ground, limb=of_kind.limb, clause=of_kind.clause)
