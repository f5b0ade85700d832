"""An enclosure: the exact lowest and highest value while figures are missing."""

from fractions import Fraction
from typing import NamedTuple


class Enclosure(NamedTuple):
    """Every completion within bounds gives a value from `low` to `high`; both are reached.

    `undefined` says that a completion (or the filing itself) divides by zero; `exempt` that every
    step already stands where nothing better is possible.
    """

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    undefined: bool = False
    exempt: bool = False

    @property
    def exact(self) -> Fraction | None:
        """The value, where it is known exactly."""
        if self.undefined or self.exempt:
            return None
        # A known figure is one object, and comparing fractions is dear.
        return self.low if self.low is self.high or self.low == self.high else None


UNDEFINED = Enclosure(undefined=True)
EXEMPT = Enclosure(exempt=True)


def point(value: Fraction) -> Enclosure:
    """The enclosure of a value that is known."""
    return Enclosure(value, value)
