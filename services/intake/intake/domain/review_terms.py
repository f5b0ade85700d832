"""What the preliminary review goes by where the measure is silent: defaults, read from data."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """How near something due is: up to so many days are left, or any number."""

    name: str
    zh: str
    en: str
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTerms:
    """How many people and photographs a site verification has, and the colours of a work list."""

    clause: str
    people: int
    photos: int
    colours: tuple[Colour, ...]

    def colour_of(self, due_on: date, *, today: date) -> Colour:
        """The colour of what is due on a day."""
        over, *bounded, later = self.colours
        left = (due_on - today).days
        if left < 0:
            return over
        near = (colour for colour in bounded if colour.days is not None and left <= colour.days)
        return next(near, later)
