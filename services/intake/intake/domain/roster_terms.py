"""The terms on which a roster is held against the annual series."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

ROWS: Final = ("all", "sme", "leading", "platform")
ENTERPRISES: Final = "enterprises"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSlip:
    """What a mistaken unit looks like: `factor` times the neighbours, within `spread` times."""

    factor: int
    spread: int
    unit: str
    # A column of the roster that is held against a figure of its years.
    beside: Mapping[str, str]

    def likely(self, value: float, other: float) -> bool:
        """Whether a figure is so many times another, or one of so many parts of it.

        It decides what is asked, so a machine's number will do.
        """
        low, high = (value, other) if value <= other else (other, value)
        return low > 0 and self.factor <= high / low * self.spread <= self.factor * self.spread**2


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSum:
    """One figure of the series, and what of the roster adds up to it."""

    series: str
    of: str
    rows: str
    basis: str | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterTerms:
    """All of them; `tolerance` is a share."""

    tolerance: Fraction
    rows_named: int
    unit_slip: UnitSlip
    sums: tuple[RosterSum, ...]
