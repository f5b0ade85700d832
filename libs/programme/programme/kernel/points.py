"""Points by bands: they rank clusters that meet a standard, and no outcome hangs on them."""

from bisect import bisect_left, bisect_right
from fractions import Fraction

from programme.kernel.deciding import line_at
from programme.kernel.enclosure import enclose
from programme.kernel.facts import Facts
from programme.kernel.verdict import PointsResult
from programme.standards.standard import PointsTable, Standard


def points_of(standard: Standard, facts: Facts) -> tuple[PointsResult, ...]:
    """What each table of a standard gives; while figures are missing, from how many to how many."""
    return tuple(_points(table, facts, standard) for table in standard.points)


def total(results: tuple[PointsResult, ...]) -> tuple[Fraction, Fraction]:
    """The fewest and the most points in all."""
    low, high = sum(result.low for result in results), sum(result.high for result in results)
    return Fraction(low), Fraction(high)


def _points(table: PointsTable, facts: Facts, standard: Standard) -> PointsResult:
    value = enclose(table.measure, facts, standard)
    if value.undefined or value.exempt:
        reached = table.points
    else:
        first, last = _band(table, value.low), _band(table, value.high)
        reached = table.points[first : last + 1]
    return PointsResult(table=table, enclosure=value, low=min(reached), high=max(reached))


def _band(table: PointsTable, value: Fraction) -> int:
    """The number of the band a value lies in, by the rule for its edges."""
    edges = [line_at(table.measure, edge * table.unit.factor) for edge in table.edges]
    return bisect_right(edges, value) if table.edge == "upper" else bisect_left(edges, value)
