"""Early warning: a criterion that drifts towards its line before the renewal (art. 15, 16)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from operator import le, lt
from typing import Literal

Sign = Literal["below_line", "would_cross", "margin_shrinks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningTerms:
    """When a drift is told."""

    clause: str
    base_year_before_last_year: int
    least_points: int
    lost_share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How far a value lies on the good side of its line in one year, in the terms of the line."""

    year: int
    margin: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What a series of margins says, with the figures it says it by.

    `projected` is the margin of the straight line of least squares in the renewal's base year;
    `crosses_in` the first year at whose end that line has no margin left.
    """

    sign: Sign
    first: Point
    latest: Point
    slope: Fraction
    renewal_year: int
    projected: Fraction
    lost_share: Fraction | None
    crosses_in: int | None


def drift_of(
    points: Sequence[Point], *, renewal_year: int, terms: WarningTerms, strict: bool = False
) -> Drift | None:
    """The warning that margins raise, the gravest one; none while they hold or too few are known.

    Below the line already; or the line through the years has crossed it by the renewal's base
    year; or so large a share of the margin at the designation is lost. Where the line is `strict`
    (超过, not 不低于), a value on it does not meet the standard.
    """
    ordered = sorted(points, key=lambda point: point.year)
    if len(ordered) < terms.least_points:
        return None
    first, latest = ordered[0], ordered[-1]
    slope, level = _line(ordered)
    projected = level + slope * max(renewal_year, latest.year)
    lost = None if first.margin <= 0 else 1 - latest.margin / first.margin
    fails = le if strict else lt
    sign = _sign(latest, projected, lost, terms=terms, falling=slope < 0, fails=fails)
    if sign is None:
        return None
    return Drift(
        sign=sign,
        first=first,
        latest=latest,
        slope=slope,
        renewal_year=renewal_year,
        projected=projected,
        lost_share=lost,
        crosses_in=_crossing(slope, level, after=latest.year, strict=strict)
        if sign != "below_line"
        else None,
    )


def _sign(
    latest: Point,
    projected: Fraction,
    lost: Fraction | None,
    *,
    terms: WarningTerms,
    falling: bool,
    fails: Callable[[Fraction, int], bool],
) -> Sign | None:
    if fails(latest.margin, 0):
        return "below_line"
    if falling and fails(projected, 0):
        return "would_cross"
    return "margin_shrinks" if lost is not None and lost >= terms.lost_share else None


def _line(points: Sequence[Point]) -> tuple[Fraction, Fraction]:
    """Slope and level of the straight line of least squares, exact; level at the year 0."""
    count = len(points)
    mean_year = Fraction(sum(point.year for point in points), count)
    mean = sum((point.margin for point in points), Fraction(0)) / count
    spread = sum(((point.year - mean_year) ** 2 for point in points), Fraction(0))
    if not spread:
        return Fraction(0), mean
    shared = sum(((p.year - mean_year) * (p.margin - mean) for p in points), Fraction(0))
    slope = shared / spread
    return slope, mean - slope * mean_year


def _crossing(slope: Fraction, level: Fraction, *, after: int, strict: bool) -> int | None:
    if slope >= 0:
        return None
    zero = -level / slope
    return max(after + 1, ceil(zero) if strict else floor(zero) + 1)
