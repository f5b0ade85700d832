"""What a dashboard is about: a period, the target of its years, and how much is shown."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """About how many clusters are to be designated in some years (art. 5)."""

    clause: str
    first_year: int
    last_year: int
    about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardTerms:
    """The targets that were published, and how much of each list a page shows."""

    targets: tuple[Target, ...]
    industries: int
    rows: int
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The period that a dashboard is about, the legal day it is made on, and its target."""

    period: str
    today: date
    target: Target | None
    terms: DashboardTerms

    @property
    def year(self) -> int:
        """The calendar year of the period."""
        return int(self.period[:4])

    @property
    def designated_in(self) -> tuple[int, int]:
        """The years whose designations are counted: the target's, or the period's alone."""
        if self.target is None:
            return self.year, self.year
        return self.target.first_year, self.target.last_year


def scope_of(period: str, *, today: date, terms: DashboardTerms) -> Scope:
    """What a dashboard of a period is about on a legal day."""
    year = int(period[:4])
    fitting = (each for each in terms.targets if each.first_year <= year <= each.last_year)
    return Scope(period=period, today=today, target=next(fitting, None), terms=terms)


def percent_of(part: int, whole: int) -> str | None:
    """A share as a percentage with one decimal, halves up; None of nothing."""
    if whole == 0:
        return None
    exact = Decimal(part * 100) / Decimal(whole)
    return str(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
