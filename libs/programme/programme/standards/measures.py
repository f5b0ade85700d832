"""The closed set of measure kinds; a new kind is a change of code with its tests.

Years are offsets from the base year T: -3 is T-3, 0 is T; `APPLICATION_YEAR` is the current year
up to the day of the check, which counts for conduct only.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

Offset = int
APPLICATION_YEAR: Final[Offset] = 1


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One figure as filed."""

    of: str


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """The sum of several figures."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LeastOver:
    """The smallest value over years: "in each of them at least"."""

    of: str
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MostOver:
    """The largest value over years: "in none of them more than"."""

    of: str
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """Part ÷ whole; over several years the smallest of the shares."""

    part: str
    whole: str
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """Figure ÷ figure, which may count different things; over several years the smallest."""

    of: str
    per: str
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RatePer:
    """Figure ÷ figure × multiplier, in one year."""

    of: str
    per: str
    times: Fraction
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompoundGrowth:
    """Last ÷ first, held against (1 + rate) to the number of intervals; no root is drawn."""

    of: str
    years: tuple[Offset, Offset]

    @property
    def intervals(self) -> int:
        """How many yearly steps lie between the two years."""
        return self.years[1] - self.years[0]


@dataclass(frozen=True, slots=True, eq=False)
class MeanGrowth:
    """The arithmetic mean of the yearly growth rates."""

    of: str
    years: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WorstChange:
    """The worst yearly step of a figure, or of a figure per another, in the wished direction.

    A step that stands at `stands_at` (nothing better is possible) is left out of account.
    """

    of: str
    per: str | None
    years: tuple[Offset, ...]
    direction: Literal["up", "down"]
    stands_at: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class AgainstBaseline:
    """Figure ÷ its baseline; which side is better is itself a filed fact."""

    of: str
    baseline: str
    direction: str


Measure = (
    Value
    | Total
    | LeastOver
    | MostOver
    | Share
    | Ratio
    | RatePer
    | CompoundGrowth
    | MeanGrowth
    | WorstChange
    | AgainstBaseline
)
