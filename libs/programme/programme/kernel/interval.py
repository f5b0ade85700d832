"""An enclosure: the exact lowest and highest value while figures are missing."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Enclosure:
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
        known = self.low == self.high and not self.undefined and not self.exempt
        return self.low if known else None


UNDEFINED = Enclosure(undefined=True)
EXEMPT = Enclosure(exempt=True)
