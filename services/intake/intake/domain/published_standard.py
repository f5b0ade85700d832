"""Which published revision of a standard a round pins: the one in force on its opening day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.contracts.case import StandardPin
from intake.domain.refusals import ExampleNotPinned, StandardNotInForce, StandardNotPublished
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedStandard:
    """One revision as its publication told it; both days inclusive."""

    pin: StandardPin
    text: str
    effective_from: date
    effective_to: date | None


def in_force(
    published: Iterable[PublishedStandard], *, standard_id: str, on: date
) -> PublishedStandard:
    """The revision in force on a day; refused where none is published (art. 4) or begun (art. 19).

    A revision ends the one before it, whose own last day no event tells: what began last counts,
    in whichever order the publications came.
    """
    revisions = list(published)
    if not revisions:
        raise StandardNotPublished(standard_id=standard_id)
    begun = [each for each in revisions if each.effective_from <= on]
    last = max(begun, key=lambda each: each.effective_from, default=None)
    if last is None or (last.effective_to is not None and last.effective_to < on):
        raise StandardNotInForce(standard_id=standard_id, day=on.isoformat())
    return last


def require_law(standard: Standard) -> None:
    """Refuse what calls itself an example: it shows the format and is law nowhere."""
    if standard.example:
        raise ExampleNotPinned(standard_id=standard.id)
