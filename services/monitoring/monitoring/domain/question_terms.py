"""What is asked about the figures of a report, settled as data."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitJump:
    """How far apart two amounts are when one of them was typed in another unit."""

    factor: int
    spread: int
    unit: str

    def likely(self, one: Fraction, other: Fraction) -> bool:
        """Whether two amounts are as far apart as two units."""
        if one <= 0 or other <= 0:
            return False
        times = max(one / other, other / one)
        return self.factor <= times * self.spread and times <= self.factor * self.spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that belong together: a part and its whole, a figure and a sum."""

    of: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTerms:
    """The marks of what is asked about."""

    clause: str
    unit_jump: UnitJump
    change_share: Fraction
    change_least: Fraction
    parts: tuple[Pair, ...]
    roster_tolerance: Fraction
    roster_sums: tuple[Pair, ...]
